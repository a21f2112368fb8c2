import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CallbackDelivery, CallbackReceiver } from '@cap/vtex/conformance'

const longestBody = 1024 * 1024

/** Receives the callbacks of asynchronous payments on loopback, and keeps each until somebody asks for it. */
export async function openCallbacks(): Promise<CallbackReceiver & { close(): Promise<void> }> {
  const kept: CallbackDelivery[] = []
  const waiting = new Set<{ readonly path: string; take(delivery: CallbackDelivery): void }>()
  const fits = ({ target }: CallbackDelivery, path: string) => target.split('?')[0]?.endsWith(path) === true
  const deliver = (delivery: CallbackDelivery) => {
    const one = [...waiting].find(({ path }) => fits(delivery, path))
    if (one === undefined) kept.push(delivery)
    else one.take(delivery)
  }
  const server = createServer((request, response) => {
    bodyOf(request).then(
      (body) => {
        response.end()
        deliver({ method: request.method ?? '', target: request.url ?? '', body })
      },
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next(path, timeoutMs) {
      const index = kept.findIndex((delivery) => fits(delivery, path))
      const [found] = index === -1 ? [] : kept.splice(index, 1)
      if (found !== undefined) return Promise.resolve(found)
      return new Promise((resolve) => {
        const end = (delivery: CallbackDelivery | null) => {
          clearTimeout(timer)
          waiting.delete(one)
          resolve(delivery)
        }
        const timer = setTimeout(() => end(null), timeoutMs)
        const one = { path, take: end }
        waiting.add(one)
      })
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > longestBody) throw new RangeError('too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
