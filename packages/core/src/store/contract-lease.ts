import { check, handleOf, refused, type StoreCase, same } from './contract-world.ts'

/** Leases: what ends them, and who may still speak for an operation. */
export const leaseCases: readonly StoreCase[] = [
  {
    name: 'starts afresh when a lease ended without an intent, and refuses whoever held it',
    async run(world) {
      const late = await world.lease('a')
      await world.outlast()
      const lease = await world.lease('a', { fingerprint: 'another body' })
      check(lease !== late, 'the new lease must have a token of its own')
      await world.expectStale('a', late)
      await world.store.intent('a', lease, handleOf('a'))
      await world.store.complete('a', lease, { money: 'moved', data: 'second' })
    },
  },
  {
    name: 'refuses whoever sent nothing within its lease, even if nobody took over',
    async run(world) {
      const late = await world.lease('a')
      await world.outlast()
      await world.expectStale('a', late)
      await world.lease('a')
    },
  },
  {
    name: 'refuses an intent once the lease is over, after an earlier intent too',
    async run(world) {
      const lease = await world.sent('a')
      await world.outlast()
      await refused('stale_lease', 'the intent', () =>
        world.store.intent('a', lease, handleOf('a', { ids: { late: '1' } })),
      )
      same((await world.beginAs('open', 'a')).handle, handleOf('a'), 'the handle')
    },
  },
  {
    name: 'refuses every call of a lease that was taken over',
    async run(world) {
      const late = await world.sent('a')
      await world.outlast()
      const { lease } = await world.beginAs('open', 'a')
      await world.expectStale('a', late)
      await world.store.complete('a', lease, { money: 'moved', data: 'resolved' })
      await world.expectStale('a', late)
      same((await world.beginAs('done', 'a')).record.data, 'resolved', 'the data')
    },
  },
  {
    name: 'takes the result of a lease that is over but was not taken over',
    async run(world) {
      const slow = await world.sent('a', { group: 'payment-1' })
      const slower = await world.sent('b', { group: 'payment-2' })
      await world.outlast()
      await world.store.complete('a', slow, { money: 'moved', data: 'late' })
      same((await world.beginAs('done', 'a', { group: 'payment-1' })).record.data, 'late', 'the data')
      await world.store.suspend('b', slower, { money: 'open', data: 'late' })
      same((await world.beginAs('open', 'b', { group: 'payment-2' })).record?.data, 'late', 'the data left open')
    },
  },
  {
    name: 'ends a lease with suspend, complete and release',
    async run(world) {
      const suspended = await world.sent('a', { group: 'payment-1' })
      await world.store.suspend('a', suspended, { money: 'open', data: 'open' })
      await world.expectStale('a', suspended)
      const completed = await world.sent('b', { group: 'payment-2' })
      await world.store.complete('b', completed, { money: 'none', data: 'first' })
      await world.expectStale('b', completed)
      same(
        (await world.beginAs('done', 'b', { group: 'payment-2' })).record,
        { money: 'none', data: 'first' },
        'the record',
      )
      const released = await world.lease('c', { group: 'payment-3' })
      await world.store.release('c', released)
      await world.expectStale('c', released)
    },
  },
  {
    name: 'refuses a lease that was never given out, and an unknown key',
    async run(world) {
      const lease = await world.sent('a')
      await world.expectStale('a', `${lease}0`)
      await world.expectStale('b', lease)
      await world.store.complete('a', lease, { money: 'moved', data: 'moved' })
    },
  },
  {
    name: 'forgets what is released before its intent',
    async run(world) {
      await world.store.release('a', await world.lease('a'))
      await world.lease('a', { fingerprint: 'another body' })
    },
  },
  {
    name: 'refuses to release once an intent exists, and changes nothing',
    async run(world) {
      const lease = await world.sent('a')
      await refused('intent_exists', 'the release', () => world.store.release('a', lease))
      await world.beginAs('running', 'a')
      await world.store.suspend('a', lease, { money: 'open', data: 'open' })
      const open = await world.beginAs('open', 'a')
      await refused('intent_exists', 'the release of what is open', () => world.store.release('a', open.lease))
      await world.store.complete('a', open.lease, { money: 'moved', data: 'moved' })
    },
  },
  {
    name: 'releases after an intent when the only call ended in a proven no',
    async run(world) {
      await world.store.release('a', await world.sent('a'), { money: 'none', data: 'refused' })
      await world.lease('a')
    },
  },
  {
    name: 'refuses to release after a proven no when an earlier call was left open',
    async run(world) {
      const no = { money: 'none', data: 'refused' } as const
      await world.suspended('a')
      const { lease } = await world.beginAs('open', 'a')
      await refused('intent_exists', 'the release', () => world.store.release('a', lease, no))
      await world.store.intent('a', lease, handleOf('a'))
      await refused('intent_exists', 'the release after an intent', () => world.store.release('a', lease, no))
      await world.outlast()
      await world.beginAs('open', 'a')
    },
  },
]
