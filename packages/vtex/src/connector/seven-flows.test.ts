import { memoryStore } from '@cap/core'
import { startFaultServer } from '@cap/core/testing'
import { describe, expect, it } from 'vitest'
import {
  type CreatePaymentResult,
  createVtexConnector,
  type PaymentRequest,
  type VtexConnectorOptions,
} from '../connector.ts'
import { ask, captured, pair, paymentId } from './__fixtures__/world.ts'

const testSuite = {
  'x-provider-api-appkey': pair.appKey,
  'x-provider-api-apptoken': pair.appToken,
  'content-type': 'application/json',
  'x-vtex-api-is-testsuite': 'true',
}
const signature = 'X-VTEX-signature=R123456789aBcDeFGHij1234567890tk'
const callbackPath = `/api/pvt/payment-provider/transactions/T/payments/P/callback?accountName=store&${signature}`

/** Constructed from the field table of the contract; VTEX's Test Suite tells the cases apart by card number. */
function paymentBody(more: Readonly<Record<string, unknown>> = {}) {
  return {
    reference: '32478982',
    orderId: 'v32478982',
    shopperInteraction: 'ecommerce',
    transactionId: 'D3AA1FC8372E430E8236649DB5EBD08E',
    paymentId,
    paymentMethod: 'Visa',
    paymentMethodCustomCode: null,
    merchantName: 'mystore',
    value: 4307.23,
    currency: 'BRL',
    installments: 3,
    deviceFingerprint: '12ade389087fe',
    card: { holder: 'John', number: '4444333322221111', csc: '123', expiration: { month: '05', year: '2030' } },
    miniCart: { shippingValue: 11.44, taxValue: 10.01, buyer: {}, items: [] },
    url: 'https://store.example/',
    callbackUrl: `https://gatewayqa.vtexpayments.com.br${callbackPath}`,
    returnUrl: 'https://store.example/return',
    ...more,
  }
}

const ids = { authorizationId: 'AUT-70D2444272', tid: 'TID-1', nsu: 'NSU-1', acquirer: 'pagmm' }

async function decide({ card, paymentMethod }: PaymentRequest): Promise<CreatePaymentResult> {
  if (paymentMethod === 'BankInvoice') {
    return {
      status: 'undefined',
      ...ids,
      bankInvoice: { url: 'https://p.example/boleto.pdf', identificationNumber: '23797' },
    }
  }
  if (paymentMethod === 'Redirect') return { status: 'undefined', ...ids, redirectUrl: 'https://p.example/pay' }
  switch (card?.number) {
    case '4444333322221111':
      return { status: 'approved', ...ids }
    case '4444333322221112':
      return { status: 'denied', ...ids, code: 'denied', message: `the card ${card.number} of key ${pair.appToken}` }
    default:
      return { status: 'undefined', ...ids }
  }
}

async function start(options: Partial<VtexConnectorOptions> = {}) {
  const store = memoryStore()
  const heard: Response[] = []
  const vtex = await startFaultServer({ fetch: async () => heard.shift() ?? new Response('{}') }, () => null)
  const created: PaymentRequest[] = []
  const connector = () =>
    createVtexConnector({
      authenticate: [{ merchant: 'store', ...pair }],
      store,
      createPayment: async (payment) => {
        created.push(payment)
        return decide(payment)
      },
      capture: async (settlement, { beforeSend }) => {
        await beforeSend()
        return captured(settlement)
      },
      resolve: async (settlement) => captured(settlement),
      cancel: async () => ({ status: 'cancelled' }),
      refund: async () => ({ status: 'refunded' }),
      callback: { appKey: 'partner', appToken: 'partner-token', allowedHosts: ['127.0.0.1:*'] },
      ...options,
    } as VtexConnectorOptions)
  const post = (path: string, body: unknown) => ask(connector(), path, body, { headers: testSuite })
  const callbackUrl = `${vtex.url}${callbackPath}`
  return {
    connector,
    post,
    vtex,
    created,
    callbackUrl,
    pay: (more = {}) => post('/payments', paymentBody({ callbackUrl, ...more })),
  }
}

const card = (number: string) => ({
  card: { holder: 'J', number, csc: '123', expiration: { month: '05', year: '2030' } },
})
const operation = {
  paymentId,
  transactionId: 'D3AA1FC8372E430E8236649DB5EBD08E',
  authorizationId: ids.authorizationId,
  tid: 'TID-1',
}

describe('VTEX’s seven flows', () => {
  it('approved: create, settle, refund', async () => {
    const { post, pay, created, vtex } = await start()
    const payment = await pay()
    expect([payment.status, payment.json]).toEqual([
      200,
      {
        paymentId,
        status: 'approved',
        ...ids,
        code: null,
        message: null,
        delayToAutoSettle: 86_400,
        delayToAutoSettleAfterAntifraud: 86_400,
        delayToCancel: 604_800,
      },
    ])
    expect(created[0]).toMatchObject({
      amount: { amount: '4307.23', currency: 'BRL' },
      installments: 3,
      testSuite: true,
    })
    const settled = await post(`/payments/${paymentId}/settlements`, { ...operation, requestId: '1', value: 4307.23 })
    expect(settled.json).toMatchObject({ settleId: expect.any(String), value: 4307.23 })
    const { settleId } = settled.json
    const refunded = await post(`/payments/${paymentId}/refunds`, {
      ...operation,
      requestId: '1',
      value: 4307.23,
      settleId,
    })
    expect(refunded.json).toMatchObject({ refundId: expect.any(String), value: 4307.23 })
    await vtex.close()
  })

  it('denied, without a word of what is secret', async () => {
    const { post, pay, vtex } = await start()
    const payment = await pay(card('4444333322221112'))
    expect(payment.json).toMatchObject({
      status: 'denied',
      code: 'denied',
      message: 'the card [hidden] of key [hidden]',
    })
    const settled = await post(`/payments/${paymentId}/settlements`, { ...operation, requestId: '1', value: 1 })
    expect(settled.json).toMatchObject({ settleId: null, value: 0, code: 'payment-not-authorized' })
    await vtex.close()
  })

  it('cancellation: create, cancel, and no settlement after', async () => {
    const { post, pay, vtex } = await start()
    await pay()
    const cancelled = await post(`/payments/${paymentId}/cancellations`, {
      ...operation,
      requestId: '1',
      value: 430723,
    })
    expect(cancelled.json).toMatchObject({ cancellationId: expect.any(String), requestId: '1' })
    const settled = await post(`/payments/${paymentId}/settlements`, { ...operation, requestId: '2', value: 1 })
    expect(settled.json).toMatchObject({ settleId: null, code: 'payment-cancelled' })
    await vtex.close()
  })

  it.each([
    ['async approved', card('4222222222222224'), 'approved', {}],
    ['async denied', card('4222222222222225'), 'denied', {}],
    [
      'bank invoice',
      { paymentMethod: 'BankInvoice', card: null },
      'approved',
      { paymentUrl: 'https://p.example/boleto.pdf', identificationNumber: '23797' },
    ],
    [
      'redirect',
      { paymentMethod: 'Redirect', card: null },
      'approved',
      { paymentUrl: 'https://p.example/pay', redirectUrl: 'https://p.example/pay' },
    ],
  ] as const)('%s: undefined first, then a callback to the URL as it was received', async (_, more, status, shown) => {
    const { connector, post, pay, created, vtex } = await start()
    const first = await pay(more)
    expect(first.json).toMatchObject({ status: 'undefined', ...shown })
    expect((await pay(more)).text).toBe(first.text)
    const early = await post(`/payments/${paymentId}/settlements`, { ...operation, requestId: '1', value: 1 })
    expect(early.json.code).toBe('payment-not-authorized')
    const result = status === 'approved' ? { status, ...ids } : { status, code: 'no' }
    const finish = () => connector().finishPayment({ merchant: 'store', paymentId, result })
    expect(await finish()).toEqual({ delivered: true, status: 200 })
    expect(vtex.seen).toMatchObject([
      { method: 'POST', path: callbackPath, headers: { 'x-vtex-api-appkey': 'partner' } },
    ])
    const told = vtex.seen[0]?.body ?? ''
    expect(JSON.parse(told)).toMatchObject({ paymentId, status })
    expect((await pay(more)).text).toBe(told)
    expect(await finish()).toMatchObject({ delivered: true })
    const settled = await post(`/payments/${paymentId}/settlements`, { ...operation, requestId: '2', value: 1 })
    expect(settled.status).toBe(status === 'approved' ? 200 : 500)
    expect(created).toHaveLength(1)
    await vtex.close()
  })
})

describe('create payment', () => {
  it('in the retry mode of VTEX IO calls back with nothing, and answers the result then', async () => {
    const { connector, pay, vtex } = await start({ callback: { mode: 'retry', allowedHosts: ['127.0.0.1:*'] } })
    await pay(card('4222222222222224'))
    await connector().finishPayment({ merchant: 'store', paymentId, result: { status: 'approved', ...ids } })
    expect(vtex.seen).toMatchObject([{ method: 'POST', path: callbackPath, body: '' }])
    expect((await pay(card('4222222222222224'))).json.status).toBe('approved')
    await vtex.close()
  })

  it('is one payment for an id, and refuses the id for another amount', async () => {
    const { pay, created, vtex } = await start()
    const first = await pay()
    expect((await pay({ deviceFingerprint: 'another' })).text).toBe(first.text)
    const other = await pay({ value: 1 })
    expect([other.status, other.json]).toEqual([
      400,
      { status: 'error', code: 'payment-differs', message: expect.any(String) },
    ])
    expect(created).toHaveLength(1)
    await vtex.close()
  })

  it.each([
    ['value', -1],
    ['value', 'many'],
    ['currency', 'XXX'],
    ['currency', 'reais'],
    ['paymentId', ''],
    ['paymentMethod', null],
    ['recipients', [{ id: 'seller', role: 'seller', amount: -31.9 }]],
  ])('refuses a body whose %s is %j', async (field, value) => {
    const { pay, created, vtex } = await start()
    const { status, json } = await pay({ [field]: value })
    expect([status, json.status]).toEqual([400, 'error'])
    expect(created).toHaveLength(0)
    await vtex.close()
  })

  it.each([
    ['status', { status: 'authorized' }],
    ['authorizationId', { status: 'approved', tid: 'T' }],
    ['delays.toCancel', { status: 'approved', ...ids, delays: { toCancel: 60 } }],
    ['delays.toAutoSettle', { status: 'approved', ...ids, delays: { toAutoSettle: 1_209_600 } }],
    ['redirectUrl', { status: 'undefined', redirectUrl: 'javascript:alert(1)' }],
    ['connectorMetadata.0', { status: 'denied', connectorMetadata: [{ name: 'x'.repeat(21), value: '' }] }],
  ])('does not answer a result whose %s VTEX would not take', async (field, result) => {
    const errors: unknown[] = []
    const { pay, vtex } = await start({
      createPayment: async () => result as never,
      onError: (error) => errors.push(error),
    })
    expect(await pay()).toMatchObject({ status: 500, json: { status: 'error', code: 'internal' } })
    expect(errors).toMatchObject([{ field: `result.${field}` }])
    await vtex.close()
  })

  it('lets later settlements go up to maxValue', async () => {
    const { post, pay, vtex } = await start({
      createPayment: async () => ({ status: 'approved', ...ids, maxValue: '5000.00' }),
    })
    expect((await pay()).json.maxValue).toBe(5000)
    const settle = (value: number) =>
      post(`/payments/${paymentId}/settlements`, { ...operation, requestId: `v${value}`, value })
    expect((await settle(5000.01)).json.code).toBe('amount-exceeded')
    expect((await settle(5000)).status).toBe(200)
    await vtex.close()
  })
})
