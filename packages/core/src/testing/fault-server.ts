import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Emulator } from './emulator.ts'
import type { FaultStep, Wire } from './faults.ts'

/** A request as it arrived. */
export interface SeenExchange {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface FaultServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  /** Everything that arrived, whatever became of it. */
  readonly seen: readonly SeenExchange[]
  close(): Promise<void>
}

/**
 * Serves an emulator on a real socket of this machine and does to its answers what faults do.
 *
 * @param next asked for every request; null lets it through unharmed. For a connection just accepted, and nothing read
 *   yet, it is asked with null, and only a fault that strikes there is taken.
 */
export async function startFaultServer(
  emulator: Pick<Emulator, 'fetch'>,
  next: (exchange: SeenExchange | null) => FaultStep | null,
): Promise<FaultServer> {
  const seen: SeenExchange[] = []
  const sockets = new Set<Socket>()
  const server = createServer({ keepAlive: true, requestTimeout: 0 })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    const wire = next(null)?.fault.wire
    if (wire?.kind !== 'cut') return
    if (wire.at === 'connect') cut(socket, wire.how)
    else socket.once('data', () => cut(socket, wire.how))
  })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response).catch(() => request.socket.destroy())
  })

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const exchange: SeenExchange = {
      method: request.method ?? '',
      path: request.url ?? '/',
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      body: Buffer.concat(chunks).toString('utf8'),
    }
    seen.push(exchange)
    const step = next(exchange)
    const forward = () => emulator.fetch(toRequest(exchange, url))
    if (step === null) return send(response, await forward())
    const { wire } = step.fault
    const answer = step.moved ? await forward() : null
    await harm(wire, answer, { response, socket: request.socket, forward })
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    seen,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function toRequest(exchange: SeenExchange, base: string): Request {
  const { connection: _, 'content-length': __, 'transfer-encoding': ___, ...headers } = exchange.headers
  return new Request(new URL(exchange.path, base), {
    method: exchange.method,
    headers,
    ...(exchange.body === '' ? {} : { body: exchange.body }),
  })
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  response.end(Buffer.from(await answer.arrayBuffer()))
}

function cut(socket: Socket, how: 'reset' | 'close'): void {
  if (how === 'reset') socket.resetAndDestroy()
  else socket.destroy()
}

async function harm(
  wire: Wire,
  answer: Response | null,
  to: { response: ServerResponse; socket: Socket; forward: () => Promise<Response> },
): Promise<void> {
  const { response, socket } = to
  // What the provider said, or what it would look like: the harm hides the difference.
  const body = answer === null ? Buffer.from('{"status":"processing"}') : Buffer.from(await answer.arrayBuffer())
  const half = body.subarray(0, Math.ceil(body.length / 2))
  const head = (framing: string, status = 200) =>
    socket.write(`HTTP/1.1 ${status} OK\r\ncontent-type: application/json\r\n${framing}\r\n\r\n`)
  switch (wire.kind) {
    case 'unreachable':
      throw new Error('a server that is there cannot be unreachable: use another address')
    case 'cut':
      return cut(socket, wire.how)
    case 'silence':
      if (wire.after === 'request') return
      head(`content-length: ${body.length + 1}`)
      if (wire.after === 'half') socket.write(half)
      return
    case 'truncated':
      if (wire.framing === 'length') {
        head(`content-length: ${body.length + 10}`)
        socket.end(body)
      } else if (wire.framing === 'chunked') {
        head('transfer-encoding: chunked')
        socket.write(`${(body.length + 10).toString(16)}\r\n`)
        socket.end(body)
      } else {
        head(`content-length: ${half.length}\r\nconnection: close`)
        socket.end(body)
      }
      return
    case 'broken-gzip':
      head(`content-encoding: gzip\r\nconnection: close\r\ncontent-length: ${body.length}`)
      socket.end(body)
      return
    case 'slow': {
      response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json', 'content-length': body.length })
      response.flushHeaders()
      const size = Math.max(1, Math.ceil(body.length / wire.pieces))
      for (let start = 0; start < body.length && !socket.destroyed; start += size) {
        response.write(body.subarray(start, start + size))
        await new Promise<void>((resolve) => setTimeout(resolve, wire.everyMs))
      }
      response.end()
      return
    }
    case 'informational':
      response.writeEarlyHints({ link: '</nothing>; rel=preload' })
      if (wire.final === 'close') return cut(socket, 'close')
      response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json' })
      response.end(body)
      return
    case 'twice':
      return send(response, await to.forward())
    case 'garbage':
      socket.end('220 mail.example ESMTP\r\n')
      return
    case 'answer':
      response.writeHead(wire.status, wire.headers)
      response.end(wire.body)
      return
  }
}
