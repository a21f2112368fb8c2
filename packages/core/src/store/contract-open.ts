import type { JsonValue } from '../json/json-value.ts'
import { handleOf, refused, type StoreCase, same } from './contract-world.ts'

/** A store as plain JavaScript calls it. */
interface UntypedStore {
  suspend(key: string, lease: string, record: { readonly money: string; readonly data: JsonValue }): Promise<void>
  complete(key: string, lease: string, record: { readonly money: string; readonly data: JsonValue }): Promise<void>
}

/** Operations that may have moved money: what is kept of them, and whom they hold up. */
export const openCases: readonly StoreCase[] = [
  {
    name: 'opens an operation whose lease ended after its intent, with its handle',
    async run(world) {
      await world.sent('a')
      await world.outlast()
      const open = await world.beginAs('open', 'a')
      same([open.handle, open.record], [handleOf('a'), undefined], 'handle and record')
    },
  },
  {
    name: 'opens a suspended operation at once, with handle and record',
    async run(world) {
      await world.suspended('a')
      const open = await world.beginAs('open', 'a')
      same([open.handle, open.record], [handleOf('a'), { money: 'open', data: 'left open' }], 'handle and record')
    },
  },
  {
    name: 'hands an open operation to exactly one of many at once',
    async run(world) {
      await world.suspended('a')
      const results = await Promise.all([1, 2, 3, 4].map(() => world.begin('a')))
      same(results.map(({ state }) => state).sort(), ['open', 'running', 'running', 'running'], 'the states')
    },
  },
  {
    name: 'opens an operation again and again until it is completed',
    async run(world) {
      await world.suspended('a')
      for (const data of ['second', 'third']) {
        const { lease } = await world.beginAs('open', 'a')
        await world.store.suspend('a', lease, { money: 'open', data })
      }
      await world.beginAs('open', 'a')
      await world.outlast()
      const open = await world.beginAs('open', 'a')
      same(open.record?.data, 'third', 'the data')
      await world.store.complete('a', open.lease, { money: 'none', data: 'declined' })
      await world.beginAs('done', 'a')
    },
  },
  {
    name: 'keeps the first time of sending, its snapshot and a mismatch, and adds ids',
    async run(world) {
      const lease = await world.lease('a')
      const unsent = handleOf('a', { firstSentAt: null, snapshot: { status: '0' } })
      await world.store.intent('a', lease, unsent)
      const sent = handleOf('a', { snapshot: { status: '5' }, mismatch: true })
      await world.store.intent('a', lease, sent)
      await world.store.suspend('a', lease, { money: 'open', data: 'open' })
      const open = await world.beginAs('open', 'a')
      same(open.handle, sent, 'the handle')
      const again = { firstSentAt: '2026-01-02T00:00:00.000Z', snapshot: { status: '10' } }
      await world.store.intent('a', open.lease, handleOf('a', { ...again, ids: { capture: 'c-1' } }))
      await world.store.suspend(
        'a',
        open.lease,
        { money: 'open', data: 'open' },
        handleOf('a', { ids: { settle: 's-1' } }),
      )
      const expected = { ...sent, ids: { payment: 'p-1', capture: 'c-1', settle: 's-1' } }
      same((await world.beginAs('open', 'a')).handle, expected, 'the merged handle')
    },
  },
  {
    name: 'refuses the handle of another operation over an earlier one',
    async run(world) {
      const lease = await world.sent('a')
      const others = [{ idempotencyKey: 'another' }, { account: '1'.repeat(64) }, { fingerprint: '1'.repeat(64) }]
      for (const other of others) {
        const handle = handleOf('a', other)
        await refused('invalid_request', 'the intent', () => world.store.intent('a', lease, handle))
        const record = { money: 'open', data: 'open' } as const
        await refused('invalid_request', 'the suspend', () => world.store.suspend('a', lease, record, handle))
      }
      await world.beginAs('running', 'a')
      await world.outlast()
      same((await world.beginAs('open', 'a')).handle, handleOf('a'), 'the handle')
    },
  },
  {
    name: 'suspends without an intent only with a handle to resolve it by',
    async run(world) {
      const record = { money: 'open', data: 'not capturable' } as const
      const lease = await world.lease('a')
      await refused('no_intent', 'the suspend', () => world.store.suspend('a', lease, record))
      await world.store.suspend('a', lease, record, handleOf('a', { firstSentAt: null }))
      const open = await world.beginAs('open', 'a')
      same([open.handle.firstSentAt, open.record], [null, record], 'time and record')
      await refused('intent_exists', 'the release', () => world.store.release('a', open.lease))
    },
  },
  {
    name: 'refuses to complete what is open, and to suspend what has ended',
    async run(world) {
      const untyped: UntypedStore = world.store
      const lease = await world.sent('a')
      for (const money of ['open', 'unknown']) {
        const record = { money, data: null }
        await refused('invalid_request', 'the complete', () => untyped.complete('a', lease, record))
      }
      for (const money of ['moved', 'none']) {
        const record = { money, data: null }
        await refused('invalid_request', 'the suspend', () => untyped.suspend('a', lease, record))
      }
      await world.beginAs('running', 'a')
    },
  },
  {
    name: 'blocks the group while an operation runs or is open, and lets it go when it has ended',
    async run(world) {
      const blocked = { state: 'blocked', openKey: 'a', openFingerprint: 'body of a' }
      const lease = await world.lease('a')
      same(await world.begin('b'), blocked, 'the answer while a runs')
      await world.store.intent('a', lease, handleOf('a'))
      await world.outlast()
      same(await world.begin('b'), blocked, 'the answer after the lease of a')
      const open = await world.beginAs('open', 'a')
      same(await world.begin('b'), blocked, 'the answer while a is resolved')
      await world.store.suspend('a', open.lease, { money: 'open', data: 'open' })
      same(await world.begin('b'), blocked, 'the answer while a is open')
      const last = await world.beginAs('open', blocked.openKey, { fingerprint: blocked.openFingerprint })
      await world.store.complete('a', last.lease, { money: 'moved', data: 'moved' })
      await world.lease('b')
    },
  },
  {
    name: 'lets the group go when an operation is released, or its lease ends without an intent',
    async run(world) {
      await world.store.release('a', await world.lease('a'))
      await world.lease('b')
      await world.outlast()
      await world.lease('c')
      same(await world.begin('b'), { state: 'blocked', openKey: 'c', openFingerprint: 'body of c' }, 'the answer to b')
    },
  },
]
