import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { UsageError } from '../../../engine/usage-error.ts'
import { answerTo } from './answers.ts'
import { type Call, readCall } from './call.ts'
import type { Move } from './script.ts'

export interface Listener {
  readonly url: string
  /** Every call so far. */
  readonly calls: readonly Call[]
  close(): Promise<void>
}

/** Longest body of a call that is read. */
const longestBody = 1024 * 1024

/**
 * A payment provider without money, on this machine, that answers settlements by a script and keeps what VTEX does about it.
 *
 * @param port 0 for any that is free
 * @throws UsageError when the port is taken
 */
export async function startListener(
  port: number,
  script: readonly Move[],
  onCall: (call: Call) => void = () => {},
): Promise<Listener> {
  const calls: Call[] = []
  const settlements = new Map<string, number>()

  function nextMove(paymentId: string | null): Move {
    const key = paymentId ?? ''
    const count = settlements.get(key) ?? 0
    settlements.set(key, count + 1)
    return script[Math.min(count, script.length - 1)] ?? 'settle'
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request
    const read = readCall({ method, path, headers, body: await bodyOf(request) }, Date.now())
    const move = read.operation === 'settlement' ? nextMove(read.paymentId) : null
    const call: Call = { ...read, move }
    calls.push(call)
    onCall(call)
    if (move === 'hang') {
      response.on('close', () => {
        call.gaveUpAfterMs = Date.now() - call.at
      })
      return
    }
    const { status, body } = answerTo(call, move)
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  }

  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new UsageError(`--listen ${port}: ${error.message}`)))
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > longestBody) throw new Error('the body is too long')
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}
