import { CaptureError } from '@cap/core'
import { describe, expect, it } from 'vitest'
import { captured, createWorld, declined, pending, unknown } from './__fixtures__/world.ts'

describe('a settlement', () => {
  it('is captured, and answered with all six fields of the contract', async () => {
    const world = createWorld()
    const { status, json } = await world.settle()
    expect(status).toBe(200)
    expect(json).toEqual({
      paymentId: 'F5C1A4E20D3B4E07B7E871F5B5BC9F91',
      settleId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      value: 45,
      code: null,
      message: 'Successfully settled',
      requestId: '2019-02-04T22:53:42-40000',
    })
    expect(world.captures[0]).toMatchObject({
      merchant: 'store',
      amount: { amount: '45.00', currency: 'BRL' },
      authorized: { amount: '100.00', currency: 'BRL' },
      authorizationId: '5784589',
      tid: null,
      recipients: [],
    })
  })

  it('is repeated to the byte, and captured once', async () => {
    const world = createWorld()
    const first = await world.settle()
    world.facts = { currency: 'BRL', authorized: '100.00', state: 'cancelled' }
    const again = await world.settle({}, world.start())
    world.facts = null
    const unknownPayment = await world.settle()
    expect([again.text, unknownPayment.text]).toEqual([first.text, first.text])
    expect(again.status).toBe(200)
    expect(world.captures).toHaveLength(1)
  })

  it('is the same however its numbers are written', async () => {
    const world = createWorld()
    const first = await world.settle({ tid: null, recipients: [] })
    const again = await world.settle({ value: '45.00', merchantSettings: [{ name: 'password', value: 'rotated' }] })
    expect(again.text).toBe(first.text)
  })

  it('captures nothing under a request id that has another body', async () => {
    const world = createWorld()
    const first = await world.settle()
    for (const fields of [{ value: 44 }, { tid: 'other' }, { transactionId: 'other' }]) {
      const other = await world.settle(fields)
      expect(other.status).toBe(500)
      expect(other.json).toMatchObject({ settleId: null, value: 0, code: 'request-id-reused' })
    }
    expect((await world.settle()).text).toBe(first.text)
    expect(world.captures).toHaveLength(1)
  })

  it('runs once when it comes twice at once, and both are answered', async () => {
    const world = createWorld()
    const connector = world.start()
    const answers = await Promise.all([1, 2, 3].map(() => world.settle({}, connector)))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(world.captures).toHaveLength(1)
    const elsewhere = createWorld()
    const two = await Promise.all([elsewhere.settle(), elsewhere.settle()])
    expect(two.map(({ status }) => status).sort()).toEqual([200, 500])
    expect(elsewhere.captures).toHaveLength(1)
  })

  it('gives a settle id of its own to every partial capture, until nothing is left', async () => {
    const world = createWorld()
    const answers = []
    for (const requestId of ['a', 'b']) answers.push(await world.settle({ requestId, value: 40 }))
    const tooMuch = await world.settle({ requestId: 'c', value: 20.01 })
    const rest = await world.settle({ requestId: 'd', value: 20 })
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(new Set([...answers, rest].map(({ json }) => json.settleId)).size).toBe(3)
    expect(tooMuch.json).toMatchObject({ settleId: null, value: 0, code: 'amount-exceeded' })
    expect(world.captures).toHaveLength(3)
  })

  it('may exceed the authorized amount up to maxValue only', async () => {
    const world = createWorld()
    expect((await world.settle({ value: 100.01 })).json.code).toBe('amount-exceeded')
    world.facts = { currency: 'BRL', authorized: '100.00', maxValue: '120.00', state: 'authorized' }
    expect((await world.settle({ value: 120.01 })).json.code).toBe('amount-exceeded')
    expect((await world.settle({ value: 120 })).json.value).toBe(120)
  })

  it('answers the whole amount under a new request id with the settlement that happened', async () => {
    const world = createWorld()
    const first = await world.settle({ requestId: 'a', value: 100 })
    const again = await world.settle({ requestId: 'b', value: 100 })
    expect(again.status).toBe(200)
    expect(again.json).toEqual({ ...first.json, requestId: 'b' })
    expect(world.captures).toHaveLength(1)
  })

  it.each([
    ['zero', 0, 'invalid-value'],
    ['a negative amount', -45, 'invalid-value'],
    ['more decimals than the currency has', 45.005, 'invalid-value'],
    ['a decimal comma', '29,90', 'invalid-value'],
  ])('refuses %s', async (_, value, code) => {
    const world = createWorld()
    const { status, json } = await world.settle({ value })
    expect([status, json.settleId, json.value, json.code]).toEqual([500, null, 0, code])
    expect(world.captures).toHaveLength(0)
  })

  it.each([
    ['cancelled', 'payment-cancelled'],
    ['denied', 'payment-not-authorized'],
    ['pending', 'payment-not-authorized'],
  ] as const)('is refused for a payment that is %s', async (state, code) => {
    const world = createWorld()
    world.facts = { currency: 'BRL', authorized: '100.00', state }
    expect((await world.settle()).json).toMatchObject({ settleId: null, value: 0, code })
    expect(world.captures).toHaveLength(0)
    world.facts = { currency: 'BRL', authorized: '100.00', state: 'authorized' }
    expect((await world.settle()).status).toBe(200)
  })

  it('captures in a currency without a fraction', async () => {
    const world = createWorld()
    world.facts = { currency: 'CLP', authorized: '12000', state: 'authorized' }
    expect((await world.settle({ value: 12000.0 })).json.value).toBe(12000)
    expect((await world.settle({ requestId: 'b', value: 0.5 })).json.code).toBe('invalid-value')
  })
})

it('captures nothing under another body of a request id that was told of the settlement before it', async () => {
  const world = createWorld({
    capture: async (settlement, { beforeSend }) => {
      await beforeSend()
      return captured(settlement, { amount: { amount: '60.00', currency: 'BRL' } })
    },
  })
  await world.settle({ requestId: 'a', value: 100 })
  const again = await world.settle({ requestId: 'b', value: 100 })
  expect(again).toMatchObject({ status: 200, json: { value: 60, requestId: 'b' } })
  expect((await world.settle({ requestId: 'b', value: 40 })).json.code).toBe('request-id-reused')
  expect((await world.settle({ requestId: 'b', value: 100 })).text).toBe(again.text)
  expect(world.captures).toHaveLength(1)
})

describe('an outcome', () => {
  it('that is short frees the difference', async () => {
    const world = createWorld({
      capture: async (settlement, { beforeSend }) => {
        await beforeSend()
        const amount = { amount: '30.00', currency: 'BRL' }
        return captured(settlement, { amount, short: { amount: '15.00', currency: 'BRL' } })
      },
    })
    expect((await world.settle()).json.value).toBe(30)
    expect((await world.settle({ requestId: 'b', value: 70 })).status).toBe(200)
  })

  it('without an amount is the asked one only when that is the whole', async () => {
    const world = createWorld({
      capture: async (settlement, { beforeSend }) => {
        await beforeSend()
        return captured(settlement, { amount: null, basis: 'accepted' })
      },
      resolve: async (settlement) => captured(settlement, { amount: null }),
    })
    const part = await world.settle({ requestId: 'a' })
    expect([part.status, part.json.code]).toEqual([500, 'unknown'])
    expect((await world.settle({ requestId: 'a' })).status).toBe(500)
    const other = createWorld({ capture: async (settlement) => captured(settlement, { amount: null }) })
    expect((await other.settle({ value: 100 })).json.value).toBe(100)
  })

  it('of more than was asked, or of another currency, is for a person', async () => {
    for (const amount of [
      { amount: '45.01', currency: 'BRL' },
      { amount: '45.00', currency: 'USD' },
      { amount: '0.00', currency: 'BRL' },
    ]) {
      const world = createWorld({ capture: async (settlement) => captured(settlement, { amount }) })
      const { status, json } = await world.settle()
      expect([status, json.settleId, json.value, json.code]).toEqual([500, null, 0, 'unknown'])
    }
  })

  it('that is declined is repeated, and a new request id may try again', async () => {
    const world = createWorld({
      capture: async ({ requestId }, { beforeSend }) => {
        await beforeSend()
        return declined(requestId === 'a' ? 'cc_rejected' : 'refund-manually')
      },
    })
    const first = await world.settle({ requestId: 'a' })
    expect([first.status, first.json]).toEqual([
      500,
      {
        paymentId: 'F5C1A4E20D3B4E07B7E871F5B5BC9F91',
        settleId: null,
        value: 0,
        code: 'cc_rejected',
        message: 'Declined: insufficient_funds.',
        requestId: 'a',
      },
    ])
    expect((await world.settle({ requestId: 'a' })).text).toBe(first.text)
    expect((await world.settle({ requestId: 'b' })).json.code).toBe('declined')
    expect(world.captures).toHaveLength(2)
    const status = await world.settle({ requestId: 'c' }, world.start({ declinedStatus: 200 }))
    expect([status.status, status.json.settleId]).toEqual([200, null])
  })

  it.each([
    ['pending', pending],
    ['unknown', unknown],
  ] as const)('that is %s is resolved by the next call, not captured again', async (code, outcome) => {
    let open = true
    const world = createWorld({
      capture: async (_, context) => {
        await context.beforeSend()
        return outcome(context)
      },
      resolve: async (settlement, handle) => (open ? outcome({ handle }) : captured(settlement)),
    })
    const first = await world.settle()
    expect([first.status, first.json.code]).toEqual([500, code])
    expect((await world.settle()).status).toBe(500)
    open = false
    expect((await world.settle()).status).toBe(200)
    expect([world.captures.length, world.resolves.length]).toEqual([1, 2])
  })

  it('that threw a CaptureError moved nothing: the next call captures', async () => {
    let fails = true
    const world = createWorld({
      capture: async (settlement, { beforeSend }) => {
        await beforeSend()
        if (fails) throw new CaptureError({ code: 'not_sent', message: 'no route' })
        return captured(settlement)
      },
    })
    const { status, json } = await world.settle({ value: 100 })
    expect([status, json.code]).toEqual([500, 'not-sent'])
    fails = false
    expect((await world.settle({ requestId: 'b', value: 100 })).status).toBe(200)
    expect(world.resolves).toHaveLength(0)
  })

  it('that threw anything else is unknown, and keeps the amount', async () => {
    const world = createWorld({
      capture: async () => Promise.reject(new TypeError('socket hang up')),
      resolve: async () => Promise.reject(new CaptureError({ code: 'lookup_failed', message: 'down' })),
    })
    expect((await world.settle({ value: 100 })).json.code).toBe('unknown')
    expect((await world.settle({ requestId: 'b', value: 1 })).json.code).toBe('another-open')
    expect((await world.settle({ value: 100 })).json.code).toBe('unknown')
    expect([world.captures.length, world.resolves.length]).toEqual([1, 2])
    expect(world.errors).toHaveLength(3)
  })

  it('that is no outcome at all is unknown', async () => {
    for (const said of [undefined, null, 'captured', { status: 'ok' }]) {
      const world = createWorld({ capture: async () => said as never })
      expect((await world.settle()).json.code).toBe('unknown')
    }
  })
})

describe('the open-settlement rule', () => {
  const open = () =>
    createWorld({
      capture: async (settlement, context) => {
        await context.beforeSend()
        return settlement.requestId === 'a' ? unknown(context) : captured(settlement)
      },
    })

  it('concludes the open settlement before another one of the payment begins', async () => {
    const world = open()
    await world.settle({ requestId: 'a', value: 30, recipients: [] })
    const second = await world.settle({ requestId: 'b', value: 40 }, world.start())
    expect(second.json.value).toBe(40)
    expect(world.resolves).toMatchObject([{ requestId: 'a', amount: { amount: '30.00' } }])
    expect((await world.settle({ requestId: 'a', value: 30 })).json.value).toBe(30)
  })

  it('captures nothing while it is still open', async () => {
    const world = open()
    await world.settle({ requestId: 'a', value: 30 })
    const still = world.start({ resolve: async (_, handle) => unknown({ handle }) })
    const { status, json } = await world.settle({ requestId: 'b', value: 40 }, still)
    expect([status, json.code]).toEqual([500, 'another-open'])
    expect(world.captures).toHaveLength(1)
  })

  it('answers for the one capture when the whole amount comes again under a new id', async () => {
    const world = open()
    await world.settle({ requestId: 'a', value: 100 })
    const again = await world.settle({ requestId: 'b', value: 100 })
    expect([again.status, again.json.value, again.json.requestId]).toEqual([200, 100, 'b'])
    expect(world.captures).toHaveLength(1)
    const first = await world.settle({ requestId: 'a', value: 100 })
    expect(first.json.settleId).toBe(again.json.settleId)
  })

  it('lets another payment of the merchant pass', async () => {
    const world = open()
    const connector = world.start({ resolve: async (_, handle) => unknown({ handle }) })
    await world.settle({ requestId: 'a' }, connector)
    expect((await world.settle({ requestId: 'b' }, connector)).status).toBe(500)
  })
})
