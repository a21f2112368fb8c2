import type { CaptureOutcome, OperationStore } from '@cap/core'
import { describe, expect, it } from 'vitest'
import type { LateCapture } from '../connector.ts'
import { startProcess } from './__fixtures__/mortal.ts'
import { ask, captured, createWorld, declined, paymentId, settlementBody, unknown } from './__fixtures__/world.ts'

const cancellation = { paymentId, requestId: 'cancel-1', authorizationId: '5784589' }
const cancelPath = `/payments/${paymentId}/cancellations`

describe('a crash', () => {
  it('between the capture and the answer ends, on the retry, in a 200 for the one capture', async () => {
    const world = createWorld()
    const process = startProcess(world.store)
    let moved = 0
    const doomed = world.start({
      store: process.store,
      capture: async (settlement, { beforeSend }) => {
        await beforeSend()
        moved += 1
        process.kill()
        return captured(settlement)
      },
    })
    const lost = world.settle({ value: 100 }, doomed)
    lost.catch(() => {})
    await world.clock.advance(60_000)
    const early = await world.settle({ value: 100 })
    expect([early.status, early.json.code]).toEqual([500, 'in-progress'])
    await world.clock.advance(120_000)
    const { status, json } = await world.settle({ value: 100 })
    expect([status, json.value]).toEqual([200, 100])
    expect([moved, world.captures.length, world.resolves.length]).toEqual([1, 1, 1])
  })

  it('of whose settlement only another request id knows is concluded from what the store holds', async () => {
    const world = createWorld()
    const process = startProcess(world.store)
    const doomed = world.start({
      store: process.store,
      capture: async (settlement, { beforeSend }) => {
        await beforeSend()
        process.kill()
        return captured(settlement)
      },
    })
    const share = {
      id: 's',
      name: 'S',
      documentType: 'CPF',
      document: '012',
      role: 'seller',
      amount: 30,
    }
    world
      .settle({ requestId: 'a', value: 30, tid: 'T', recipients: [{ ...share, amount: 29.996 }] }, doomed)
      .catch(() => {})
    await world.clock.advance(200_000)
    const other = await world.settle({ requestId: 'b', value: 40 })
    expect(other.json.value).toBe(40)
    expect(world.resolves).toMatchObject([
      {
        requestId: 'a',
        tid: 'T',
        amount: { amount: '30.00' },
        recipients: [{ document: '012', amount: { amount: '30.00' } }],
      },
    ])
  })

  it.each([
    ['unknown', 60],
    ['unknown', 100],
    ['declined', 60],
  ])('after the capture was written down needs nobody to tell, who would say %s', async (said, value) => {
    const world = createWorld({ resolve: async (_, handle) => (said === 'unknown' ? unknown({ handle }) : declined()) })
    const process = startProcess(world.store)
    const store: OperationStore = {
      ...process.store,
      complete(key, lease, record) {
        if (key.includes('"settlement"')) process.kill()
        return process.store.complete(key, lease, record)
      },
    }
    world.settle({ value }, world.start({ store })).catch(() => {})
    await world.clock.advance(200_000)
    const { status, json } = await world.settle({ value })
    expect([status, json.value]).toEqual([200, value])
    expect([world.captures.length, world.resolves.length]).toEqual([1, 0])
  })

  it('before the intent leaves nothing behind: the capture starts afresh', async () => {
    const world = createWorld()
    const process = startProcess(world.store)
    const doomed = world.start({
      store: process.store,
      capture: async () => {
        process.kill()
        return new Promise<CaptureOutcome>(() => {})
      },
    })
    world.settle({}, doomed).catch(() => {})
    await world.clock.advance(200_000)
    expect((await world.settle()).status).toBe(200)
    expect([world.captures.length, world.resolves.length]).toEqual([2, 0])
  })
})

describe('a slow capture', () => {
  it.each([
    ['20 s', {}, 18_000],
    ['5 s under the Test Suite', { 'x-vtex-api-is-testsuite': 'true' }, 4_000],
  ])('is answered within %s, goes on, and is a 200 on the retry', async (_, more, ms) => {
    const world = createWorld()
    let finish = () => {}
    const connector = world.start({
      capture: async (settlement, { beforeSend }) => {
        await beforeSend()
        await new Promise<void>((resolve) => {
          finish = resolve
        })
        return captured(settlement)
      },
    })
    const waited: Promise<unknown>[] = []
    const headers = {
      'x-provider-api-appkey': 'vtexappkey-store-ABCDEF',
      'x-provider-api-apptoken': 'token-that-must-never-be-said',
      'content-type': 'application/json',
      ...more,
    }
    const request = () =>
      new Request(`https://p.example/payments/${paymentId}/settlements`, {
        method: 'POST',
        headers,
        body: JSON.stringify(settlementBody()),
      })
    const started = world.clock.now()
    const slow = await world.clock.run(connector.fetch(request(), { waitUntil: (work) => waited.push(work) }))
    expect([slow.status, world.clock.now() - started, waited.length]).toEqual([500, ms, 1])
    expect(await slow.json()).toMatchObject({ settleId: null, value: 0, requestId: '2019-02-04T22:53:42-40000' })
    expect((await world.settle({}, world.start())).json.code).toBe('in-progress')
    finish()
    await Promise.all(waited)
    expect((await connector.fetch(request())).status).toBe(200)
    expect((await world.settle()).status).toBe(200)
    expect(world.captures).toHaveLength(1)
  })
})

describe('a late capture', () => {
  it('that lands after a cancellation was asked for is kept, answered and reported', async () => {
    const late: LateCapture[] = []
    const world = createWorld({
      onLateCapture: (capture) => late.push(capture),
      cancel: async () => ({ status: 'cancelled' }),
      capture: async (_, context) => {
        await context.beforeSend()
        return unknown(context)
      },
    })
    await world.settle()
    const refused = await ask(world.start(), cancelPath, cancellation)
    expect([refused.status, refused.json.cancellationId, refused.json.code]).toEqual([500, null, 'another-open'])
    const { status, json } = await world.settle()
    expect(status).toBe(200)
    expect(late).toMatchObject([{ reason: 'cancelled', settleId: json.settleId, outcome: { status: 'captured' } }])
  })

  it('that lands after VTEX gave up is reported, whatever the listener throws', async () => {
    const reasons: string[] = []
    const world = createWorld({
      onLateCapture: ({ reason }) => {
        reasons.push(reason)
        throw new Error('the listener is broken')
      },
      capture: async (_, context) => {
        await context.beforeSend()
        return unknown(context)
      },
    })
    await world.settle()
    await world.clock.advance(24 * 60 * 60 * 1000)
    expect((await world.settle()).status).toBe(200)
    expect(reasons).toEqual(['gave_up'])
    expect((await world.settle()).status).toBe(200)
    expect(reasons).toHaveLength(1)
  })

  it('is not caused by a resolve: once a cancellation was asked for, or VTEX gave up, it only looks', async () => {
    const asked: boolean[] = []
    const start = () =>
      createWorld({
        cancel: async () => ({ status: 'cancelled' }),
        capture: async (_, context) => {
          await context.beforeSend()
          return unknown(context)
        },
        resolve: async (_, handle, { mayCapture }) => {
          asked.push(mayCapture)
          return unknown({ handle })
        },
      })
    const cancelled = start()
    await cancelled.settle()
    await cancelled.settle()
    await ask(cancelled.start(), cancelPath, cancellation)
    await cancelled.settle()
    const old = start()
    await old.settle()
    await old.clock.advance(24 * 60 * 60 * 1000)
    await old.settle()
    expect(asked).toEqual([true, false, false])
  })

  it('is not what lands in time', async () => {
    const world = createWorld({ onLateCapture: () => expect.unreachable() })
    await world.settle()
    expect(world.errors).toEqual([])
  })
})

describe('a cancellation', () => {
  it('keeps the payment from being captured, and is repeated', async () => {
    const asked: unknown[] = []
    const world = createWorld({
      cancel: async (given) => ({ status: 'cancelled', cancellationId: `c-${asked.push(given)}` }),
    })
    const first = await ask(world.start(), cancelPath, { ...cancellation, value: 2300 })
    expect([first.status, first.json]).toEqual([
      200,
      { paymentId, cancellationId: 'c-1', code: null, message: 'Successfully cancelled', requestId: 'cancel-1' },
    ])
    expect(asked[0]).toMatchObject({ merchant: 'store', authorized: { amount: '100.00', currency: 'BRL' } })
    expect((await world.settle()).json).toMatchObject({ settleId: null, value: 0, code: 'payment-cancelled' })
    expect((await ask(world.start(), cancelPath, { ...cancellation, value: 2300 })).text).toBe(first.text)
    const other = await ask(world.start(), `/payments/${paymentId}/cancelations`, {
      ...cancellation,
      requestId: 'cancel-2',
    })
    expect(other.json).toMatchObject({ cancellationId: 'c-1', requestId: 'cancel-2' })
    const reused = await ask(world.start(), cancelPath, { ...cancellation, tid: 'another' })
    expect([reused.status, reused.json.code]).toEqual([500, 'request-id-reused'])
    expect([asked.length, world.captures.length]).toEqual([1, 0])
  })

  it('is refused once anything has been captured', async () => {
    const world = createWorld({ cancel: async () => ({ status: 'cancelled' }) })
    await world.settle({ value: 1 })
    const { status, json } = await ask(world.start(), cancelPath, cancellation)
    expect([status, json.cancellationId, json.code]).toEqual([500, null, 'already-settled'])
  })

  it('goes on after a settlement that was declined', async () => {
    const world = createWorld({ cancel: async () => ({ status: 'cancelled' }), capture: async () => declined() })
    await world.settle()
    expect((await ask(world.start(), cancelPath, cancellation)).status).toBe(200)
  })

  it('against a capture at the same time: one of them wins', async () => {
    const world = createWorld({ cancel: async () => ({ status: 'cancelled' }) })
    const connector = world.start()
    const [settled, cancelled] = await Promise.all([
      world.settle({}, connector),
      ask(connector, cancelPath, cancellation),
    ])
    expect([settled.status, cancelled.status].sort()).toEqual([200, 500])
  })

  it('that fails is asked again, and one that is not served is done by hand', async () => {
    let answers = 0
    const world = createWorld({
      cancel: async () => {
        answers += 1
        if (answers === 1) throw new Error('down')
        return answers === 2 ? { status: 'declined', code: 'too-late' } : { status: 'manual' }
      },
    })
    const again = () => ask(world.start(), cancelPath, cancellation)
    expect([await again(), await again(), await again()]).toMatchObject([
      { status: 500, json: { cancellationId: null, code: 'internal' } },
      { status: 500, json: { cancellationId: null, code: 'too-late' } },
      { status: 501, json: { cancellationId: null, code: 'cancel-manually' } },
    ])
    const without = await ask(createWorld().start(), cancelPath, cancellation)
    expect([without.status, without.json.code]).toEqual([501, 'cancel-manually'])
  })
})
