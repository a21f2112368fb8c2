import { describe, expect, it } from 'vitest'
import { type CreatePaymentResult, createVtexConnector } from '../connector.ts'
import { ask, captured, createWorld, pair, paymentId } from './__fixtures__/world.ts'

const day = 24 * 60 * 60 * 1000
const refundPath = `/payments/${paymentId}/refunds`
const created = { paymentId, paymentMethod: 'BankInvoice', value: 100, currency: 'BRL', callbackUrl: null }

describe('a settlement and its refunds', () => {
  it('expire together: while a refund is remembered, so is what it gave back', async () => {
    const world = createWorld({ refund: async () => ({ status: 'refunded' }) })
    const { settleId } = (await world.settle()).json
    const refund = (requestId: string, value: number) =>
      ask(world.start(), refundPath, { paymentId, requestId, settleId, value })
    await world.clock.advance(20 * day)
    const first = await refund('a', 40)
    await world.clock.advance(20 * day)
    // The settlement is old enough to be dropped; its id and the refund are kept.
    await world.store.expire(world.clock.now() - 30 * day)
    expect((await refund('a', 40)).text).toBe(first.text)
    expect((await refund('b', 10)).json.code).toBe('amount-exceeded')
    expect((await refund('c', 5)).json.value).toBe(5)
    await world.clock.advance(40 * day)
    await world.store.expire(world.clock.now() - 30 * day)
    expect((await refund('a', 40)).json.code).toBe('settlement-not-found')
  })
})

describe('a payment created here', () => {
  function createShop(first: CreatePaymentResult) {
    const world = createWorld({ payment: undefined, createPayment: async () => first } as never)
    const connector = world.start()
    return { world, connector, create: () => ask(connector, '/payments', created) }
  }

  it('that nobody ever decides expires like any other, and nothing is left behind', async () => {
    const { world, connector, create } = createShop({ status: 'undefined' })
    expect((await create()).json.status).toBe('undefined')
    await world.clock.advance(31 * day)
    expect(await world.store.expire(world.clock.now() - 30 * day)).toBe(1)
    const result = { status: 'denied' } as const
    await expect(connector.finishPayment({ merchant: 'store', paymentId, result })).rejects.toMatchObject({
      code: 'invalid_request',
      field: 'paymentId',
    })
  })

  it('is kept with its decision, and both expire together', async () => {
    const { world, connector, create } = createShop({ status: 'undefined' })
    await create()
    expect((await world.settle()).json.code).toBe('payment-not-authorized')
    await world.clock.advance(20 * day)
    const result = { status: 'approved', authorizationId: 'A', tid: 'T' } as const
    await connector.finishPayment({ merchant: 'store', paymentId, result })
    await world.clock.advance(20 * day)
    expect(await world.store.expire(world.clock.now() - 30 * day)).toBe(0)
    expect((await create()).json.status).toBe('approved')
    expect((await world.settle()).status).toBe(200)
    await world.clock.advance(11 * day)
    expect(await world.store.expire(world.clock.now() - 30 * day)).toBe(2)
    expect((await world.settle({ requestId: 'b' })).json.code).toBe('payment-not-found')
  })

  it('is not decided by what is no decision, for the first one stays', async () => {
    const { world, create } = createShop({ status: 'undefined' })
    await create()
    const connector = world.start({ payment: undefined, createPayment: async () => expect.unreachable() } as never)
    const finish = (result: object) => connector.finishPayment({ merchant: 'store', paymentId, result } as never)
    for (const result of [{ status: 'undefined' }, { status: 'pending' }, {}]) {
      await expect(finish(result)).rejects.toMatchObject({ code: 'invalid_request', field: 'result.status' })
    }
    await finish({ status: 'approved', authorizationId: 'A', tid: 'T' })
    expect((await create()).json.status).toBe('approved')
  })

  it('keeps its first decision, whatever is said later and by whom', async () => {
    const { world, create } = createShop({ status: 'undefined' })
    await create()
    const finish = (result: Parameters<ReturnType<typeof createVtexConnector>['finishPayment']>[0]['result']) =>
      world.start({ payment: undefined, createPayment: async () => result } as never).finishPayment({
        merchant: 'store',
        paymentId,
        result,
      })
    await Promise.allSettled([
      finish({ status: 'approved', authorizationId: 'A', tid: 'T' }),
      finish({ status: 'denied' }),
    ])
    const { status } = (await create()).json
    expect(['approved', 'denied']).toContain(status)
    await finish(status === 'denied' ? { status: 'approved', authorizationId: 'A', tid: 'T' } : { status: 'denied' })
    expect((await create()).json.status).toBe(status)
  })
})

it('only looks where it needs to know: no lease is taken, and nothing written, to read', async () => {
  const world = createWorld()
  const calls: string[] = []
  const counted = Object.fromEntries(
    Object.entries(world.store).map(([name, call]) => [
      name,
      (...args: unknown[]) => {
        calls.push(name)
        return Reflect.apply(call, world.store, args)
      },
    ]),
  )
  const connector = createVtexConnector({
    authenticate: [{ merchant: 'store', ...pair }],
    store: counted as never,
    payment: () => world.facts,
    capture: async (settlement, { beforeSend }) => {
      await beforeSend()
      return captured(settlement)
    },
    resolve: async () => expect.unreachable(),
    cancel: async () => ({ status: 'cancelled' }),
  })
  await world.settle({}, connector)
  // The settlement; whether it was cancelled; the intent; its id; its end.
  expect(calls).toEqual(['begin', 'peek', 'intent', 'begin', 'complete', 'complete'])
  calls.length = 0
  world.facts = null
  expect((await world.settle({}, connector)).status).toBe(200)
  expect(calls).toEqual(['peek'])
})
