import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { type Connector, createBrokenConnector } from './broken-connector.ts'
import type { Trait } from './defects.ts'

/** A connector on a real socket of loopback, which calls back over another. */
export async function serve(traits: readonly Trait[], captureMs = 0): Promise<{ url: string; close(): Promise<void> }> {
  const connector = createBrokenConnector(traits, {
    captureMs,
    spend: () => {},
    notify(url, body) {
      setTimeout(() => fetch(url, { method: 'POST', body }).catch(() => {}), 20)
    },
  })
  return serveFetch(connector)
}

export async function serveFetch(connector: Connector): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(connector, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  return {
    url: `http://127.0.0.1:${address.port}/vtex`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(connector: Connector, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const dropped = new AbortController()
  outgoing.once('close', () => {
    if (!outgoing.writableEnded) dropped.abort()
  })
  const { method = 'GET', url = '/' } = incoming
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value))
  const body = method === 'GET' || method === 'HEAD' ? null : Readable.toWeb(incoming)
  const path = url.replace(/^\/vtex/, '')
  const options = { method, headers, body, duplex: 'half', signal: dropped.signal } as RequestInit
  const response = await connector(new Request(`http://connector.invalid${path}`, options))
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(await response.text())
}
