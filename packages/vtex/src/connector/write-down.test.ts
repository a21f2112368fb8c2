import type { OperationStore } from '@cap/core'
import { expect, it } from 'vitest'
import { ask, captured, createWorld, paymentId, unknown } from './__fixtures__/world.ts'

/** Lets what was begun get to where it waits, and then passes the time. */
async function pass(world: ReturnType<typeof createWorld>, ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5))
  await world.clock.advance(ms)
}

type Failing = 'begin' | 'complete'

/** A store that loses its connection over some calls about a kind of key, before they are done or after. */
function losing(inner: OperationStore, call: Failing, kind: string, times: number, when: 'before' | 'after') {
  let left = times
  const lose = async <Result>(key: string, work: () => Promise<Result>): Promise<Result> => {
    if (!key.includes(`"${kind}"`) || left === 0) return work()
    left -= 1
    if (when === 'after') await work()
    throw new Error('the connection was lost')
  }
  const store: OperationStore = {
    ...inner,
    begin: (key, request) =>
      call === 'begin' ? lose(key, () => inner.begin(key, request)) : inner.begin(key, request),
    complete: (key, lease, record) =>
      call === 'complete' ? lose(key, () => inner.complete(key, lease, record)) : inner.complete(key, lease, record),
  }
  return store
}

const places = (['before', 'after'] as const).flatMap((when) => ([1, 3] as const).map((times) => ({ when, times })))

// Whether anything was captured is known here and nowhere else: this provider can never be asked.
it.each([
  ...places.map((place) => ({ ...place, call: 'complete' as const, kind: 'settlement' })),
  ...places.map((place) => ({ ...place, call: 'complete' as const, kind: 'settle-id' })),
  ...places.map((place) => ({ ...place, call: 'begin' as const, kind: 'settle-id' })),
])('a capture survives a store that is away for a moment: $times times $when $call of $kind', async (lost) => {
  const world = createWorld({ resolve: async (_, handle) => unknown({ handle }) })
  const store = losing(world.store, lost.call, lost.kind, lost.times, lost.when)
  const connector = world.start({ store })
  const settling = world.settle({ value: 60 }, connector)
  await pass(world, 60_000)
  await settling
  const again = await world.settle({ value: 60 })
  expect([again.status, again.json.value, world.captures.length]).toEqual([200, 60, 1])
  expect((await world.settle({ requestId: 'b', value: 40.01 })).json.code).toBe('amount-exceeded')
})

it('a refund and a cancellation survive it too', async () => {
  const world = createWorld({
    refund: async (_, { priorAttempt }) => ({ status: priorAttempt ? 'pending' : 'refunded' }),
    cancel: async () => ({ status: 'cancelled' }),
  })
  const { settleId } = (await world.settle()).json
  const refund = (store: OperationStore) =>
    ask(world.start({ store }), `/payments/${paymentId}/refunds`, {
      requestId: 'r',
      settleId,
      paymentId,
      value: 45,
      transactionId: 'T',
    })
  const refunding = refund(losing(world.store, 'complete', 'refund', 2, 'before'))
  await pass(world, 5_000)
  expect((await refunding).status).toBe(200)
  expect((await refund(world.store)).status).toBe(200)

  const other = createWorld({ cancel: async () => ({ status: 'cancelled' }) })
  const store = losing(other.store, 'complete', 'cancelled', 2, 'before')
  const cancellation = { paymentId, requestId: 'c', transactionId: 'T' }
  const cancelling = ask(other.start({ store }), `/payments/${paymentId}/cancellations`, cancellation)
  await pass(other, 5_000)
  expect((await cancelling).status).toBe(200)
  expect((await other.settle()).json.code).toBe('payment-cancelled')
})

it('a store that stays away leaves the capture to be resolved, as a crash would', async () => {
  const world = createWorld({ resolve: async (settlement) => captured(settlement, { basis: 'lookup' }) })
  const store = losing(world.store, 'complete', 'settlement', Number.POSITIVE_INFINITY, 'before')
  const settling = world.settle({}, world.start({ store }))
  await pass(world, 119_000)
  expect((await settling).json).toMatchObject({ settleId: null, code: 'in-progress' })
  expect((await world.settle()).json.code).toBe('in-progress')
  await pass(world, 2_000)
  expect((await world.settle()).status).toBe(200)
  expect(world.captures).toHaveLength(1)
})
