import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { type Exchange, type Reply, type Transport, TransportError } from '../http/transport.ts'
import { undiciTransport } from '../undici/undici-transport.ts'
import { transportContract } from './transport-contract.ts'

const sound = undiciTransport()

/** Changes what the sound transport rejects with. */
const failing =
  (change: (error: TransportError, exchange: Exchange, signal: AbortSignal) => Promise<Reply>): Transport =>
  async (exchange, signal) => {
    try {
      return await sound(exchange, signal)
    } catch (error) {
      if (TransportError.isInstance(error)) return change(error, exchange, signal)
      throw error
    }
  }

/** Names of the cases that a transport does not pass. */
async function broken(transport: Transport): Promise<readonly string[]> {
  const names: string[] = []
  const cases = transportContract(async () => ({ transport, close: async () => {} }))
  const run = async ({ name, run }: (typeof cases)[number]) => run().catch(() => names.push(name))
  await Promise.all(cases.map(run))
  return names
}

describe('transportContract', () => {
  test('has a name of its own for every case', () => {
    const names = transportContract(async () => ({ transport: sound, close: async () => {} })).map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(50)
  })

  test('finds a transport that calls every failure unsent', async () => {
    const names = await broken(
      failing(async ({ phase, code }) => {
        throw new TransportError({ sent: 'no', phase, code })
      }),
    )
    expect(names).toContain(
      'leaves open whether a request was applied that was followed by a reset, and sends it once, whatever its method',
    )
    expect(names).toContain('rejects a body shorter than its content-length')
    expect(names).toContain('sends a request once when the connection is closed at the moment it arrives')
  })

  test('finds a transport that proves nothing', async () => {
    const names = await broken(
      failing(async ({ phase, code }) => {
        throw new TransportError({ sent: 'maybe', phase, code })
      }),
    )
    expect(names).toContain('proves that a refused connection sent nothing')
    expect(names).toContain('sends nothing when it is aborted before it begins')
    expect(names).not.toContain(
      'leaves open whether a request was applied that was followed by a reset, and sends it once, whatever its method',
    )
  })

  test('finds a transport that sends again', async () => {
    const names = await broken(failing((_, exchange, signal) => sound(exchange, signal)))
    expect(names).toContain(
      'leaves open whether a request was applied that was followed by a reset, and sends it once, whatever its method',
    )
    expect(names).toContain('sends a request once when the connection is reset at the moment it arrives')
  })

  test('finds a transport that follows redirects', async () => {
    const names = await broken(async (exchange, signal) => {
      const reply = await sound(exchange, signal)
      const { location } = reply.headers
      return location === undefined ? reply : sound({ ...exchange, url: new URL(location, exchange.url).href }, signal)
    })
    expect(names).toContain('returns 307 instead of following it')
  })

  test('finds a transport that ignores the signal', async () => {
    const never = new AbortController().signal
    const names = await broken((exchange) =>
      Promise.race([sound(exchange, never), sleep(1_000).then(() => Promise.reject())]),
    )
    expect(names).toContain('ends promptly when it is aborted while the body stalls')
    expect(names).toContain('sends nothing when it is aborted before it begins')
  })

  test('finds a transport that ignores the size of the body', async () => {
    const names = await broken((exchange, signal) => sound({ ...exchange, maxReplyBytes: 2 ** 26 }, signal))
    expect(names).toContain('takes a body of exactly the permitted size, and not a byte more')
    expect(names).toContain('counts a compressed body by what it decompresses to')
  })

  test('finds a transport that takes a broken body for an answer', async () => {
    const names = await broken(
      failing(async (error) => {
        if (error.phase === 'body') return { status: 200, headers: {}, body: '' }
        throw error
      }),
    )
    expect(names).toContain('rejects a body without its last chunk')
  })

  test('finds a transport whose errors tell the request', async () => {
    const names = await broken(
      failing(async ({ sent, phase, code }, { headers }) => {
        throw new TransportError({ sent, phase, code, message: JSON.stringify(headers) })
      }),
    )
    expect(names).toContain('proves that a refused connection sent nothing')
  })
})
