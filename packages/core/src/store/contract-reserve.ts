import { refused, reserve, type StoreCase, same } from './contract-world.ts'

/** Reservations: what a group holds, and what frees it. */
export const reserveCases: readonly StoreCase[] = [
  {
    name: 'admits reservations up to the limit, and not one unit beyond',
    async run(world) {
      await world.moved('a', reserve('60', '100'))
      same(await world.begin('b', reserve('40.01', '100')), { state: 'over_limit' }, 'the answer')
      await world.moved('b', reserve('40', '100'))
      same(await world.begin('c', reserve('0.01', '100')), { state: 'over_limit' }, 'the answer at the limit')
    },
  },
  {
    name: 'keeps nothing of an operation that is over the limit',
    async run(world) {
      same(await world.begin('a', reserve('100.01', '100')), { state: 'over_limit' }, 'the answer')
      await world.lease('a', { ...reserve('100', '100'), fingerprint: 'another body' })
    },
  },
  {
    name: 'frees the difference of a short capture',
    async run(world) {
      const lease = await world.sent('a', reserve('60', '100'))
      await world.store.complete('a', lease, {
        money: 'moved',
        amount: { amount: '50', currency: 'BRL' },
        data: 'short',
      })
      await world.beginAs('over_limit', 'b', reserve('50.01', '100'))
      await world.lease('b', reserve('50', '100'))
    },
  },
  {
    name: 'counts what moved beyond the reservation',
    async run(world) {
      const lease = await world.sent('a', reserve('60', '100'))
      await world.store.complete('a', lease, {
        money: 'moved',
        amount: { amount: '70', currency: 'BRL' },
        data: 'more',
      })
      await world.beginAs('over_limit', 'b', reserve('30.01', '100'))
      await world.lease('b', reserve('30', '100'))
    },
  },
  {
    name: 'frees a reservation once when nothing moved',
    async run(world) {
      await world.moved('a', reserve('30', '100'))
      const lease = await world.sent('b', reserve('70', '100'))
      await world.store.complete('b', lease, { money: 'none', data: 'declined' })
      await refused('stale_lease', 'the second complete', () =>
        world.store.complete('b', lease, { money: 'none', data: '' }),
      )
      await refused('stale_lease', 'the release', () => world.store.release('b', lease, { money: 'none', data: '' }))
      await world.beginAs('over_limit', 'c', reserve('70.01', '100'))
      await world.lease('c', reserve('70', '100'))
    },
  },
  {
    name: 'frees a reservation on release, and when a lease ends without an intent',
    async run(world) {
      await world.store.release('a', await world.lease('a', reserve('100', '100')))
      await world.store.release('b', await world.sent('b', reserve('100', '100')), { money: 'none', data: 'refused' })
      await world.lease('c', reserve('100', '100'))
      await world.outlast()
      await world.lease('d', reserve('100', '100'))
    },
  },
  {
    name: 'keeps the first reservation of an operation that is begun again',
    async run(world) {
      await world.suspended('a', reserve('60', '100'))
      const { lease } = await world.beginAs('open', 'a', reserve('1', '100'))
      await world.store.complete('a', lease, { money: 'moved', data: 'moved' })
      await world.beginAs('done', 'a', reserve('1', '100'))
      await world.beginAs('over_limit', 'b', reserve('40.01', '100'))
    },
  },
  {
    name: 'keeps a reservation while its operation is concluded without one',
    async run(world) {
      await world.suspended('a', reserve('60', '100'))
      const { lease } = await world.beginAs('open', 'a')
      await world.store.complete('a', lease, { money: 'moved', data: 'moved' })
      await world.beginAs('over_limit', 'b', reserve('40.01', '100'))
    },
  },
  {
    name: 'counts each group by itself, and nothing of operations without a reservation',
    async run(world) {
      await world.moved('a', { ...reserve('100', '100'), group: 'another payment' })
      const amount = { amount: '100', currency: 'BRL' }
      await world.store.complete('b', await world.sent('b'), { money: 'moved', amount, data: 'a refund' })
      await world.lease('c', reserve('100', '100'))
    },
  },
  {
    name: 'refuses another currency than the group’s',
    async run(world) {
      const dollars = { amount: '1', currency: 'USD' }
      const lease = await world.sent('a', reserve('60', '100'))
      const record = { money: 'moved', amount: dollars, data: 'moved' } as const
      await refused('invalid_request', 'the complete', () => world.store.complete('a', lease, record))
      await world.store.complete('a', lease, { money: 'moved', data: 'moved' })
      const other = { reserve: { amount: dollars, limit: dollars } }
      await refused('invalid_request', 'the begin', () => world.begin('b', other))
    },
  },
  {
    name: 'counts exactly where numbers would round',
    async run(world) {
      await world.moved('a', reserve('900000000000000.01', '900000000000000.03'))
      await world.beginAs('over_limit', 'b', reserve('0.03', '900000000000000.03'))
      await world.moved('b', reserve('0.02', '900000000000000.03'))
      await world.beginAs('over_limit', 'c', reserve('0.01', '900000000000000.03'))
    },
  },
]
