/**
 * Where Mercado Pago's pages contradict each other, or themselves: the reading taken, one test for each. Paths are those of
 * https://github.com/mercadopago/devsite-docs.
 */
import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Step, scripted } from './__fixtures__/client.ts'
import * as errors from './__fixtures__/errors.ts'
import * as payments from './__fixtures__/payments.ts'
import { payment } from './__fixtures__/payments.ts'
import { type MercadoPagoCaptureRequest, money, verifyNotification } from './index.ts'

const outcomeOf = async (steps: readonly Step[], more: Partial<MercadoPagoCaptureRequest> = {}) =>
  (await scripted(steps).capture(more)).outcome

async function sent(more: Partial<MercadoPagoCaptureRequest> = {}) {
  const { capture, seen } = scripted([payments.approved])
  await capture(more)
  const [exchange] = seen
  if (exchange === undefined) throw new Error('nothing was sent')
  return { headers: exchange.headers, body: JSON.parse(exchange.body ?? '') }
}

const discount = {
  amount: money('50', 'MXN'),
  description: 'wallet connect test',
  detail: { value: '10', type: 'percent', cap: '100000' },
} as const

describe('guides/wallet-connect/capture-payment-returns.*.md', () => {
  it('prints rejections and insufficient money under 201: the body decides, not the status of HTTP', async () => {
    expect(await outcomeOf([payments.rejected])).toMatchObject({ status: 'declined' })
    expect(await outcomeOf([payments.insufficientMoney])).toMatchObject({ status: 'declined' })
  })

  it('prints an invalid payer token under 401 (en, es) and under 201 (pt): the error in the body is read in both', async () => {
    const expected = { status: 'declined', reason: 'payer_token_invalid', code: '401003' }
    expect(await outcomeOf([errors.payerTokenInvalid])).toMatchObject(expected)
    expect(await outcomeOf([errors.payerTokenInvalidUnder201])).toMatchObject(expected)
  })

  it('has curly quotes and commas missing or too many: such bodies are taken for damaged, never repaired', async () => {
    const damaged = [
      '{"id":10458724,"status":"approved”}',
      '{"payer":{"id":786547}"site_id":"MLM"}',
      '{"status":"400","message":"Some parameters are invalid for search.",}',
      '{"id":10458724,"description": Payment Google}',
    ]
    for (const body of damaged) {
      const answer = { source: 'as printed', status: 201, body }
      expect(await outcomeOf([answer])).toMatchObject({ status: 'unknown', cause: 'unreadable_answer' })
      expect(await outcomeOf([answer, payments.replayed])).toMatchObject({ status: 'captured' })
    }
  })

  it('has an id of null inside, where the reference has a number: null is no id, and no problem', async () => {
    expect(await outcomeOf([payments.insufficientMoney])).toMatchObject({
      reference: { advancedPaymentId: '90458724', externalReference: 'Pago_123' },
    })
  })
})

describe('guides/wallet-connect/idempotency-returns.*.md and idempotency.*.md', () => {
  it('have the code 401001 inside a 409: the status of HTTP goes first, so it is a conflict and not a refusal', async () => {
    expect(await outcomeOf([errors.stillRunning])).toMatchObject({ status: 'unknown', cause: 'in_progress' })
  })

  it('say a 409 also means "already paid", and that a payment already made is answered with 200: it is asked again', async () => {
    expect(await outcomeOf([errors.stillRunning, payments.replayed])).toMatchObject({
      status: 'captured',
      replayed: true,
    })
  })

  it('explain 422 as an error while creating, its message says the key was used: a conflict of keys, never a fresh key', async () => {
    const { capture, seen } = scripted([errors.keyAlreadyUsed])
    expect((await capture()).outcome).toMatchObject({ status: 'unknown', cause: 'idempotency_conflict' })
    expect(seen).toHaveLength(1)
  })

  it('print a replay under 200, the reference lists 201 only: any 2xx is read, and 200 is a replay', async () => {
    expect(await outcomeOf([payments.replayed])).toMatchObject({ status: 'captured', replayed: true })
    expect(await outcomeOf([{ ...payments.approved, status: 203 }])).toMatchObject({
      status: 'captured',
      replayed: false,
    })
  })

  it('know 401, 409 and 422, which reference/api-json/wallet_connect.json does not: the guides are followed', async () => {
    for (const answer of [errors.payerTokenInvalid, errors.stillRunning, errors.keyAlreadyUsed]) {
      expect(await outcomeOf([answer])).not.toMatchObject({ cause: 'unrecognised_answer' })
    }
  })

  it('print a 400 without cause: the error has no causes', async () => {
    const { error } = await scripted([errors.badParameter]).capture()
    expect(error).toMatchObject({ code: 'refused', causes: [] })
  })
})

describe('error bodies', () => {
  it.each([
    [
      'text, with message (capture-payment-returns.en.md)',
      errors.accessTokenInvalid,
      '401002',
      'Invalid access token.',
    ],
    [
      'numbers, with description (process-payments-with-discounts.en.md)',
      errors.badDiscount,
      '400136',
      "discount doesn't exist or amount is incorrect",
    ],
  ] as const)('have status and code as %s: both are read, as text', async (_, answer, code, message) => {
    const { error } = await scripted([answer]).capture()
    expect(error).toMatchObject({ status: answer.status, causes: [{ code, message }] })
  })

  it.each(['bad_request', 'Conflict', 'Not found', 'not_found', 'internal_error', 'internal_server_error'])(
    'name one thing in many ways (%s): the name decides nothing',
    async (error) => {
      const answer = { ...errors.badParameter, body: { status: 400, error, message: 'x' } }
      expect((await scripted([answer]).capture()).error).toMatchObject({ code: 'refused', status: 400 })
    },
  )

  it('of 500 repeat the message of a bad id (refund-full-amount.en.md): the text of a 500 is ignored', async () => {
    const body = { status: '500', error: 'internal_server_error', message: 'Invalid id.', cause: [{ code: '400048' }] }
    expect(await outcomeOf([{ ...errors.serverError, body }])).toMatchObject({
      status: 'unknown',
      cause: 'server_error',
    })
  })

  it('of 404 mean three things (get-payment-information-returns.en.md): only access problems prove that nothing ran', async () => {
    for (const answer of [errors.notInWhitelist, errors.collectorNotListed]) {
      const { error } = await scripted([answer]).capture()
      expect(error).toMatchObject({
        code: 'refused',
        message: expect.stringContaining((answer.body as { message: string }).message),
      })
    }
    expect(await outcomeOf([errors.paymentNotFound])).toMatchObject({ status: 'unknown', cause: 'unrecognised_answer' })
  })
})

describe('the request', () => {
  it('has binary_mode mandatory (capture-payment.en.md), optional (reference) or missing (samples): true, always', async () => {
    expect((await sent()).body.binary_mode).toBe(true)
    expect((await sent({ amount: money('550', 'MXN'), discount })).body.binary_mode).toBe(true)
  })

  it('has wallet-token (guides) or wallet-tokens (reference): the guides, which say that nothing else is accepted', async () => {
    expect((await sent()).body.payer.type_token).toBe('wallet-token')
  })

  it('allows letters and digits in a reference (process-payments-with-discounts.en.md), all samples have "_": no refusal, a warning beyond [A-Za-z0-9_-]', async () => {
    const plain = scripted([payments.approved])
    expect((await plain.capture({ externalReference: 'Pago_123' })).outcome?.status).toBe('captured')
    expect(plain.events.some(({ type }) => type === 'warning')).toBe(false)
    const odd = scripted([
      payment('approved', ['approved'], { top: { wallet_payment: null }, inside: { external_reference: null } }),
    ])
    expect((await odd.capture({ externalReference: 'Pago#123' })).outcome?.status).toBe('captured')
    expect(odd.events.some(({ type }) => type === 'warning')).toBe(true)
  })

  it('declares discount.code a number, with "WALLET10" for example: text', async () => {
    const { body } = await sent({ amount: money('550', 'MXN'), discount: { ...discount, code: 'WALLET10' } })
    expect(body.wallet_payment.discount.code).toBe('WALLET10')
  })

  it('has percent (guides) or percentage (reference): what the promise said is echoed', async () => {
    for (const type of ['percent', 'percentage', 'fixed'] as const) {
      const { body } = await sent({
        amount: money('550', 'MXN'),
        discount: { ...discount, detail: { ...discount.detail, type } },
      })
      expect(body.wallet_payment.discount.detail.type).toBe(type)
    }
  })

  it('lacks Bearer, key and content type in a sample (process-payments-with-discounts.en.md): all are sent', async () => {
    const { headers } = await sent({ amount: money('550', 'MXN'), discount })
    expect(headers).toMatchObject({
      authorization: expect.stringMatching(/^Bearer TEST-/),
      'content-type': 'application/json',
      'x-idempotency-key': expect.stringMatching(/./),
    })
  })

  it('requires forward_data (older reference) or only from facilitators of Brazil (newer one): optional, and then complete', async () => {
    expect((await sent()).body.wallet_payment).not.toHaveProperty('forward_data')
    const { error } = await scripted([payments.approved]).capture({ subMerchant: { mcc: '5462' } as never })
    expect(error).toMatchObject({ code: 'invalid_request', field: expect.stringMatching(/^subMerchant\./) })
  })

  it('has X-Meli-Session-Id in English only (capture-payment.en.md): supported everywhere, required for gambling', async () => {
    expect((await sent({ sessionId: 'armor.1' })).headers['x-meli-session-id']).toBe('armor.1')
    const { error } = await scripted([payments.approved], { industry: 'gambling' }).capture()
    expect(error).toMatchObject({ code: 'invalid_request', field: 'sessionId' })
  })
})

describe('the record of a payment', () => {
  it('with a discount promises 50, calls 10 the coupon, charges 500 of 550 (process-payments-with-discounts.en.md): only what was charged is compared', async () => {
    const site = { ...(payments.discounted.body as object), site_id: 'MLM' }
    const outcome = await outcomeOf([{ ...payments.discounted, body: site }], { amount: money('550', 'MXN'), discount })
    expect(outcome).toMatchObject({ status: 'captured', amount: money('500', 'MXN') })
  })

  it.each([
    ['a list', [{ collector_id: 'x' }]],
    ['an object (get-payment-information-returns.en.md)', { collector_id: 'x' }],
    ['null (process-payments-with-discounts.en.md)', null],
  ])('has disbursements as %s: not read at all', async (_, disbursements) => {
    expect(await outcomeOf([payment('approved', ['approved'], { top: { disbursements } })])).toMatchObject({
      status: 'captured',
    })
  })

  it('has no status when it is read (get-payment-information-returns.en.md), and amounts that differ: unknown', async () => {
    const identified = await outcomeOf([payment('approved', ['in_process'], { top: { id: 10267812 } })])
    if (identified?.status !== 'unknown') throw new Error('the first answer settles nothing')
    const { run } = scripted([
      {
        ...payments.lookedUp,
        body: {
          ...(payments.lookedUp.body as object),
          wallet_payment: null,
          payments: [{ transaction_amount: 700.5 }],
        },
      },
    ])
    const { outcome } = await run((client) => client.resolve(identified.handle))
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'unrecognised_answer' })
  })

  it('is cancelled (older reference), canceled (newer one): both are read', async () => {
    for (const spelling of ['cancelled', 'canceled']) {
      expect(await outcomeOf([payment(spelling, [spelling])])).toMatchObject({ status: 'declined' })
    }
  })

  it('calls payer.id the identifier of the payment (reference): it is the payer, and goes into no reference', async () => {
    expect(Object.values((await outcomeOf([payments.approved]))?.reference ?? {})).not.toContain('786547')
  })
})

describe('the signature of notifications (your-integrations/notifications/webhooks.md)', () => {
  const secret = 'webhook-secret'
  const verify = (manifest: string, ts: string, dataId: string | null) =>
    verifyNotification({
      secret,
      dataId,
      signature: `ts=${ts},v1=${createHmac('sha256', secret).update(manifest).digest('hex')}`,
    })

  it('has ts in milliseconds, and in seconds in the sample: both are read, by their size', async () => {
    expect(await verify('ts:1704908010;', '1704908010', null)).toMatchObject({ signedAt: '2024-01-10T17:33:30.000Z' })
    expect(await verify('ts:1704908010000;', '1704908010000', null)).toMatchObject({
      signedAt: '2024-01-10T17:33:30.000Z',
    })
  })

  it('lower-cases the id, which the libraries of Mercado Pago stopped doing: as received, then lower-cased', async () => {
    expect(await verify('id:ORD01;ts:1;', '1', 'ORD01')).toMatchObject({ status: 'verified', dataId: 'ORD01' })
    expect(await verify('id:ord01;ts:1;', '1', 'ORD01')).toMatchObject({ status: 'verified', dataId: 'ORD01' })
    expect(await verify('id:ORD01;ts:1;', '1', 'ord01')).toMatchObject({ status: 'rejected' })
  })
})
