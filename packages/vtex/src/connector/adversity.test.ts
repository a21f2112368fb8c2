import { money } from '@cap/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LateCapture } from '../connector.ts'
import {
  ask,
  captured,
  createWorld,
  declined,
  pair,
  paymentId,
  settlementBody,
  unknown,
  type World,
} from './__fixtures__/world.ts'

const never = new Promise<never>(() => {})
const cancelPath = `/payments/${paymentId}/cancellations`

/** Lets a call get to where it waits, and time pass. */
async function meanwhile<T>(world: World, call: Promise<T>, ms = 20_000): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, 5))
  await world.clock.advance(ms)
  return call
}

describe('a callback that never settles', () => {
  it('does not hold the retries in its own process once its lease is over', async () => {
    const world = createWorld()
    const connector = world.start({
      capture: async (_, { beforeSend }) => {
        await beforeSend()
        return never
      },
    })
    const first = await meanwhile(world, world.settle({}, connector))
    expect(first.json.code).toBe('in-progress')
    await world.clock.advance(120_000)
    const retry = await meanwhile(world, world.settle({}, connector))
    expect([retry.status, retry.json.value]).toEqual([200, 45])
    expect([world.captures.length, world.resolves.length]).toEqual([1, 1])
  })

  it('of onLateCapture does not keep the settlement open', async () => {
    const world = createWorld({ onLateCapture: () => never })
    await world.settle({}, world.start({ capture: async (_, context) => unknown(context) }))
    await world.clock.advance(25 * 60 * 60 * 1000)
    const late = await meanwhile(world, world.settle())
    expect(late.status).toBe(200)
    expect((await world.settle()).text).toBe(late.text)
  })

  it('of a public route is answered for in time', async () => {
    const world = createWorld({
      configuration: { createToken: () => never, loginUrl: () => never, credentials: () => never },
    })
    const asked = ask(world.start(), '/authorization/token', {
      applicationId: 'vtex',
      returnUrl: 'https://vtex.example',
    })
    expect(await meanwhile(world, asked)).toMatchObject({ status: 500, json: { code: 'in-progress' } })
  })
})

describe('a capture that outlives its lease', () => {
  it('is not lost when somebody has looked for it in vain in between', async () => {
    let end = () => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const world = createWorld({ resolve: async (_, handle) => unknown({ handle }) })
    const slow = world.start({
      capture: async (settlement, { beforeSend }) => {
        await beforeSend()
        await ended
        return captured(settlement)
      },
    })
    await meanwhile(world, world.settle({}, slow), 130_000)
    expect((await world.settle()).json.code).toBe('unknown')
    end()
    await meanwhile(world, Promise.resolve(), 0)
    const retry = await world.settle()
    expect([retry.status, retry.json.value]).toEqual([200, 45])
    expect([world.captures.length, world.resolves.length]).toEqual([1, 1])
  })

  it('is reported when somebody has called it declined in between', async () => {
    let end = () => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const late: LateCapture[] = []
    const world = createWorld({
      resolve: async () => declined(),
      onLateCapture: (capture) => late.push(capture),
      refund: async () => ({ status: 'refunded' }),
    })
    const slow = world.start({
      capture: async (settlement, { beforeSend }) => {
        await beforeSend()
        await ended
        return captured(settlement)
      },
    })
    await meanwhile(world, world.settle({}, slow), 130_000)
    await world.settle()
    end()
    await meanwhile(world, Promise.resolve(), 0)
    expect(world.errors.map(String).join()).toContain('captured after resolve had called it declined')
    expect(late).toMatchObject([{ reason: 'declined', outcome: { status: 'captured' } }])
    // What VTEX is told stays; but the money can be given back by the id that was reported.
    expect((await world.settle()).json.code).toBe('insufficient_funds')
    const { settleId } = late[0] ?? expect.unreachable()
    const refund = { paymentId, requestId: 'refund', settleId, value: 45 }
    expect((await ask(world.start(), `/payments/${paymentId}/refunds`, refund)).json.value).toBe(45)
  })

  it('is not captured again even if it wrote no intent', async () => {
    let end = () => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const world = createWorld()
    const slow = world.start({
      capture: async (settlement) => {
        await ended
        return captured(settlement)
      },
    })
    await meanwhile(world, world.settle({ value: 60 }, slow), 130_000)
    end()
    await meanwhile(world, Promise.resolve(), 0)
    expect((await world.settle({ value: 60 })).json.value).toBe(60)
    expect(world.captures).toHaveLength(1)
    // Its amount counts, too.
    expect((await world.settle({ requestId: 'b', value: 60 })).json.code).toBe('amount-exceeded')
  })
})

describe('what a capture throws', () => {
  it('is no proof when a helper of ours threw it over the answer', async () => {
    const world = createWorld()
    const connector = world.start({
      capture: async (settlement, { beforeSend }) => {
        await beforeSend()
        return captured(settlement, { amount: money('4,5', 'BRL') })
      },
    })
    expect((await world.settle({}, connector)).json.code).toBe('unknown')
    expect((await world.settle({}, connector)).json.value).toBe(45)
    expect([world.captures.length, world.resolves.length]).toEqual([1, 1])
  })

  it('is proof when the intent could not be written', async () => {
    const world = createWorld({ resolve: async (_, handle) => unknown({ handle }) })
    let broken = true
    const intent: typeof world.store.intent = async (...args) => {
      if (!broken) return world.store.intent(...args)
      broken = false
      throw new Error('connection lost')
    }
    const connector = world.start({ store: { ...world.store, intent } })
    expect((await world.settle({}, connector)).json.code).toBe('not-sent')
    expect((await world.settle({}, connector)).status).toBe(200)
    expect(world.errors).toMatchObject([{ code: 'not_sent', cause: { message: 'connection lost' } }])
  })
})

describe('callbacks', () => {
  const unhandled: unknown[] = []
  const note = (error: unknown) => unhandled.push(error)
  beforeEach(() => {
    unhandled.length = 0
    process.on('unhandledRejection', note)
  })
  afterEach(() => {
    process.off('unhandledRejection', note)
  })

  it('may be asynchronous, and reject, without an unhandled rejection', async () => {
    const rejects = async () => {
      throw new Error('broken')
    }
    const world = createWorld({ onError: rejects, capture: rejects })
    expect((await world.settle()).json.code).toBe('unknown')

    const hanging = createWorld({ capture: () => never })
    const request = new Request(`https://provider.example/payments/${paymentId}/settlements`, {
      method: 'POST',
      headers: {
        'x-provider-api-appkey': pair.appKey,
        'x-provider-api-apptoken': pair.appToken,
        'content-type': 'application/json',
      },
      body: JSON.stringify(settlementBody()),
    })
    const response = await meanwhile(hanging, hanging.start().fetch(request, { waitUntil: rejects }))
    expect(response.status).toBe(500)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(unhandled).toEqual([])
  })

  it('that name an amount above what was asked are reported, for a person', async () => {
    const world = createWorld({
      capture: async (settlement) => captured(settlement, { amount: money('99.00', 'BRL') }),
    })
    expect((await world.settle()).json.code).toBe('unknown')
    expect(String(world.errors[0])).toContain('contradicts the settlement')
  })

  it('that leave an id empty, or know no payment, get a well-formed answer', async () => {
    const world = createWorld({ cancel: async () => ({ status: 'cancelled', cancellationId: '' }) })
    const { json } = await ask(world.start(), cancelPath, { paymentId, requestId: 'c' })
    expect(json.cancellationId).toMatch(/^[0-9a-f-]{36}$/)
    const broken = createWorld({ inbound: async () => undefined as never }).start()
    const inbound = { paymentId, requestId: 'i', requestData: { body: '{}' } }
    for (let time = 0; time < 2; time++) {
      expect((await ask(broken, `/payments/${paymentId}/inbound/any`, inbound)).json.code).toBe('internal')
    }
    const nobody = createWorld({ payment: () => undefined as never })
    expect((await nobody.settle()).json.code).toBe('payment-not-found')
  })
})

it('remembers that a cancellation was asked for while a settlement is being resolved', async () => {
  const { promise: passed, resolve: open } = Promise.withResolvers<void>()
  const reasons: string[] = []
  const world = createWorld({
    cancel: async () => ({ status: 'cancelled' }),
    onLateCapture: ({ reason }) => reasons.push(reason),
    resolve: async (settlement) => {
      await passed
      return captured(settlement)
    },
  })
  await world.settle({}, world.start({ capture: async (_, context) => unknown(context) }))
  const resolving = world.settle()
  await meanwhile(world, Promise.resolve(), 0)
  const cancelled = await ask(world.start(), cancelPath, { paymentId, requestId: 'c' })
  expect([cancelled.status, cancelled.json.code]).toEqual([500, 'another-open'])
  open()
  expect([(await resolving).status, ...reasons]).toEqual([200, 'cancelled'])
})
