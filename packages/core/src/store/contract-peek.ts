import { handleOf, reserve, type StoreCase, same } from './contract-world.ts'

/** What may be read without a lease, and that reading changes nothing. */
export const peekCases: readonly StoreCase[] = [
  {
    name: 'reads every state of an operation without a lease',
    async run(world) {
      const { store } = world
      const fingerprint = 'body of a'
      same(await store.peek('a'), null, 'what was never begun')
      const lease = await world.lease('a')
      same(await store.peek('a'), { state: 'running', fingerprint }, 'what runs')
      await store.intent('a', lease, handleOf('a'))
      same(await store.peek('a'), { state: 'running', fingerprint }, 'what runs, after its intent')
      const record = { money: 'open', data: 'left open' } as const
      await store.suspend('a', lease, record)
      same(await store.peek('a'), { state: 'open', fingerprint, record }, 'what is open')
      const { lease: second } = await world.beginAs('open', 'a')
      same(await store.peek('a'), { state: 'running', fingerprint }, 'what is resolved')
      const moved = {
        money: 'moved',
        amount: { amount: '1.50', currency: 'BRL' },
        data: { answer: [1, null] },
      } as const
      await store.complete('a', second, moved)
      same(await store.peek('a'), { state: 'done', fingerprint, record: moved }, 'what has ended')
    },
  },
  {
    name: 'reads what a crash left behind: open after an intent, nothing before it',
    async run(world) {
      await world.sent('sent', { group: '1' })
      await world.lease('begun', { group: '2' })
      await world.outlast()
      same(await world.store.peek('sent'), { state: 'open', fingerprint: 'body of sent' }, 'what was sent')
      same(await world.store.peek('begun'), null, 'what was never sent')
    },
  },
  {
    name: 'reads nothing of what was released or dropped',
    async run(world) {
      await world.store.release('a', await world.lease('a'))
      same(await world.store.peek('a'), null, 'what was released')
      await world.moved('b')
      await world.outlast()
      await world.store.expire(world.clock.now())
      same(await world.store.peek('b'), null, 'what was dropped')
    },
  },
  {
    name: 'changes nothing by reading: no lease, no reservation, no record',
    async run(world) {
      const { store } = world
      await store.peek('a')
      const lease = await world.sent('a', reserve('60', '100'))
      await store.peek('a')
      await store.suspend('a', lease, { money: 'open', data: { answer: 'first' } })
      const looks = await Promise.all([store.peek('a'), store.peek('a'), store.peek('a')])
      same(
        looks.map((look) => look?.state),
        ['open', 'open', 'open'],
        'what all of them read',
      )
      const [look] = looks
      if (look?.state === 'open') Object.assign(look.record?.data as object, { answer: 'changed' })
      const open = await world.beginAs('open', 'a', reserve('60', '100'))
      same(open.record?.data, { answer: 'first' }, 'what is stored')
      await store.complete('a', open.lease, { money: 'moved', data: { answer: 'second' } })
      const done = await store.peek('a')
      if (done?.state === 'done') Object.assign(done.record.data as object, { answer: 'changed' })
      same((await world.beginAs('done', 'a', reserve('60', '100'))).record.data, { answer: 'second' }, 'the record')
    },
  },
]
