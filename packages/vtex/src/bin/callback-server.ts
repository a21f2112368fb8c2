import { createServer, type IncomingMessage } from 'node:http'
import { CallbackInbox, type CallbackReceiver } from '../conformance/callbacks.ts'

export interface CallbackServer extends CallbackReceiver {
  close(): Promise<void>
}

const longestBody = 1024 * 1024

/** Receives callbacks on loopback: a tunnel, if there is one, ends here. Answers 200 to whatever comes. */
export function openCallbackServer(port: number): Promise<CallbackServer> {
  const inbox = new CallbackInbox()
  const server = createServer((request, response) => {
    readBody(request).then(
      (body) => {
        response.end()
        inbox.deliver({ method: request.method ?? '', target: request.url ?? '', body })
      },
      () => response.destroy(),
    )
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      const open = typeof address === 'object' && address !== null ? address.port : port
      resolve({
        base: `http://127.0.0.1:${open}`,
        next: (path, timeoutMs) => inbox.next(path, timeoutMs),
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            server.closeAllConnections()
          }),
      })
    })
  })
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > longestBody) throw new RangeError('too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
