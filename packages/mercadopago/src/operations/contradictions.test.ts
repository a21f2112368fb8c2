/**
 * Where Mercado Pago's pages about what surrounds a capture contradict each other, or themselves: the reading taken, one test
 * for each. Paths are those of https://github.com/mercadopago/devsite-docs.
 */
import { describe, expect, it } from 'vitest'
import { accessToken, payerToken, request, scripted } from '../__fixtures__/client.ts'
import * as errors from '../__fixtures__/errors.ts'
import { type Answer, payment } from '../__fixtures__/payments.ts'
import { refunds, withoutList } from '../__fixtures__/refunds.ts'
import { operating } from '../__fixtures__/settle.ts'
import * as wallet from '../__fixtures__/wallet.ts'
import { createMercadoPago, type MercadoPago, money } from '../index.ts'
import { createNotificationHandler } from '../notifications.ts'
import {
  cancel,
  cancelAgreement,
  captureAuthorized,
  checkCoupon,
  createAgreement,
  createPayerToken,
  getAgreement,
  promiseDiscount,
  refund,
} from '../operations.ts'

const { agreementId, code } = wallet
const idempotencyKey = 'key-1'
const paymentId = '10458724'
const part = { paymentId, amount: money('25', 'MXN'), idempotencyKey }
const whole = { paymentId, amount: money('700.50', 'MXN'), idempotencyKey }
const invitation = { returnUri: 'https://shop.example', externalUser: { id: 'u', description: 'U' }, idempotencyKey }
const cancelled = payment('cancelled', ['cancelled'], { status: 200 })

async function said<Outcome>(answer: Answer, call: (client: MercadoPago) => Promise<Outcome>) {
  const world = operating([answer])
  const { outcome, error } = await world.settle(call)
  return { outcome, error, sent: JSON.parse(world.seen[0]?.body ?? 'null'), seen: world.seen }
}

describe('PUT /v1/advanced_payments/{id}', () => {
  it('cancels by cancelled (older reference, SDK), canceled (newer reference) or cancelado (Spanish): the first, unless told otherwise', async () => {
    const sent = async (status?: 'canceled' | 'cancelado') =>
      (await said(cancelled, (client) => cancel(client, { ...whole, status }))).sent.status
    expect([await sent(), await sent('canceled'), await sent('cancelado')]).toEqual([
      'cancelled',
      'canceled',
      'cancelado',
    ])
  })

  it('needs wallet_payment (older reference), or does not (newer one, SDK): sent in both uses', async () => {
    const expected = { wallet_payment: { transaction_amount: 700.5 } }
    expect((await said(cancelled, (client) => cancel(client, whole))).sent).toMatchObject(expected)
    expect((await said(cancelled, (client) => captureAuthorized(client, whole))).sent).toMatchObject(expected)
  })

  it('answers with a status at the top (guides), or only inside (reference): inside is enough to cancel, not to capture', async () => {
    const gone = await said(payment(null, ['cancelled']), (client) => cancel(client, whole))
    expect(gone.outcome).toMatchObject({ status: 'cancelled' })
    const taken = await said(payment(null, ['approved']), (client) => captureAuthorized(client, whole))
    expect(taken.outcome).toMatchObject({ status: 'unknown', cause: 'unrecognised_answer' })
  })

  it('has binary_mode: true before it (guides), which leaves nothing to capture later: it is left out then', async () => {
    const { capture, seen } = scripted([cancelled])
    await capture({ ...request, captureLater: true })
    expect(seen[0]?.body).not.toContain('binary_mode')
  })
})

describe('POST /v1/advanced_payments/{id}/refunds', () => {
  it('refunds everything by an empty body (refund-full-amount.en.md) or by amount 0 (reference): empty, and 0 is refused', async () => {
    const full = await said(refunds({}), (client) => refund(client, { ...part, amount: 'full' }))
    expect(full.seen[0]?.body).toBeNull()
    const none = await said(refunds({}), (client) => refund(client, { ...part, amount: money('0', 'MXN') }))
    expect(none.error).toMatchObject({ code: 'invalid_request', field: 'amount.amount' })
    expect(none.seen).toEqual([])
  })

  it('answers with a list (guides) or with one refund (SDK): both are read', async () => {
    for (const answer of [refunds({}), withoutList]) {
      const { outcome } = await said(answer, (client) => refund(client, part))
      expect(outcome).toMatchObject({ status: 'refunded', amount: money('25', 'MXN') })
    }
  })

  it('answers with a status (guides) or without (reference): without one nothing is claimed', async () => {
    const { outcome } = await said(refunds({ status: null }), (client) => refund(client, part))
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'unrecognised_answer' })
  })

  it('prints 200 for a first answer, as captures do for a replay: it is not called a replay', async () => {
    const { outcome } = await said(refunds({}), (client) => refund(client, part))
    expect(outcome).toMatchObject({ replayed: false })
  })

  it('refuses by 400, and the API behind it reports refunds in process by a bare 400 (refund-pix): only a code is a refusal', async () => {
    const bare = await said(errors.badParameter, (client) => refund(client, part))
    expect(bare.outcome).toMatchObject({ status: 'unknown', cause: 'unrecognised_answer' })
    const coded = await said(errors.badDiscount, (client) => refund(client, part))
    expect(coded.error).toMatchObject({ code: 'refused' })
  })
})

describe('agreements', () => {
  it('come back to return_uri (guide, newer reference, errors) or return_url (older reference): the first', async () => {
    const { sent } = await said(wallet.agreementMade, (client) => createAgreement(client, invitation))
    expect(sent).toHaveProperty('return_uri')
    expect(sent).not.toHaveProperty('return_url')
  })

  it('are approved at wwww.mercadopago.com.ar, or at a beta host (samples): no host is expected', async () => {
    for (const agreement_uri of ['https://wwww.mercadopago.com.ar/x', 'https://beta.mercadopago.com.ar/x']) {
      const body = { agreement_id: agreementId, agreement_uri }
      const { outcome } = await said({ ...wallet.agreementMade, body }, (client) => createAgreement(client, invitation))
      expect(outcome).toMatchObject({ value: { agreementUri: agreement_uri } })
    }
  })

  it('have a validation_code (reference), an agreement_code (notifications) and a code (payer token): read both, send the last', async () => {
    const body = { id: agreementId, agreement_code: 'A1' }
    const found = await said({ ...wallet.agreement, body }, (client) => getAgreement(client, agreementId))
    expect(found.outcome).toMatchObject({ code: 'A1' })
    const made = await said(wallet.payerTokenMade, (client) =>
      createPayerToken(client, { agreementId, code, idempotencyKey }),
    )
    expect(made.sent).toEqual({ code })
  })

  it('have an access token for the example of x-platform-id (reference): one is refused', () => {
    expect(() => createMercadoPago({ accessToken, platformId: accessToken })).toThrow('platformId')
  })

  it('are cancelled by a 200 with nothing in it; a second time is a 404 (newer reference): done as well', async () => {
    const nothing = { source: 'no response body', status: 200, body: '' }
    const [again] = wallet.named(404, 'AlreadyCancelled')
    for (const answer of [nothing, again ?? nothing]) {
      const { outcome } = await said(answer, (client) => cancelAgreement(client, { agreementId, idempotencyKey }))
      expect(outcome).toMatchObject({ status: 'done' })
    }
  })
})

describe('discounts and coupons', () => {
  const asked = { payerToken, amount: money('550', 'ARS'), idempotencyKey }

  it('have the legal terms inside the discount (guide) or beside it (reference): both are read', async () => {
    const { legal_terms: _, ...discount } = (wallet.promised.body as { discount: { legal_terms: string } }).discount
    const body = { ...(wallet.promised.body as object), discount, legal_terms: 'https://terms.example' }
    for (const [answer, legalTerms] of [
      [wallet.promised, 'https://mercadopago.com/legal/terms'],
      [{ ...wallet.promised, body } as Answer, 'https://terms.example'],
    ] as const) {
      const { outcome } = await said(answer, (client) => promiseDiscount(client, asked))
      expect(outcome).toMatchObject({ value: { legalTerms } })
    }
  })

  it('have details (guide) or detail (reference), and percent or percentage: all are read, and go back as they came', async () => {
    for (const answer of [wallet.coupon, wallet.couponInReference]) {
      const { outcome } = await said(answer, (client) => checkCoupon(client, { payerToken, coupon: 'X' }))
      expect(outcome).toMatchObject({ detail: { type: 'percentage' } })
    }
  })

  it('need x-client-id (older reference), or do not (guide): sent when it is given', async () => {
    const header = async (clientId?: string) =>
      (await said(wallet.coupon, (client) => checkCoupon(client, { payerToken, coupon: 'X', clientId }))).seen[0]
        ?.headers['x-client-id']
    expect([await header(), await header('123')]).toEqual([undefined, '123'])
  })

  it('answer an invalid payer token by 401 (captures) or by a bare 400 (coupons): declined, and refused', async () => {
    const promise = await said(errors.payerTokenInvalid, (client) => promiseDiscount(client, asked))
    expect(promise.outcome).toMatchObject({ status: 'declined', reason: 'payer_token_invalid' })
    const coupon = await said(wallet.couponRefused, (client) => checkCoupon(client, { payerToken, coupon: 'X' }))
    expect(coupon.error).toMatchObject({ code: 'refused', status: 400 })
  })
})

describe('notifications (guides/wallet-connect/notifications.*.md)', () => {
  const event = { id: agreementId, type: 'wallet_connect', entity: 'agreement', date: 'd', data: { id: agreementId } }

  async function receive(...bodies: readonly object[]) {
    const got: string[] = []
    const handler = createNotificationHandler({
      secret: 's',
      unverified: 'hand_over',
      handle: ({ type }) => void got.push(type),
    })
    const statuses: number[] = []
    for (const body of bodies) {
      const call = new Request('https://shop.example', { method: 'POST', body: JSON.stringify(body) })
      statuses.push((await handler(call)).status)
    }
    return { got, statuses }
  }

  it('are three (en, pt) or two (older es), and others may come: all are handed over, unknown ones as such', async () => {
    const { got } = await receive(
      { ...event, action: 'status.updated', data: { id: agreementId, status: 'confirmed_by_user' } },
      { ...event, action: 'payment_method.updated' },
      { ...event, action: 'created' },
    )
    expect(got).toEqual(['agreement_status', 'agreement_payment_method', 'unknown'])
  })

  it('have the id of the agreement for their own (en), or another (pt): action, date and version tell them apart', async () => {
    const first = { ...event, action: 'status.updated', version: 0 }
    const { got } = await receive(first, first, { ...first, version: 1 }, { ...first, date: 'e' })
    expect(got).toHaveLength(3)
  })

  it('take any 2xx (here), or 200 and 201 (other pages) for an answer: 200', async () => {
    expect((await receive({ ...event, action: 'status.updated' })).statuses).toEqual([200])
  })
})
