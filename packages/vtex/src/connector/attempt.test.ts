import { CaptureError } from '@cap/core'
import { describe, expect, it } from 'vitest'
import { createVtexConnector, type RefundResult, type VtexConnectorOptions } from '../connector.ts'
import { ask, captured, createWorld, declined, pair, paymentId, unknown, type World } from './__fixtures__/world.ts'

const never = new Promise<never>(() => {})
const refundPath = `/payments/${paymentId}/refunds`

/** Lets what was begun get to where it waits, and then passes the time. */
async function pass(world: World, ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5))
  await world.clock.advance(ms)
}

describe('the signal of a capture', () => {
  it.each([
    [{}, 90_000],
    [{ leaseMs: 40_000 }, 30_000],
    [{ leaseMs: 40_000, captureWithinMs: 25_000 }, 25_000],
  ])('fires before the lease ends: %j', async (options, ms) => {
    const world = createWorld(options)
    const signals: AbortSignal[] = []
    const connector = world.start({
      capture: async (_, { signal, beforeSend }) => {
        signals.push(signal)
        await beforeSend()
        return never
      },
    })
    const slow = world.settle({}, connector)
    await pass(world, ms - 1)
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
    await pass(world, 1)
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    await slow
  })

  it('has fired already for whoever asks for it late, and nothing may be sent any more', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const world = createWorld()
    const late: unknown[] = []
    const connector = world.start({
      capture: async (settlement, context) => {
        await promise
        late.push(context.signal.aborted)
        await context.beforeSend()
        return captured(settlement)
      },
    })
    const slow = world.settle({}, connector)
    await pass(world, 100_000)
    expect((await slow).json.code).toBe('in-progress')
    resolve()
    await pass(world, 0)
    expect(late).toEqual([true])
    expect(world.errors).toMatchObject([{ code: 'aborted' }])
    // Nothing was sent, so the next call captures.
    expect((await world.settle()).status).toBe(200)
    expect([world.captures.length, world.resolves.length]).toEqual([2, 0])
  })

  it('proves nothing once an intent is written: a later beforeSend that comes too late is no CaptureError', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const world = createWorld({ resolve: async (_, handle) => unknown({ handle }) })
    const connector = world.start({
      capture: async (settlement, { beforeSend, handle }) => {
        await beforeSend()
        await promise
        await beforeSend({ ...handle, ids: { ...handle.ids, capture: 'c-1' } })
        return captured(settlement)
      },
    })
    const slow = world.settle({ value: 100 }, connector)
    await pass(world, 130_000)
    await slow
    resolve()
    await pass(world, 0)
    expect((await world.settle({ value: 100 })).json.code).toBe('unknown')
    expect((await world.settle({ requestId: 'b', value: 1 })).json.code).toBe('another-open')
  })

  it('counts from when the lease was asked for, however long the store took', async () => {
    const world = createWorld()
    const signals: AbortSignal[] = []
    const store = {
      ...world.store,
      begin: async (...given: Parameters<typeof world.store.begin>) => {
        const begun = await world.store.begin(...given)
        await new Promise<void>((resolve) => world.clock.after(10_000, resolve))
        return begun
      },
    }
    const capture: VtexConnectorOptions['capture'] = async (_, { signal }) => {
      signals.push(signal)
      return never
    }
    const slow = world.settle({}, world.start({ store, capture }))
    await pass(world, 89_999)
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
    await pass(world, 1)
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    await slow
  })

  it('is given to resolve, and leaves no timer behind', async () => {
    const signals: AbortSignal[] = []
    const world = createWorld({
      capture: async () => Promise.reject(new Error('lost')),
      resolve: async (settlement, _, { signal }) => {
        signals.push(signal)
        return captured(settlement)
      },
    })
    await world.settle()
    await world.settle()
    await pass(world, 200_000)
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
  })
})

describe('a capture that outlives its lease, while it is on its way in this process', () => {
  it('keeps its reservation when resolve calls it declined', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const world = createWorld({ resolve: async () => declined() })
    const connector = world.start({
      capture: async (settlement, { beforeSend }) => {
        await beforeSend()
        if (settlement.requestId !== 'a') expect.unreachable()
        await promise
        return captured(settlement)
      },
    })
    const slow = world.settle({ requestId: 'a', value: 100 }, connector)
    await pass(world, 130_000)
    await slow
    expect((await world.settle({ requestId: 'a', value: 100 }, connector)).json.code).toBe('unknown')
    expect((await world.settle({ requestId: 'b', value: 100 }, connector)).json.code).toBe('another-open')
    expect(String(world.errors[0])).toContain('declined while the capture is still on its way')
    resolve()
    await pass(world, 0)
    expect((await world.settle({ requestId: 'a', value: 100 }, connector)).json.value).toBe(100)
    expect((await world.settle({ requestId: 'b', value: 1 }, connector)).json.code).toBe('amount-exceeded')
    expect(world.captures).toHaveLength(1)
  })

  it('is declined as soon as it is back without an answer', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const world = createWorld({ resolve: async () => declined() })
    const connector = world.start({
      capture: async (_, { beforeSend }) => {
        await beforeSend()
        await promise
        throw new Error('lost')
      },
    })
    const slow = world.settle({}, connector)
    await pass(world, 130_000)
    await slow
    expect((await world.settle({}, connector)).json.code).toBe('unknown')
    resolve()
    await pass(world, 0)
    expect((await world.settle({}, connector)).json.code).toBe('insufficient_funds')
  })
})

describe('a refund that outlives its lease', () => {
  const refund = (world: World, settleId: string, connector = world.start(), requestId = 'r') =>
    ask(connector, refundPath, { paymentId, requestId, settleId, value: 45 })

  it('is remembered, and not made twice by another request', async () => {
    const { promise, resolve } = Promise.withResolvers<RefundResult>()
    const world = createWorld({ refund: async () => ({ status: 'pending' }) })
    const { settleId } = (await world.settle()).json
    const slow = refund(world, settleId, world.start({ refund: async () => promise }))
    await pass(world, 130_000)
    await slow
    expect((await refund(world, settleId)).json.code).toBe('in-progress')
    resolve({ status: 'refunded', refundId: 'first' })
    await pass(world, 0)
    expect((await refund(world, settleId)).json).toMatchObject({ refundId: 'first', value: 45 })
    expect((await refund(world, settleId, world.start(), 'other')).json.code).toBe('amount-exceeded')
  })

  it('keeps its amount when it is called declined while it is on its way in this process', async () => {
    const { promise, resolve } = Promise.withResolvers<RefundResult>()
    let calls = 0
    const signals: AbortSignal[] = []
    const world = createWorld({
      refund: async (_, { signal }) => {
        signals.push(signal)
        return ++calls === 1 ? promise : { status: 'declined' }
      },
    })
    const connector = world.start()
    const { settleId } = (await world.settle()).json
    const slow = refund(world, settleId, connector)
    await pass(world, 130_000)
    await slow
    expect(signals[0]?.aborted).toBe(true)
    expect((await refund(world, settleId, connector)).json.code).toBe('in-progress')
    expect((await refund(world, settleId, connector, 'other')).json.code).toBe('another-open')
    resolve({ status: 'refunded', refundId: 'first' })
    await pass(world, 0)
    expect((await refund(world, settleId, connector)).json.refundId).toBe('first')
    expect((await refund(world, settleId, connector, 'other')).json.code).toBe('amount-exceeded')
  })

  it('is reported when it had been called declined for good', async () => {
    const { promise, resolve } = Promise.withResolvers<RefundResult>()
    const world = createWorld({ refund: async () => ({ status: 'declined' }) })
    const { settleId } = (await world.settle()).json
    const slow = refund(world, settleId, world.start({ refund: async () => promise }))
    await pass(world, 130_000)
    await slow
    await refund(world, settleId)
    resolve({ status: 'refunded' })
    await pass(world, 0)
    expect(String(world.errors[0])).toContain('made after it had been called declined')
  })
})

describe('the time of a capture', () => {
  const options = (more: object) => ({
    authenticate: [{ merchant: 'm', ...pair }],
    store: createWorld().store,
    capture: async () => Promise.reject(new CaptureError({ code: 'not_sent', message: 'x' })),
    resolve: async () => declined(),
    payment: () => null,
    ...more,
  })

  it.each([
    [{ captureWithinMs: 120_000 }, 133_334],
    [{ leaseMs: 45_000, captureWithinMs: 46_000 }, 51_112],
    [{ leaseMs: 45_000, captureWithinMs: 45_000 }, 50_000],
  ])('must end before the lease: %j', (more, least) => {
    expect(() => createVtexConnector(options(more))).toThrow(
      expect.objectContaining({
        field: 'leaseMs',
        message: expect.stringContaining(`must be at least ${least}, not `),
      }),
    )
  })

  it('may fill nine tenths of it', () => {
    expect(() => createVtexConnector(options({ leaseMs: 50_000, captureWithinMs: 45_000 }))).not.toThrow()
  })
})
