import { memoryStore } from '@cap/core'
import { describe, expect, it } from 'vitest'
import { createVtexConnector, defineManifest, type PaymentRequest, type RefundRequest } from '../connector.ts'
import { type CaptureOutcome, createVtexGateway, money } from '../index.ts'
import { cancel, createPayment, getManifest, inbound, refund } from '../operations.ts'
import { inboundRequest } from './__fixtures__/inbound.ts'
import { cancellation, card, payment } from './__fixtures__/operations.ts'

const credentials = { appKey: 'merchant-1', appToken: 'token-1' }

/** This package's gateway, at this package's connector: the two ends share no reading of the wire. */
function bothEnds() {
  const seen = {
    payments: [] as PaymentRequest[],
    refunds: [] as RefundRequest[],
    captures: [] as string[],
    cancelled: 0,
  }
  const connector = createVtexConnector({
    store: memoryStore(),
    authenticate: [{ ...credentials, merchant: 'store-1' }],
    manifest: defineManifest({ paymentMethods: [{ name: 'Diners', allowsSplit: 'onCapture' }], metadataFields: ['m'] }),
    async createPayment(asked) {
      seen.payments.push(asked)
      const ids = { tid: 'TID-1', nsu: 'NSU-1' }
      switch (asked.card?.number) {
        case '4444333322221112':
          return { status: 'denied', code: 'insufficient-funds', message: 'No.', ...ids }
        case undefined:
          return {
            status: 'undefined',
            bankInvoice: { url: 'https://bank.example/1', barCodeImageType: 'i25' },
            ...ids,
          }
        default:
          return { status: 'approved', authorizationId: 'AUT-1', acquirer: 'Acquirer', maxValue: '40.00', ...ids }
      }
    },
    async capture(settlement, { beforeSend }): Promise<CaptureOutcome> {
      await beforeSend()
      seen.captures.push(settlement.requestId)
      return {
        status: 'captured',
        captureId: `CAPTURE-${seen.captures.length}`,
        amount: settlement.amount,
        basis: 'answer',
        replayed: false,
        ...{ provider: 'acquirer', reference: {}, attempts: [], raw: null },
      }
    },
    resolve: () => Promise.reject(new Error('nothing is open')),
    async cancel() {
      seen.cancelled++
      return { status: 'cancelled', cancellationId: 'CANCEL-1' }
    },
    async refund(asked) {
      seen.refunds.push(asked)
      return { status: 'refunded', refundId: `REFUND-${seen.refunds.length}` }
    },
    inbound: async ({ action, body }) => ({
      statusCode: 201,
      contentType: 'text/plain',
      content: `${action}: ${body}`,
    }),
  })
  const gateway = createVtexGateway({
    ...credentials,
    baseUrl: 'https://connector.example',
    fetch: (input, init) => connector.fetch(new Request(input, init)),
  })
  return { gateway, seen }
}

const ids = { paymentId: payment.paymentId, transactionId: payment.transactionId }

async function approve({ gateway }: ReturnType<typeof bothEnds>) {
  const outcome = await createPayment(gateway, payment)
  if (outcome.status !== 'done' || outcome.value.status !== 'approved') throw new Error('not approved')
  return outcome.value
}

describe('the gateway at the connector', () => {
  it('creates a payment, settles it in two parts, and refunds one of them in two parts', async () => {
    const both = bothEnds()
    const { gateway, seen } = both
    const approved = await approve(both)
    expect(approved).toMatchObject({
      authorizationId: 'AUT-1',
      tid: 'TID-1',
      nsu: 'NSU-1',
      acquirer: 'Acquirer',
      maxAmount: { amount: '40.00', currency: 'BRL' },
      delays: { toAutoSettle: 86_400, toCancel: 604_800 },
    })
    expect(seen.payments).toMatchObject([
      {
        amount: payment.amount,
        card: { number: card.number, expirationYear: '2031' },
        callbackUrl: payment.callbackUrl,
      },
    ])
    expect(seen.payments[0]).toMatchObject({ inboundRequestUrl: payment.inboundRequestUrl, sandboxMode: false })

    const settle = (requestId: string, amount: string) =>
      gateway.capture({ ...ids, requestId, amount: money(amount, 'BRL'), authorizationId: approved.authorizationId })
    const first = await settle('5678', '20.00')
    const second = await settle('5679', '11.90')
    if (first.status !== 'captured' || second.status !== 'captured') throw new Error('not settled')
    expect(seen.captures).toEqual(['5678', '5679'])

    // With the id of a settlement, which the guides do.
    const giveBack = (requestId: string, amount: string, settleId = first.captureId!) =>
      refund(gateway, { ...ids, requestId, settleId, tid: approved.tid!, amount: money(amount, 'BRL') })
    expect(await giveBack('5678', '12.50')).toMatchObject({
      status: 'refunded',
      refundId: 'REFUND-1',
      amount: money('12.50', 'BRL'),
    })
    expect(await giveBack('5678', '12.50')).toMatchObject({ status: 'refunded', refundId: 'REFUND-1' })
    expect(await giveBack('r2', '7.51')).toMatchObject({ status: 'pending', code: 'amount-exceeded' })
    expect(await giveBack('r3', '7.50')).toMatchObject({ status: 'refunded', refundId: 'REFUND-2' })
    expect(seen.refunds.map(({ amount, captureId }) => [amount.amount, captureId])).toEqual([
      ['12.50', 'CAPTURE-1'],
      ['7.50', 'CAPTURE-1'],
    ])
    expect(await giveBack('r4', '1.00', 'NOBODYS')).toMatchObject({ status: 'pending', code: 'settlement-not-found' })

    const tooLate = await cancel(gateway, { ...ids, requestId: 'c1', authorizationId: approved.authorizationId })
    expect(tooLate).toMatchObject({ status: 'pending', code: 'already-settled' })
    expect(seen.cancelled).toBe(0)
  })

  it('creates a payment once, and tells its state when asked again', async () => {
    const both = bothEnds()
    await approve(both)
    expect(await createPayment(both.gateway, payment, { priorAttempt: true })).toMatchObject({
      status: 'done',
      value: { status: 'approved', authorizationId: 'AUT-1' },
    })
    expect(both.seen.payments).toHaveLength(1)
  })

  it('cancels a payment, its value in cents, which then is not settled any more', async () => {
    const both = bothEnds()
    const { gateway, seen } = both
    const { authorizationId } = await approve(both)
    const request = { ...cancellation, ...ids, authorizationId, amount: payment.amount }
    expect(await cancel(gateway, request)).toMatchObject({ status: 'cancelled', cancellationId: 'CANCEL-1' })
    expect(await cancel(gateway, request)).toMatchObject({ status: 'cancelled', cancellationId: 'CANCEL-1' })
    expect(seen.cancelled).toBe(1)
    const settled = await gateway.capture({ ...ids, requestId: 's1', amount: payment.amount, authorizationId })
    expect(settled.status).toBe('pending')
    expect(seen.captures).toEqual([])
  })

  it('is told of a denied payment, and of one whose buyer goes on with an invoice', async () => {
    const { gateway } = bothEnds()
    const denied = await createPayment(gateway, { ...payment, card: { ...card, number: '4444333322221112' } })
    expect(denied).toMatchObject({ status: 'declined', code: 'insufficient-funds' })
    const { card: _, ...rest } = payment
    expect(await createPayment(gateway, { ...rest, paymentId: 'INVOICE', paymentMethod: 'BankInvoice' })).toMatchObject(
      {
        status: 'done',
        value: { status: 'undefined', paymentUrl: 'https://bank.example/1', bankInvoice: { barCodeImageType: 'i25' } },
      },
    )
  })

  it('reads the manifest, and forwards requests by either route', async () => {
    const { gateway } = bothEnds()
    expect(await getManifest(gateway)).toMatchObject({
      paymentMethods: [{ name: 'Diners', allowsSplit: 'onCapture' }],
      metadataFields: ['m'],
    })
    const forwarded = { status: 'done', value: { statusCode: 201, content: `hook: ${inboundRequest.body}` } }
    expect(await inbound(gateway, inboundRequest)).toMatchObject(forwarded)
    expect(await inbound(gateway, { ...inboundRequest, path: 'inbound-request' })).toMatchObject(forwarded)
  })

  it('is told that refunds and cancellations are made by hand, where they are', async () => {
    const connector = createVtexConnector({
      store: memoryStore(),
      authenticate: [{ ...credentials, merchant: 'store-1' }],
      payment: () => ({ currency: 'BRL', authorized: '31.90', state: 'authorized' }),
      capture: () => Promise.reject(new Error('not here')),
      resolve: () => Promise.reject(new Error('not here')),
    })
    const gateway = createVtexGateway({
      ...credentials,
      baseUrl: 'https://connector.example',
      fetch: (input, init) => connector.fetch(new Request(input, init)),
    })
    expect(await cancel(gateway, cancellation)).toMatchObject({ status: 'declined', code: 'cancel-manually' })
    const request = { ...ids, requestId: 'r', settleId: 's', tid: 't', amount: payment.amount }
    expect(await refund(gateway, request)).toMatchObject({ status: 'declined', code: 'refund-manually' })
  })
})
