import { describe, expect, it } from 'vitest'
import {
  createVtexProviderEmulator,
  type VtexProviderEmulator,
  vtexCancelScenarios,
  vtexPaymentScenarios,
  vtexRefundScenarios,
} from '../emulator.ts'
import { fixture } from '../operations/__fixtures__/operations.ts'

/** The tests write HTTP by hand: the emulator must be right without the client. */
async function send(emulator: VtexProviderEmulator, path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await emulator.fetch(
    new Request(`https://provider.example/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-vtex-api-appkey': 'k', 'x-vtex-api-apptoken': 't', ...headers },
      body: JSON.stringify(body),
    }),
  )
  const text = await response.text()
  return { status: response.status, text, json: text === '' ? null : JSON.parse(text) }
}

const brl = (amount: string) => ({ amount, currency: 'BRL' })
const paymentId = 'P1'
const created: Readonly<Record<string, unknown>> = { ...fixture('create-payment-request'), paymentId }
const refund = { requestId: 'r1', paymentId, tid: 'T', transactionId: 'X', value: 2.5 }
const cancellation = { paymentId, requestId: 'c1' }

function settledFor(amount: string, options = {}) {
  const emulator = createVtexProviderEmulator({ now: () => Date.UTC(2026, 0, 1), ...options })
  const settleId = emulator.settle({ paymentId, amount: brl(amount) })
  return {
    emulator,
    give: (change = {}) => send(emulator, `/payments/${paymentId}/refunds`, { ...refund, settleId, ...change }),
  }
}

describe('the emulated provider, asked to refund', () => {
  it('refunds, echoes, writes it into a book of its own, and repeats its answer byte for byte', async () => {
    const { emulator, give } = settledFor('9.00')
    const first = await give()
    expect(first).toMatchObject({
      status: 200,
      json: { paymentId, refundId: expect.stringMatching(/^REFUND-000001/), value: 2.5, code: null, requestId: 'r1' },
    })
    expect((await give()).text).toBe(first.text)
    expect(emulator.refunds()).toEqual([
      { key: 'r1', payment: paymentId, amount: brl('2.50'), at: '2026-01-01T00:00:00.000Z' },
    ])
    expect(emulator.book()).toEqual([])
    expect(emulator.payment(paymentId)).toMatchObject({ settled: '9.00', refunded: '2.50' })
  })

  it('refunds in parts, down to what was settled, and not a cent more', async () => {
    const { emulator, give } = settledFor('9.00')
    await give()
    expect((await give({ requestId: 'r2', value: 6.51 })).json).toMatchObject({
      refundId: null,
      value: 0,
      code: 'AMOUNT_EXCEEDS_SETTLED',
    })
    expect((await give({ requestId: 'r3', value: 6.5 })).status).toBe(200)
    expect((await give({ requestId: 'r4', value: 0.01 })).status).toBe(500)
    expect(emulator.payment(paymentId)).toMatchObject({ refunded: '9.00' })
  })

  it('forgets a failure: the repetition refunds', async () => {
    const { emulator, give } = settledFor('9.00')
    emulator.playRefund('pending-500')
    expect((await give()).status).toBe(500)
    expect((await give()).status).toBe(200)
    expect(emulator.refunds()).toHaveLength(1)
  })

  it.each([
    ['another body under the request id', { value: 2 }, 'REQUEST_ID_CONFLICT'],
    ['a settlement it does not know', { requestId: 'r9', settleId: 'NOBODYS' }, 'SETTLEMENT_NOT_FOUND'],
    ['nothing', { requestId: 'r9', value: 0 }, 'INVALID_VALUE'],
    [
      'a split that does not sum to the value',
      { requestId: 'r9', recipients: (fixture('refund-request').recipients as object[]).slice(1) },
      'SPLIT_MISMATCH',
    ],
  ])('refuses %s', async (_, change, code) => {
    const { give } = settledFor('9.00')
    await give()
    expect(await give(change)).toMatchObject({ status: 500, json: { refundId: null, value: 0, code } })
  })

  it.each([
    [
      'the settlement spelling of a commission',
      { recipients: [{ ...(fixture('refund-request').recipients as object[])[0], commissionAmount: 1 }] },
    ],
    ['no tid', { tid: undefined }],
    ['a field nobody knows', { refundId: 'x' }],
  ])('does not take %s', async (_, change) => {
    expect((await settledFor('9.00').give(change)).status).toBe(400)
  })

  it('keys a refund apart from a settlement under the same request id', async () => {
    const emulator = createVtexProviderEmulator()
    const settlement = { requestId: '5678', paymentId, transactionId: 'X', value: 9, authorizationId: 'A' }
    const { json } = await send(emulator, `/payments/${paymentId}/settlements`, settlement)
    const back = { ...refund, requestId: '5678', settleId: json.settleId }
    expect((await send(emulator, `/payments/${paymentId}/refunds`, back)).status).toBe(200)
    expect([emulator.book(), emulator.refunds()].map((book) => book.length)).toEqual([1, 1])
  })
})

describe('the emulated provider, asked to cancel', () => {
  it('cancels once, and settles nothing of it afterwards', async () => {
    const emulator = createVtexProviderEmulator()
    emulator.authorize({ paymentId, amount: brl('45.00'), authorizationId: 'A' })
    const first = await send(emulator, `/payments/${paymentId}/cancellations`, { ...cancellation, value: 4500 })
    expect(first).toMatchObject({
      status: 200,
      json: { paymentId, cancellationId: expect.any(String), requestId: 'c1' },
    })
    expect(first.json).not.toHaveProperty('value')
    expect((await send(emulator, `/payments/${paymentId}/cancellations`, { ...cancellation, value: 4500 })).text).toBe(
      first.text,
    )
    expect(emulator.cancellations()).toMatchObject([{ key: 'c1', payment: paymentId, amount: brl('45.00') }])
    const settlement = { requestId: 's', paymentId, transactionId: 'X', value: 9, authorizationId: 'A' }
    expect((await send(emulator, `/payments/${paymentId}/settlements`, settlement)).json.code).toBe('PAYMENT_CANCELLED')
    const again = { ...cancellation, requestId: 'c2' }
    expect((await send(emulator, `/payments/${paymentId}/cancellations`, again)).json.code).toBe('ALREADY_CANCELLED')
  })

  it.each([
    ['a settled payment', { paymentId: 'SETTLED' }, 'ALREADY_SETTLED'],
    ['another authorization', { authorizationId: 'other' }, 'AUTHORIZATION_NOT_FOUND'],
    ['parts of a cent', { value: 45.5 }, 'INVALID_VALUE'],
  ])('refuses %s', async (_, change: Record<string, unknown>, code) => {
    const emulator = createVtexProviderEmulator()
    emulator.authorize({ paymentId, amount: brl('45.00'), authorizationId: 'A' })
    emulator.settle({ paymentId: 'SETTLED', amount: brl('45.00') })
    const body = { ...cancellation, ...change }
    expect((await send(emulator, `/payments/${body.paymentId}/cancellations`, body)).json).toMatchObject({
      cancellationId: null,
      code,
    })
    expect(emulator.cancellations()).toEqual([])
  })
})

describe('the emulated provider, asked for a payment', () => {
  const withCard = (number: string) => ({ ...created, card: { ...(created.card as object), number } })

  it.each([
    ['4444333322221111', 'approved', 1],
    ['4444333322221112', 'denied', 0],
    ['4222222222222224', 'undefined', 0],
    ['5555444433331111', 'approved', 1],
  ])('answers for the card %s: %s', async (number, status, authorized) => {
    const emulator = createVtexProviderEmulator({ autoAuthorize: null })
    const { json } = await send(emulator, '/payments', withCard(number))
    expect(json).toMatchObject({ paymentId, status, tid: 'TID-000001' })
    expect(json.authorizationId).toBe(status === 'approved' ? 'AUT-000001' : null)
    expect(emulator.authorizations()).toHaveLength(authorized)
    expect(emulator.payment(paymentId) === null).toBe(authorized === 0)
  })

  it('creates it once, and tells the state it has by now', async () => {
    const emulator = createVtexProviderEmulator({ autoAuthorize: null })
    await send(emulator, '/payments', withCard('4222222222222224'))
    expect(emulator.decide(paymentId, 'approved')).toMatchObject({
      url: created.callbackUrl,
      body: expect.stringContaining('"status":"approved"'),
    })
    expect(emulator.decide(paymentId, 'denied')).toBeNull()
    const again = await send(emulator, '/payments', withCard('4222222222222224'))
    expect(again.json).toMatchObject({ status: 'approved', tid: 'TID-000001', authorizationId: 'AUT-000001' })
    expect(emulator.authorizations()).toHaveLength(1)
    const settlement = { requestId: 's', paymentId, transactionId: 'X', value: 31.9, authorizationId: 'AUT-000001' }
    expect((await send(emulator, `/payments/${paymentId}/settlements`, settlement)).status).toBe(200)
  })

  it.each([
    ['BankInvoice', { paymentUrl: expect.any(String), barCodeImageType: 'i25' }],
    ['Pix', { paymentAppData: { appName: 'vtex.pix-payment', payload: expect.any(String) } }],
  ])('sends the buyer of %s on', async (paymentMethod, fields) => {
    const { card: _, ...rest } = created
    const { json } = await send(createVtexProviderEmulator(), '/payments', { ...rest, paymentMethod })
    expect(json).toMatchObject({ status: 'undefined', authorizationId: null, ...fields })
  })

  it.each([
    ['no currency', { currency: undefined }],
    ['a value that is no amount of the currency', { value: 31.901 }],
    ['a field nobody knows', { requestId: 'r' }],
    ['tokens without a proxy', { card: { numberToken: 't' } }],
    ['a cart without a buyer', { miniCart: {} }],
    [
      'the settlement spelling of a commission',
      { recipients: [{ ...(fixture('refund-request').recipients as object[])[0], commissionAmount: 1 }] },
    ],
  ])('refuses %s with 400', async (_, change) => {
    const emulator = createVtexProviderEmulator()
    const { status, json } = await send(emulator, '/payments', { ...created, ...change })
    expect([status, json.status]).toEqual([400, 'error'])
    expect(emulator.authorizations()).toEqual([])
  })
})

describe('the emulated provider', () => {
  it('shows its manifest to everybody', async () => {
    const get = (options = {}) =>
      createVtexProviderEmulator(options).fetch(new Request('https://provider.example/v1/manifest'))
    expect(await (await get()).json()).toMatchObject({
      paymentMethods: expect.any(Array),
      metadataFields: expect.any(Array),
    })
    expect(await (await get({ manifest: { paymentMethods: [] } })).json()).toEqual({ paymentMethods: [] })
  })

  it('takes a forwarded request once, by either route', async () => {
    const emulator = createVtexProviderEmulator()
    const body = {
      requestId: 'i1',
      transactionId: 'X',
      paymentId,
      authorizationId: 'A',
      nsu: 'N',
      tid: 'T',
      requestData: { body: '{"a":1}' },
    }
    const first = await send(emulator, `/payments/${paymentId}/inbound/hook`, body)
    expect(first.json).toMatchObject({
      requestId: 'i1',
      paymentId,
      responseData: { statusCode: 200, content: '{"a":1}' },
    })
    expect((await send(emulator, `/payments/${paymentId}/inbound-request/hook`, body)).text).toBe(first.text)
    expect(emulator.inboundRequests()).toEqual([{ payment: paymentId, key: 'i1', action: 'hook', body: '{"a":1}' }])
    expect((await send(emulator, '/payments/other/inbound/hook', body)).status).toBe(400)
    expect((await send(emulator, `/payments/${paymentId}/inbound/hook`, { ...body, requestData: {} })).status).toBe(400)
  })

  it.each([
    '/payments',
    `/payments/${paymentId}/refunds`,
    `/payments/${paymentId}/cancellations`,
    `/payments/${paymentId}/inbound/x`,
  ])('wants a pair, and JSON, at %s', async (path) => {
    const emulator = createVtexProviderEmulator()
    expect((await send(emulator, path, {}, { 'x-vtex-api-apptoken': '' })).status).toBe(401)
    expect((await send(emulator, path, {}, { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await send(emulator, path, {})).status).toBe(400)
  })

  it('gives the answers it was told to, and knows no others', () => {
    const emulator = createVtexProviderEmulator()
    expect(() => emulator.playRefund('settled' as never)).toThrow(RangeError)
    expect(() => emulator.playCancel('value-zero' as never)).toThrow(RangeError)
    expect(() => emulator.playPayment('toString' as never)).toThrow(RangeError)
    for (const list of [vtexRefundScenarios, vtexCancelScenarios, vtexPaymentScenarios]) {
      const names = list.map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
      for (const { name, title, source } of list)
        expect([name, title !== '', source !== '']).toEqual([expect.stringMatching(/^[a-z][a-z0-9-]+$/), true, true])
    }
    expect(JSON.stringify([vtexRefundScenarios, vtexCancelScenarios])).not.toMatch(/settle(d|Id|-id|ments)/)
  })
})
