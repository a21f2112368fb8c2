import { check, handleOf, refused, reserve, type StoreCase, same } from './contract-world.ts'

const many = [0, 1, 2, 3, 4, 5, 6, 7]

/** Who may begin, and what those are told who may not. */
export const beginCases: readonly StoreCase[] = [
  {
    name: 'gives an operation that is begun many times at once to exactly one',
    async run(world) {
      const results = await Promise.all(many.map(() => world.begin('a')))
      same(results.map(({ state }) => state).sort(), ['new', ...many.slice(1).map(() => 'running')], 'the states')
    },
  },
  {
    name: 'lets exactly one of many operations of a group begin at once',
    async run(world) {
      const results = await Promise.all(many.map((index) => world.begin(`key-${index}`)))
      const first = results.findIndex(({ state }) => state === 'new')
      for (const [index, result] of results.entries()) {
        if (index === first) continue
        const expected = { state: 'blocked', openKey: `key-${first}`, openFingerprint: `body of key-${first}` }
        same(result, expected, `the answer to key-${index}`)
      }
    },
  },
  {
    name: 'keeps the operations of different groups apart',
    async run(world) {
      await world.lease('a', { group: 'payment-1' })
      await world.lease('b', { group: 'payment-2' })
    },
  },
  {
    name: 'answers running while a lease lasts, before and after the intent',
    async run(world) {
      const lease = await world.lease('a')
      await world.beginAs('running', 'a')
      await world.store.intent('a', lease, handleOf('a'))
      await world.beginAs('running', 'a')
    },
  },
  {
    name: 'answers done with the record, every time',
    async run(world) {
      const record = {
        money: 'moved',
        amount: { amount: '1.50', currency: 'BRL' },
        data: { answer: [1, 'é', null] },
      } as const
      await world.store.complete('a', await world.sent('a'), record)
      for (const _ of [1, 2]) same((await world.beginAs('done', 'a')).record, record, 'the record')
      const no = { money: 'none', data: { code: 'declined' } } as const
      await world.store.complete('b', await world.sent('b'), no)
      same((await world.beginAs('done', 'b')).record, no, 'the record of b')
      await world.outlast()
      same((await world.beginAs('done', 'a')).record, record, 'the record after the time of the lease')
    },
  },
  {
    name: 'records what ended without an intent',
    async run(world) {
      await world.store.complete('a', await world.lease('a'), { money: 'moved', data: 'found captured' })
      same((await world.beginAs('done', 'a')).record.data, 'found captured', 'the data')
    },
  },
  {
    name: 'answers conflict to another fingerprint or group, and leaves the operation as it was',
    async run(world) {
      const conflict = async (when: string) => {
        for (const other of [{ fingerprint: 'another body' }, { group: 'another payment' }]) {
          same(await world.begin('a', other), { state: 'conflict' }, `the answer ${when}`)
        }
      }
      const lease = await world.sent('a')
      await conflict('while it runs')
      await world.store.suspend('a', lease, { money: 'open', data: 'first' })
      await conflict('while it is open')
      const open = await world.beginAs('open', 'a')
      same([open.handle, open.record?.data], [handleOf('a'), 'first'], 'what is open')
      await world.store.complete('a', open.lease, { money: 'moved', data: 'second' })
      await conflict('when it is done')
      same((await world.beginAs('done', 'a')).record.data, 'second', 'the record')
    },
  },
  {
    name: 'hands out copies of handles and records',
    async run(world) {
      const ids = { payment: 'p-1' }
      const data = { answer: 'first' }
      const lease = await world.lease('a')
      await world.store.intent('a', lease, handleOf('a', { ids }))
      await world.store.suspend('a', lease, { money: 'open', data })
      ids.payment = 'changed'
      data.answer = 'changed'
      const open = await world.beginAs('open', 'a')
      same([open.handle.ids, open.record?.data], [{ payment: 'p-1' }, { answer: 'first' }], 'what is stored')
      Object.assign(open.handle.ids, { payment: 'changed' })
      await world.outlast()
      same((await world.beginAs('open', 'a')).handle.ids, { payment: 'p-1' }, 'the stored ids')
    },
  },
  {
    name: 'refuses arguments that make no sense, and remembers nothing of them',
    async run(world) {
      const wrong = [
        { group: '' },
        { fingerprint: '' },
        { leaseMs: 0 },
        { leaseMs: Number.NaN },
        { leaseMs: Number.POSITIVE_INFINITY },
        { reserve: { ...reserve('1', '2').reserve, limit: { amount: '2', currency: 'USD' } } },
        { reserve: { ...reserve('1', '2').reserve, amount: { amount: '1.001', currency: 'BRL' } } },
        { reserve: { ...reserve('1', '2').reserve, limit: { amount: '-1', currency: 'BRL' } } },
      ]
      for (const request of wrong)
        await refused('invalid_request', JSON.stringify(request), () => world.begin('a', request))
      await refused('invalid_request', 'an empty key', () => world.begin(''))
      check((await world.begin('a')).state === 'new', 'a must still be unknown')
    },
  },
]
