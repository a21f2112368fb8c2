import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { undiciTransport } from '@cap/core/undici'
import { Agent } from 'undici'
import { describe, expect, it } from 'vitest'
import { account, seed } from './__fixtures__/world.ts'
import { createPipwaveEmulator } from './emulator.ts'
import { createPipwave, type PipwaveOptions } from './pipwave.ts'

/** When the server gives up the connection over which it has answered the look. */
type Stale = 'with the answer' | 'soon after the answer' | 'on reading the capture' | 'after the capture was processed'

/** Real sockets, kept alive, that have gone stale when the capture is written to them. */
async function pipwaveThatHangsUp(when: Stale) {
  const emulator = createPipwaveEmulator({ ...account, payments: [{ ...seed, gateway: 'never-confirms' }] })
  let captures = 0
  const sockets = new Set<Socket>()
  const server = createServer(async (request, response) => {
    const body = await textOf(request)
    const isCapture = body.includes('capture-payment')
    if (isCapture) captures += 1
    if (isCapture && captures === 1 && when === 'on reading the capture') {
      request.socket.destroy()
      return
    }
    const { headers } = request
    const answer = await emulator.fetch(
      new Request('http://localhost/', {
        method: 'POST',
        body,
        headers: { 'x-api-key': String(headers['x-api-key']) },
      }),
    )
    if (isCapture && captures === 1 && when === 'after the capture was processed') {
      request.socket.destroy()
      return
    }
    response.setHeader('content-type', 'application/json')
    response.end(await answer.text(), () => {
      if (isCapture || captures > 0) return
      if (when === 'with the answer') request.socket.destroy()
      if (when === 'soon after the answer') setImmediate(() => request.socket.destroy())
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    captures: () => captures,
    moved: () => emulator.book().length,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

async function once(kind: string, when: Stale): Promise<void> {
  const pipwave = await pipwaveThatHangsUp(when)
  const dispatcher = new Agent({ keepAliveTimeout: 60_000 })
  const options: Partial<PipwaveOptions> = kind === 'undici' ? { transport: undiciTransport({ dispatcher }) } : {}
  const client = createPipwave({
    ...account,
    environment: 'staging',
    baseUrl: pipwave.url,
    deadlineMs: 800,
    ...options,
  })
  const end = await client.capture({ pwId: 'PW1001' }).then(
    (outcome) => outcome.status,
    (error: { code: string }) => error.code,
  )
  expect(pipwave.captures()).toBeLessThanOrEqual(1)
  expect(pipwave.moved()).toBeLessThanOrEqual(1)
  expect(['captured', 'unknown', 'lookup_failed']).toContain(end)
  if (when.includes('capture')) expect(end).toBe('unknown')
  await pipwave.close()
  await dispatcher.close()
}

describe.each(['fetch', 'undici'])('a kept connection that has gone stale, with %s', (kind) => {
  const moments: readonly Stale[] = [
    'with the answer',
    'soon after the answer',
    'on reading the capture',
    'after the capture was processed',
  ]
  it.each(moments)('%s, never makes a second capture', async (when) => {
    // The race between the two ends is not ours to decide: it is run often enough to be lost both ways.
    await Promise.all(Array.from({ length: 10 }, () => once(kind, when)))
  })
})
