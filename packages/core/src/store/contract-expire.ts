import { handleOf, reserve, type StoreCase, same } from './contract-world.ts'

const endOfTime = 8_640_000_000_000_000

/** What may be dropped, and what never. */
export const expireCases: readonly StoreCase[] = [
  {
    name: 'drops what ended before a time, and says how many',
    async run(world) {
      await world.moved('a', reserve('60', '100'))
      await world.store.complete('b', await world.sent('b'), { money: 'none', data: 'declined' })
      await world.outlast()
      const between = world.clock.now()
      await world.outlast()
      await world.moved('c', { group: 'another payment' })
      same(await world.store.expire(between), 2, 'the number dropped')
      same(await world.store.expire(between), 0, 'the number dropped the second time')
      await world.beginAs('done', 'c', { group: 'another payment' })
      await world.store.release('a', await world.lease('a', reserve('100', '100')))
      await world.lease('b', { fingerprint: 'another body' })
    },
  },
  {
    name: 'keeps what ended at the time or after it',
    async run(world) {
      const before = world.clock.now()
      await world.moved('a')
      same(await world.store.expire(before), 0, 'the number dropped')
      await world.beginAs('done', 'a')
    },
  },
  {
    name: 'never drops what is open or running',
    async run(world) {
      await world.suspended('suspended', { group: '1' })
      await world.sent('sent', { group: '2' })
      await world.outlast()
      const lease = await world.lease('running', { group: '3' })
      same(await world.store.expire(endOfTime), 0, 'the number dropped')
      await world.beginAs('open', 'suspended', { group: '1' })
      await world.beginAs('open', 'sent', { group: '2' })
      await world.beginAs('running', 'running', { group: '3' })
      await world.store.intent('running', lease, handleOf('running'))
    },
  },
  {
    name: 'keeps a group together while anything in it is open or newer',
    async run(world) {
      await world.moved('a', reserve('60', '100'))
      await world.outlast()
      const between = world.clock.now()
      await world.suspended('b', reserve('10', '100'))
      same(await world.store.expire(endOfTime), 0, 'the number dropped while b is open')
      const { lease } = await world.beginAs('open', 'b')
      await world.outlast()
      await world.store.complete('b', lease, { money: 'moved', data: 'moved' })
      same(await world.store.expire(between), 0, 'the number dropped while b is newer')
      await world.beginAs('over_limit', 'c', reserve('30.01', '100'))
      await world.beginAs('done', 'a')
      same(await world.store.expire(endOfTime), 2, 'the number dropped in the end')
    },
  },
]
