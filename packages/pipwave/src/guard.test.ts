import { type CaptureEvent, type CaptureOutcome, TransportError } from '@cap/core/http'
import { describe, expect, it, vi } from 'vitest'
import { account, createWorld, firstCapture, thrownBy, type World } from './__fixtures__/world.ts'
import { lockSize } from './lock.ts'
import { createPipwave } from './pipwave.ts'

const full = { pwId: 'PW1001' }

function broken(): never {
  throw new Error('a callback threw')
}

/** What a callback throws is told once, as a process warning, which would only clutter the report here. */
async function quietly<T>(run: () => Promise<T>): Promise<T> {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  try {
    return await run()
  } finally {
    warned.mockRestore()
  }
}

describe('a callback that throws changes no outcome', () => {
  const types = ['attempt_started', 'attempt_finished', 'waiting', 'warning', 'finished'] as const
  it.each(types)('onEvent, at %s', async (type) => {
    const onEvent = (event: CaptureEvent) => {
      if (event.type === type) broken()
    }
    await quietly(async () => {
      for (const lose of [true, false]) {
        const world = createWorld({
          client: { onEvent },
          payments: [{ gateway: 'asynchronous', confirmsAfterMs: 1_000 }],
        })
        world.plan = lose ? firstCapture({ lost: 'applied' }) : null
        expect(await world.run(world.client.capture(full))).toMatchObject({ status: 'captured' })
        expect(world.emulator.book()).toHaveLength(1)
      }
    })
  })

  it('onEvent that rejects', async () => {
    await quietly(async () => {
      const world = createWorld({ client: { onEvent: () => Promise.reject(new Error('later')) } })
      expect(await world.run(world.client.capture(full))).toMatchObject({ status: 'captured' })
    })
  })

  it.each([
    ['now', { now: broken }],
    ['after', { after: broken }],
    ['nonsense from now', { now: () => Number.NaN }],
  ])('the clock: %s', async (_, part) => {
    await quietly(async () => {
      const world = createWorld()
      world.plan = firstCapture({ lost: 'applied' })
      const clock = { now: () => Date.now(), after: () => () => {}, ...part }
      const outcome = await world.another({ clock, deadlineMs: 5_000 }).capture(full)
      expect(outcome).toMatchObject({ status: 'captured' })
    })
  })

  it('a clock that breaks once the capture is on its way', async () => {
    await quietly(async () => {
      const world = createWorld()
      let broke = false
      world.plan = (action) => {
        if (action !== 'capture-payment') return null
        broke = true
        return { lost: 'applied' }
      }
      const clock = {
        now: () => (broke ? broken() : Date.now()),
        after: (ms: number, callback: () => void) => (broke ? broken() : world.clock.after(ms, callback)),
      }
      expect(await world.another({ clock }).capture(full)).toMatchObject({ status: 'captured' })
    })
  })

  it('random', async () => {
    await quietly(async () => {
      const world = createWorld({
        client: { random: broken },
        payments: [{ gateway: 'asynchronous', confirmsAfterMs: 900 }],
      })
      world.plan = firstCapture({ lost: 'applied' })
      expect(await world.run(world.client.capture(full))).toMatchObject({ status: 'captured' })
    })
  })
})

describe('beforeSend that throws', () => {
  it.each([
    ['at once', broken],
    ['later', () => Promise.reject(new Error('a callback threw'))],
    ['no error', () => Promise.reject('just text')],
    ['an error that cannot be read', () => Promise.reject({ toString: broken })],
  ])('%s, keeps the capture from being sent', async (_, beforeSend) => {
    const world = createWorld()
    const error = await thrownBy(
      world.run(world.client.capture(full, { beforeSend: beforeSend as () => Promise<void> })),
    )
    expect(error).toMatchObject({ name: 'CaptureError', code: 'not_sent' })
    expect(world.captures()).toHaveLength(0)
  })
})

describe('a transport that throws', () => {
  const throws: readonly [string, unknown, boolean][] = [
    ['an error of its own', new Error('boom'), false],
    ['text', 'boom', false],
    ['undefined', undefined, false],
    [
      'an error whose properties throw',
      {
        get message(): never {
          return broken()
        },
      },
      false,
    ],
    ['"maybe sent"', new TransportError({ sent: 'maybe', phase: 'body', code: 'X' }), false],
    ['"not sent"', new TransportError({ sent: 'no', phase: 'connect', code: 'X' }), true],
  ]
  it.each(throws)('%s: while reading first, nothing is sent', async (_, thrown) => {
    const world = createWorld()
    world.plan = () => ({ throws: thrown })
    expect(await thrownBy(world.run(world.client.capture(full)))).toMatchObject({
      code: 'lookup_failed',
      retryable: true,
    })
  })

  it.each(throws)('%s: while capturing', async (_, thrown, proof) => {
    const world = createWorld()
    world.plan = (action) => (action === 'capture-payment' ? { throws: thrown } : null)
    const call = world.run(world.client.capture(full))
    if (proof) expect(await thrownBy(call)).toMatchObject({ code: 'not_sent' })
    else expect(await call).toMatchObject({ status: 'unknown', cause: 'no_answer' })
    expect(world.captures()).toHaveLength(proof ? 3 : 1)
  })

  it.each(throws)('%s: while finding out', async (_, thrown) => {
    const world = createWorld()
    world.plan = (action, index) => {
      if (action === 'capture-payment') return { lost: 'applied' }
      return index === 1 ? { throws: thrown } : null
    }
    expect(await world.run(world.client.capture(full))).toMatchObject({ status: 'captured', basis: 'lookup' })
  })

  it.each([
    ['synchronously', () => broken()],
    ['by returning no promise', () => undefined],
    ['by resolving with nonsense', async () => ({ status: 'fine' })],
    ['by never settling', () => new Promise(() => {})],
  ])('%s, at the capture', async (_, misbehave) => {
    const world = createWorld()
    const inner = transportOf(world)
    const transport = (...[exchange, signal]: Parameters<typeof inner>) =>
      (exchange.body ?? '').includes('capture-payment') ? (misbehave() as never) : inner(exchange, signal)
    const outcome = await world.run(world.another({ transport }).capture(full, { deadlineMs: 8_000 }))
    expect(outcome).toMatchObject({ status: 'unknown' })
  })
})

describe('an injected fetch that throws', () => {
  it.each([
    ['at the look', 'requery', 'throw'],
    ['at the capture', 'capture-payment', 'unknown'],
  ])('%s', async (_, action, expected) => {
    const world = createWorld()
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init)
      if ((await request.clone().text()).includes(`"action":"${action}"`)) throw new TypeError('fetch failed')
      return world.emulator.fetch(request)
    }
    const client = createPipwave({ ...account, environment: 'staging', fetch, deadlineMs: 1_500 })
    const call = client.capture(full)
    if (expected === 'throw') expect(await thrownBy(call)).toMatchObject({ code: 'lookup_failed' })
    else expect(await call).toMatchObject({ status: 'unknown', cause: 'no_answer' })
    expect(world.emulator.book()).toHaveLength(0)
  })
})

it('the lock is free after all of that', async () => {
  expect(lockSize()).toEqual({ lines: 0, sent: 0, visits: 0 })
  const outcome: CaptureOutcome = await quietly(async () => {
    const world = createWorld()
    return world.run(world.client.capture(full))
  })
  expect(outcome.status).toBe('captured')
})

function transportOf(world: World) {
  return async (exchange: { url: string; headers: object; body: string | null }, _signal: AbortSignal) => {
    const release = world.clock.hold()
    const request = new Request(exchange.url, { method: 'POST', headers: { ...exchange.headers }, body: exchange.body })
    const answer = await world.emulator.fetch(request).finally(release)
    return { status: answer.status, headers: {}, body: await answer.text() }
  }
}
