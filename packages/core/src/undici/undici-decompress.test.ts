import { createServer } from 'node:http'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { kyTransport } from '../http/ky-transport.ts'
import { undiciTransport } from './undici-transport.ts'

const text = '{"id":1,"status":"approved","payments":[{"status":"approved"},{"status":"approved"}]}'

it.each([
  ['gzip', gzipSync(text)],
  ['X-GZip', gzipSync(text)],
  ['br', brotliCompressSync(text)],
  ['deflate', deflateSync(text)],
  ['deflate', deflateRawSync(text)],
  ['identity', Buffer.from(text)],
  ['deflate, gzip', gzipSync(deflateSync(text))],
])('reads an answer in %s, as fetch does', async (encoding, body) => {
  const server = createServer((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : null
  const exchange = {
    method: 'GET',
    url: `http://127.0.0.1:${port}/`,
    headers: {},
    body: null,
    maxReplyBytes: 1_000,
  } as const
  const { signal } = new AbortController()
  try {
    for (const transport of [kyTransport(), undiciTransport()]) {
      expect((await transport(exchange, signal)).body).toBe(text)
    }
    const small = undiciTransport()({ ...exchange, maxReplyBytes: 40 }, signal)
    await expect(small).rejects.toMatchObject({ sent: 'maybe', code: 'REPLY_TOO_LARGE' })
  } finally {
    server.close()
    server.closeAllConnections()
  }
})
