import { CaptureError } from '@cap/core'
import { describe, expect, it } from 'vitest'
import type { Cancellation, CancelResult, LateCapture } from '../connector.ts'
import { startProcess } from './__fixtures__/mortal.ts'
import { ask, captured, createWorld, paymentId, pending, type World } from './__fixtures__/world.ts'

const never = new Promise<never>(() => {})
const cancellation = { paymentId, requestId: 'cancel-1', transactionId: 'T', authorizationId: '5784589', tid: 'TID' }
const cancelPath = `/payments/${paymentId}/cancellations`
const cancelled = async (): Promise<CancelResult> => ({ status: 'cancelled', cancellationId: 'c-1' })

const cancel = (world: World, connector = world.start(), more: Readonly<Record<string, unknown>> = {}) =>
  ask(connector, cancelPath, { ...cancellation, ...more })

/** Lets what was begun get to where it waits, and then passes the time. */
async function pass(world: World, ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5))
  await world.clock.advance(ms)
}

/** A world whose cancel was called and never came back: its process died. What the provider was told is in `asked`. */
async function leftOpen(asked: Cancellation[], next: () => Promise<CancelResult>) {
  const world = createWorld({
    cancel: async (given) => {
      asked.push(given)
      return next()
    },
  })
  const process = startProcess(world.store)
  const doomed = world.start({
    store: process.store,
    cancel: async (given) => {
      asked.push(given)
      process.kill()
      return never
    },
  })
  cancel(world, doomed).catch(() => {})
  await pass(world, 60_000)
  return world
}

describe('a cancellation whose process died after the provider cancelled', () => {
  it('keeps settlements out while its lease lasts, and is concluded by the next settlement', async () => {
    const asked: Cancellation[] = []
    const world = await leftOpen(asked, cancelled)
    expect((await world.settle()).json.code).toBe('another-open')
    await pass(world, 70_000)
    expect((await world.settle()).json).toMatchObject({ settleId: null, value: 0, code: 'payment-cancelled' })
    const again = await cancel(world)
    expect([again.status, again.json.cancellationId]).toEqual([200, 'c-1'])
    expect(world.captures).toHaveLength(0)
    expect(asked).toHaveLength(2)
    // The provider is asked the same both times, whatever request concludes it.
    expect(asked[1]).toEqual(asked[0])
    expect(asked[0]).toMatchObject({ requestId: 'cancel-1', transactionId: 'T', tid: 'TID', nsu: null })
  })

  it('is concluded by the next cancellation, under whatever request id', async () => {
    const asked: Cancellation[] = []
    const world = await leftOpen(asked, cancelled)
    expect((await cancel(world)).json.code).toBe('in-progress')
    await pass(world, 70_000)
    const reused = await cancel(world, world.start(), { tid: 'another' })
    expect([reused.status, reused.json.code, asked.length]).toEqual([500, 'request-id-reused', 1])
    const other = await cancel(world, world.start(), { requestId: 'cancel-2' })
    expect([other.status, other.json.cancellationId, other.json.requestId]).toEqual([200, 'c-1', 'cancel-2'])
    expect((await cancel(world, world.start(), { tid: 'another' })).json.code).toBe('request-id-reused')
    expect((await cancel(world)).status).toBe(200)
    expect(asked).toHaveLength(2)
  })

  it('keeps settlements out for as long as the provider cannot tell', async () => {
    const world = await leftOpen([], async () => Promise.reject(new Error('down')))
    await pass(world, 70_000)
    for (let time = 0; time < 3; time++) expect((await world.settle()).json.code).toBe('another-open')
    // That this call did nothing says nothing of the one before.
    const refusing = world.start({
      cancel: async () => Promise.reject(new CaptureError({ code: 'not_sent', message: 'x' })),
    })
    expect((await world.settle({}, refusing)).json.code).toBe('another-open')
    expect((await cancel(world, refusing)).json.code).toBe('internal')
    expect(world.captures).toHaveLength(0)
  })

  it.each<CancelResult>([{ status: 'declined' }, { status: 'manual' }])(
    'lets settlements begin once it is called impossible: %j',
    async (no) => {
      const asked: Cancellation[] = []
      const world = await leftOpen(asked, async () => no)
      await pass(world, 70_000)
      expect((await world.settle({ value: 60 })).status).toBe(200)
      expect((await cancel(world)).json.code).toBe('already-settled')
      expect(asked).toHaveLength(2)
    },
  )

  it('can be asked for again after a no', async () => {
    const asked: Cancellation[] = []
    const results: CancelResult[] = [
      { status: 'declined', code: 'busy' },
      { status: 'declined', code: 'busy' },
    ]
    const world = await leftOpen(asked, async () => results.shift() ?? { status: 'cancelled' })
    await pass(world, 70_000)
    for (let time = 0; time < 2; time++) expect((await cancel(world)).json.code).toBe('busy')
    expect((await cancel(world)).status).toBe(200)
    expect((await world.settle()).json.code).toBe('payment-cancelled')
    expect(asked).toHaveLength(4)
  })
})

describe('a cancellation that outlives its lease', () => {
  const slowly = (world: World, result: Promise<CancelResult>) => cancel(world, world.start({ cancel: () => result }))

  it('is remembered, though its lease was over: no settlement begins after it', async () => {
    const { promise, resolve } = Promise.withResolvers<CancelResult>()
    const world = createWorld({ cancel: async () => Promise.reject(new Error('down')) })
    const slow = slowly(world, promise)
    await pass(world, 130_000)
    expect((await slow).json.code).toBe('in-progress')
    expect((await world.settle()).json.code).toBe('another-open')
    resolve({ status: 'cancelled' })
    await pass(world, 0)
    expect((await world.settle()).json.code).toBe('payment-cancelled')
    expect((await cancel(world)).status).toBe(200)
    expect(world.captures).toHaveLength(0)
  })

  it('is remembered too where another call was told no in between, or already cancelled', async () => {
    for (const said of [{ status: 'declined' }, { status: 'cancelled' }] as const) {
      const { promise, resolve } = Promise.withResolvers<CancelResult>()
      const world = createWorld({ cancel: async () => said })
      const slow = slowly(world, promise)
      await pass(world, 130_000)
      await slow
      await cancel(world)
      resolve({ status: 'cancelled' })
      await pass(world, 0)
      expect((await world.settle()).json.code).toBe('payment-cancelled')
      expect(world.errors).toEqual([])
    }
  })

  it('is reported when money has moved in between', async () => {
    const { promise, resolve } = Promise.withResolvers<CancelResult>()
    const world = createWorld({ cancel: async () => ({ status: 'declined' }) })
    const slow = slowly(world, promise)
    await pass(world, 130_000)
    await slow
    expect((await world.settle()).status).toBe(200)
    resolve({ status: 'cancelled' })
    await pass(world, 0)
    expect(String(world.errors[0])).toContain('cancelled after its cancellation had been called impossible')
  })

  it('is not called impossible in the process that still has it on its way', async () => {
    const { promise, resolve } = Promise.withResolvers<CancelResult>()
    let calls = 0
    const world = createWorld({ cancel: async () => (++calls === 1 ? promise : { status: 'declined' }) })
    const connector = world.start()
    const slow = cancel(world, connector)
    await pass(world, 130_000)
    await slow
    expect((await cancel(world, connector)).json.code).toBe('internal')
    expect((await world.settle({}, connector)).json.code).toBe('another-open')
    resolve({ status: 'cancelled' })
    await pass(world, 0)
    expect((await world.settle({}, connector)).json.code).toBe('payment-cancelled')
  })

  it('has had its signal fired before', async () => {
    const signals: AbortSignal[] = []
    const world = createWorld({
      cancel: async (_, { signal }) => {
        signals.push(signal)
        return never
      },
    })
    const slow = cancel(world)
    await pass(world, 89_999)
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
    await pass(world, 1)
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    await slow
  })
})

it('a CaptureError of cancel says that nothing was done: settlements go on', async () => {
  const world = createWorld({
    cancel: async () => Promise.reject(new CaptureError({ code: 'not_sent', message: 'x' })),
  })
  expect((await cancel(world)).json.code).toBe('internal')
  expect((await world.settle({}, world.start({ capture: async (settlement) => captured(settlement) }))).status).toBe(
    200,
  )
})

it('a throw of cancel leaves it open: no settlement begins beside what may have been cancelled', async () => {
  let down = true
  const world = createWorld({ cancel: async () => (down ? Promise.reject(new Error('socket hang up')) : cancelled()) })
  expect((await cancel(world)).json).toMatchObject({ cancellationId: null, code: 'internal' })
  expect((await world.settle()).json.code).toBe('another-open')
  down = false
  expect((await world.settle()).json.code).toBe('payment-cancelled')
  expect(world.captures).toHaveLength(0)
})

describe('a connector without cancel', () => {
  it('tells nobody to cancel by hand what may have been captured, and remembers that it was asked', async () => {
    const late: LateCapture[] = []
    const asked: boolean[] = []
    const world = createWorld({
      onLateCapture: (capture) => late.push(capture),
      capture: async (_, context) => {
        await context.beforeSend()
        return pending(context)
      },
      resolve: async (settlement, _, { mayCapture }) => {
        asked.push(mayCapture)
        return captured(settlement)
      },
    })
    expect((await world.settle()).json.code).toBe('pending')
    expect(await cancel(world)).toMatchObject({ status: 500, json: { cancellationId: null, code: 'another-open' } })
    expect((await world.settle()).status).toBe(200)
    expect([asked, late.map(({ reason }) => reason)]).toEqual([[false], ['cancelled']])
    expect(await cancel(world)).toMatchObject({ status: 500, json: { cancellationId: null, code: 'already-settled' } })
  })

  it('tells so of an authorization that nothing has been captured of, and leaves nothing behind', async () => {
    const world = createWorld()
    for (let time = 0; time < 2; time++) {
      expect(await cancel(world)).toMatchObject({
        status: 501,
        json: { cancellationId: null, code: 'cancel-manually' },
      })
    }
    world.facts = null
    expect(await cancel(world)).toMatchObject({ status: 500, json: { code: 'payment-not-found' } })
    expect(await world.store.expire(Number.MAX_SAFE_INTEGER)).toBe(0)
  })
})
