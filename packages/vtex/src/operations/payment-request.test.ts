import { describe, expect, it } from 'vitest'
import { wire } from '../__fixtures__/settlement.ts'
import { type CreatePaymentRequest, createPayment, describeCreatePayment } from '../operations.ts'
import { card, fixture, payment } from './__fixtures__/operations.ts'

const approved = fixture('approved')

const tokens = {
  holderToken: '#vtex#token#d799bae#holder#',
  bin: '444433',
  numberToken: '#vtex#token#d799bae#number#',
  numberLength: 16,
  cscToken: '#vtex#token#d799bae#csc#',
  cscLength: 3,
  expiration: { month: '12', year: '2031' },
}
const secureProxyUrl = 'https://account.vtexpayments.example/proxy'

async function sent(request: CreatePaymentRequest, options = {}) {
  const { gateway, sent: exchanges } = wire([[200, approved]], options)
  await createPayment(gateway, request)
  const [exchange] = exchanges
  return { ...exchange!, json: JSON.parse(exchange!.body) }
}

async function refusal(change: Record<string, unknown>) {
  const { gateway, sent: exchanges } = wire([[200, approved]])
  const error: unknown = await createPayment(gateway, { ...payment, ...change } as never).catch(
    (thrown: unknown) => thrown,
  )
  expect(exchanges).toEqual([])
  return error
}

describe('a Create Payment on the wire', () => {
  it('is what the contract says, name by name and unit by unit', async () => {
    const { url, json, headers } = await sent(payment)
    expect(url).toBe('https://provider.example/payments')
    expect(json).toEqual(fixture('create-payment-request'))
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-provider-api-apptoken': expect.any(String) })
    expect(headers).not.toHaveProperty('x-vtex-api-is-testsuite')
  })

  it('carries the header of the Test Suite by option', async () => {
    expect((await sent(payment, { testSuite: true })).headers).toHaveProperty('x-vtex-api-is-testsuite', 'true')
  })

  it('may do without everything that is optional', async () => {
    const { paymentId, transactionId, reference, orderId, shopperInteraction, paymentMethod, merchantName } = payment
    const { amount, installments, deviceFingerprint, miniCart, url, callbackUrl, returnUrl } = payment
    const { json } = await sent({
      ...{ paymentId, transactionId, reference, orderId, shopperInteraction, paymentMethod, merchantName },
      ...{ amount, installments, deviceFingerprint, miniCart, url, callbackUrl, returnUrl },
    })
    expect(Object.keys(json).sort()).toEqual(
      [
        ...['callbackUrl', 'currency', 'deviceFingerprint', 'installments', 'merchantName', 'miniCart', 'orderId'],
        ...['paymentId', 'paymentMethod', 'paymentMethodCustomCode', 'reference', 'returnUrl', 'shopperInteraction'],
        ...['transactionId', 'url', 'value'],
      ].sort(),
    )
  })

  it('has tokens in place of the card, and the address where they are exchanged', async () => {
    const secureProxyTokensUrl = 'https://account.vtexpayments.example/tokens?hash=0c1d'
    const { json } = await sent({ ...payment, card: tokens, secureProxyUrl, secureProxyTokensUrl })
    expect(json).toMatchObject({ card: tokens, secureProxyUrl, secureProxyTokensURL: secureProxyTokensUrl })
  })

  it('may verify a card by nothing', async () => {
    const amount = { amount: '0.00', currency: 'BRL' }
    const { recipients: _, ...rest } = payment
    expect((await sent({ ...rest, amount, verificationOnly: true })).json).toMatchObject({
      value: 0,
      verificationOnly: true,
    })
  })

  it('writes amounts in the digits of their currency', async () => {
    const { recipients: _, referenceAmount: __, installmentAmount: ___, totalCartAmount: ____, ...rest } = payment
    const [item] = payment.miniCart.items
    const miniCart = {
      ...payment.miniCart,
      shippingValue: '100',
      taxValue: '0',
      items: [{ ...item!, price: '2900', discount: '0', taxValue: '10' }],
    }
    const { json } = await sent({ ...rest, miniCart, amount: { amount: '3000', currency: 'CLP' } })
    expect(json).toMatchObject({
      value: 3000,
      currency: 'CLP',
      miniCart: { shippingValue: 100, items: [{ price: 2900 }] },
    })
  })
})

describe('a Create Payment is refused before anything is sent', () => {
  it.each([
    ...['paymentId', 'transactionId', 'reference', 'orderId', 'shopperInteraction', 'paymentMethod'],
    ...['merchantName', 'amount', 'installments', 'deviceFingerprint', 'miniCart', 'url', 'callbackUrl', 'returnUrl'],
  ])('without %s', async (field) => {
    expect(await refusal({ [field]: undefined })).toMatchObject({ code: 'invalid_request', field })
  })

  it.each([
    ['amount', { amount: '0.00', currency: 'BRL' }],
    ['amount', 31.9],
    ['installments', 0],
    ['installments', 1.5],
    ['installments', '1'],
    ['installmentsInterestRate', -1],
    ['installmentsInterestRate', Number.POSITIVE_INFINITY],
    ['callbackUrl', 'not a url'],
    ['returnUrl', 'javascript:alert(1)'],
    ['sandBoxMode', true],
    ['card.number', { ...card, number: '4444 3333 2222 1111' }],
    ['card.number', { ...card, number: 4444333322221111 }],
    ['card.csc', { ...card, csc: '12' }],
    ['card.expiration.month', { ...card, expiration: { month: '13', year: '2031' } }],
    ['card.expiration.year', { ...card, expiration: { month: '12', year: '31' } }],
    ['card.cvv', { ...card, cvv: '973' }],
    ['card.number', { ...tokens, number: '4444333322221111' }],
    ['secureProxyUrl', tokens],
  ])('with %s %j', async (field, value) => {
    const name = field.startsWith('card') || field === 'secureProxyUrl' ? 'card' : field
    expect(await refusal({ [name]: value })).toMatchObject({ code: 'invalid_request', field })
  })

  it.each([
    ['secureProxyUrl', { secureProxyUrl }],
    ['secureProxyTokensUrl', { secureProxyTokensUrl: secureProxyUrl }],
    ['secureProxyUrl', { card: tokens, secureProxyUrl: 'http://account.vtexpayments.example/proxy' }],
    ['amount', { amount: { amount: '0.00', currency: 'BRL' }, verificationOnly: false }],
    ['referenceAmount.currency', { referenceAmount: { amount: '31.90', currency: 'USD' } }],
    ['recipients', { recipients: payment.recipients!.slice(1) }],
    [
      'miniCart.buyer.corporateName',
      { miniCart: { ...payment.miniCart, buyer: { ...payment.miniCart.buyer, isCorporate: true } } },
    ],
    ['miniCart.shippingValue', { miniCart: { ...payment.miniCart, shippingValue: 1 } }],
    [
      'miniCart.items.0.price',
      { miniCart: { ...payment.miniCart, items: [{ ...payment.miniCart.items[0], price: '30.901' }] } },
    ],
    [
      'miniCart.shippingAddress.country',
      { miniCart: { ...payment.miniCart, shippingAddress: { ...payment.miniCart.shippingAddress, country: 'BR' } } },
    ],
  ])('with a %s that does not fit', async (field, change) => {
    expect(await refusal(change)).toMatchObject({ code: 'invalid_request', field })
  })

  it('without repeating what is wrong with the card', async () => {
    const error = await refusal({ card: { ...card, number: '4444-3333-2222-1111', [card.number]: 1 } })
    expect(JSON.stringify(error)).not.toContain('4444-3333')
    expect(String(error)).not.toContain('4444-3333')
  })
})

describe('what a store is told of a Create Payment', () => {
  it('names what must be encrypted, the card included', async () => {
    const { gateway } = wire([])
    expect(await describeCreatePayment(gateway, payment)).toMatchObject({
      operation: `payment:${payment.paymentId}`,
      paymentKey: payment.paymentId,
      idempotencyKey: payment.paymentId,
      secretPaths: [
        ...['card.holder', 'card.number', 'card.csc', 'card.document', 'card.expiration.month', 'card.expiration.year'],
        'callbackUrl',
        'merchantSettings.0.value',
      ],
    })
    const tokenized = await describeCreatePayment(gateway, { ...payment, card: tokens, secureProxyUrl })
    expect(tokenized.secretPaths).toEqual(expect.arrayContaining(['card.numberToken', 'secureProxyUrl']))
  })

  it('has no fingerprint of the card: the few there are could be tried', async () => {
    const { gateway } = wire([])
    const one = await describeCreatePayment(gateway, payment)
    const other = await describeCreatePayment(gateway, {
      ...payment,
      card: { ...card, number: '4222222222222224', csc: '111' },
    })
    const none = await describeCreatePayment(gateway, { ...payment, card: undefined })
    expect(new Set([one, other, none].map(({ fingerprint }) => fingerprint)).size).toBe(1)
    expect((await describeCreatePayment(gateway, { ...payment, installments: 2 })).fingerprint).not.toBe(
      one.fingerprint,
    )
  })
})
