import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { FaultServer, SeenExchange } from '@cap/core/testing'

type When = 'with the answer' | 'soon after the answer'

/** Stands before a server, keeps connections, and gives them up once the read before the capture has been answered. */
export async function hangingUp(
  behind: FaultServer,
  isCapture: (exchange: SeenExchange) => boolean,
  when: When,
): Promise<Pick<FaultServer, 'url' | 'seen' | 'close'>> {
  const sockets = new Set<Socket>()
  const seen: SeenExchange[] = []
  const server = createServer(async (request, response) => {
    const exchange = await exchangeOf(request)
    const first = !seen.some(isCapture) && !isCapture(exchange)
    seen.push(exchange)
    const { 'content-type': type = '', 'x-api-key': key = '' } = exchange.headers
    const answer = await fetch(new URL(exchange.path, behind.url), {
      method: exchange.method,
      headers: { 'content-type': type, 'x-api-key': key },
      body: exchange.body,
    })
    response.setHeader('content-type', 'application/json')
    response.end(await answer.text(), () => {
      if (!first) return
      if (when === 'with the answer') request.socket.destroy()
      else setImmediate(() => request.socket.destroy())
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async close() {
      await closed(server, sockets)
      await behind.close()
    },
  }
}

async function exchangeOf(request: IncomingMessage): Promise<SeenExchange> {
  let body = ''
  for await (const chunk of request) body += chunk
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  return { method: request.method ?? '', path: request.url ?? '/', headers, body }
}

async function closed(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => server.close(resolve))
}
