import { describe, expect, it } from 'vitest'
import { request, type Step, scripted } from './__fixtures__/client.ts'
import * as errors from './__fixtures__/errors.ts'
import * as payments from './__fixtures__/payments.ts'
import { payment } from './__fixtures__/payments.ts'
import { money } from './index.ts'

const beyond = { transaction_amount: '999999999999999.99' }

type Expected = Readonly<Record<string, unknown>>

/** One answer, or several in turn, and what the capture ends in. */
const rows: readonly (readonly [string, readonly Step[], Expected])[] = [
  [
    'approved, every payment approved',
    [payments.approved],
    { status: 'captured', captureId: '10458724', amount: money('700.50', 'MXN'), basis: 'answer', replayed: false },
  ],
  ['the same under 200: a replay', [payments.replayed], { status: 'captured', replayed: true }],
  ['approved by any other 2xx', [payment('approved', ['approved'], { status: 202 })], { status: 'captured' }],
  [
    'two payments that add up',
    [
      payment('approved', [], {
        top: {
          payments: [
            { id: 1, status: 'approved', transaction_amount: 700.2 },
            { id: 2, status: 'approved', transaction_amount: 0.3 },
          ],
        },
      }),
    ],
    { status: 'captured', amount: money('700.50', 'MXN'), reference: { paymentIds: '1,2' } },
  ],
  [
    'approved without saying how much',
    [payment('approved', ['approved'], { inside: { transaction_amount: null } })],
    { status: 'captured', amount: null },
  ],
  ['another sum', [payment('approved', ['approved'], { inside: { transaction_amount: 700.49 } })], mismatch()],
  ['twice the sum', [payment('approved', ['approved', 'approved'])], mismatch()],
  [
    'more than money can be',
    [payment('approved', ['approved', 'approved'], { inside: beyond })],
    { ...mismatch(), reference: { advancedPaymentId: '10458724' } },
  ],
  [
    'more than asked, in part of the payments',
    [
      payment('approved', [], {
        top: { payments: [{ status: 'approved', transaction_amount: 900 }, { status: 'approved' }] },
      }),
    ],
    mismatch(),
  ],
  ['the currency of another site', [payment('approved', ['approved'], { top: { site_id: 'MLA' } })], mismatch()],
  ['a site we do not know', [payment('approved', ['approved'], { top: { site_id: 'MXX' } })], { status: 'captured' }],
  [
    'another reference',
    [payment('approved', ['approved'], { top: { wallet_payment: { external_reference: 'Pago_124' } } })],
    mismatch(),
  ],
  [
    'another reference on a rejection',
    [payment('rejected', ['rejected'], { top: { wallet_payment: { external_reference: 'Pago_124' } } })],
    mismatch(),
  ],
  [
    'no reference at all',
    [payment('approved', ['approved'], { top: { wallet_payment: null }, inside: { external_reference: null } })],
    { status: 'captured' },
  ],
  [
    'another reference, inside only',
    [payment('approved', ['approved'], { top: { wallet_payment: null }, inside: { external_reference: 'Pago_124' } })],
    mismatch(),
  ],
  [
    'reserved',
    [payment('authorized', ['authorized'], { inside: { status_detail: 'pending_capture' } })],
    { status: 'pending', code: 'pending_capture' },
  ],
  [
    'in process',
    [payment('in_process', ['in_process'], { inside: { status_detail: 'pending_review_manual' } })],
    { status: 'pending', code: 'pending_review_manual' },
  ],
  [
    'pending',
    [payment('pending', ['pending'], { inside: { status_detail: null } })],
    { status: 'pending', code: 'pending' },
  ],
  ['pending, no payment told', [payment('pending', [], { top: { payments: null } })], { status: 'pending' }],
  [
    'approved with capture false inside',
    [payment('approved', ['approved'], { inside: { capture: false } })],
    { status: 'pending' },
  ],
  [
    'approved with capture false at the top',
    [payment('approved', ['approved'], { top: { capture: false } })],
    { status: 'pending' },
  ],
  ...(['refunded', 'partially_refunded', 'charged_back'] as const).map(
    (later): readonly [string, readonly Step[], Expected] => [
      `${later}, on a replay`,
      [payment(later, [later], { status: 200 })],
      { status: 'captured', later, replayed: true },
    ],
  ),
  ['refunded, on a first answer', [payment('refunded', ['refunded'])], unrecognised()],
  [
    'refunded at the top, approved inside, after a lost answer',
    ['lost', payment('refunded', ['approved'])],
    { status: 'captured', later: 'refunded' },
  ],
  [
    'approved at the top, refunded inside',
    [payment('approved', ['refunded'], { status: 200 })],
    { status: 'captured', later: 'refunded' },
  ],
  [
    'one of two refunded',
    [payment('approved', ['refunded', 'approved'], { status: 200, inside: { transaction_amount: 350.25 } })],
    { status: 'captured', later: 'partially_refunded' },
  ],
  [
    'approved, partly refunded by its detail',
    [payment('approved', ['approved'], { status: 200, inside: { status_detail: 'partially_refunded' } })],
    { status: 'captured', later: 'partially_refunded' },
  ],
  [
    'refunded though only reserved',
    [payment('refunded', ['refunded'], { status: 200, top: { capture: false } })],
    unrecognised(),
  ],
  ['rejected', [payments.rejected], { status: 'declined', code: 'cc_rejected_other_reason', reason: 'issuer_refused' }],
  ['rejected under 200', [{ ...payments.rejected, status: 200 }], { status: 'declined' }],
  ['rejected after a lost answer: the record of our key', ['lost', payments.rejected], { status: 'declined' }],
  [
    'rejected at the top only',
    [payment('rejected', [null], { inside: { status_detail: null } })],
    { status: 'declined', code: 'rejected' },
  ],
  ['rejected inside only', [payment(null, ['rejected'])], { status: 'declined' }],
  ['rejected and cancelled', [payment('rejected', ['cancelled'])], { status: 'declined' }],
  [
    'a code we do not know is final',
    [payment('rejected', ['rejected'], { inside: { status_detail: 'cc_rejected_by_the_moon' } })],
    { status: 'declined', code: 'cc_rejected_by_the_moon', reason: 'other', advice: 'do_not_retry' },
  ],
  [
    'insufficient money',
    [payments.insufficientMoney],
    { status: 'declined', reason: 'insufficient_funds', advice: 'top_up_and_retry' },
  ],
  [
    'a duplicate, on a first answer',
    [duplicate()],
    { status: 'declined', reason: 'duplicate', advice: 'check_earlier_capture' },
  ],
  [
    'a duplicate, after a lost answer',
    ['lost', duplicate()],
    { status: 'unknown', cause: 'refused_after_maybe_applied' },
  ],
  ['cancelled, on a first answer', [payment('cancelled', ['cancelled'])], { status: 'declined', reason: 'other' }],
  ['canceled, as the newer reference spells it', [payment('canceled', ['canceled'])], { status: 'declined' }],
  [
    'cancelled, after a lost answer',
    ['lost', payment('cancelled', ['cancelled'])],
    { status: 'unknown', cause: 'refused_after_maybe_applied' },
  ],
  [
    'cancelled, on a replay: it may have been captured before',
    [payment('cancelled', ['cancelled'], { status: 200 })],
    { status: 'unknown', cause: 'refused_after_maybe_applied' },
  ],
  ['an id without any status', [payment(null, [null])], unrecognised()],
  ['no status at the top', [payment(null, ['approved'])], unrecognised()],
  ['no status inside', [payment('approved', [null])], unrecognised()],
  ['no payments', [payment('approved', [])], unrecognised()],
  ['rejected without payments', [payment('rejected', [])], unrecognised()],
  ['payments not told', [payment('approved', [], { top: { payments: null } })], unrecognised()],
  ['approved above rejected', [payment('approved', ['rejected'])], unrecognised()],
  ['rejected above approved', [payment('rejected', ['approved'])], unrecognised()],
  ['rejected above in process', [payment('rejected', ['in_process'])], unrecognised()],
  ['approved above in process', [payment('approved', ['approved', 'in_process'])], unrecognised()],
  ['a status we do not know', [payment('in_mediation', ['in_mediation'])], unrecognised()],
  ['a status in capitals', [payment('APPROVED', ['APPROVED'])], unrecognised()],
  ['payments of the wrong type', [payment('approved', [], { top: { payments: 'none' } })], unrecognised()],
  ['capture as text', [payment('approved', ['approved'], { inside: { capture: 'false' } })], unrecognised()],
  [
    'an amount the currency does not have',
    [payment('approved', ['approved'], { inside: { transaction_amount: 700.505 } })],
    mismatch(),
  ],
  [
    'a payment that is an error too',
    [payment('approved', ['approved'], { top: { error: 'internal_error', message: 'Something failed.' } })],
    unrecognised(),
  ],
  [
    'a payer token that is not valid',
    [errors.payerTokenInvalid],
    { status: 'declined', reason: 'payer_token_invalid', advice: 'relink_wallet', code: '401003' },
  ],
  ['the same under 201', [errors.payerTokenInvalidUnder201], { status: 'declined', reason: 'payer_token_invalid' }],
  [
    'the same after a lost answer',
    ['lost', errors.payerTokenInvalid],
    { status: 'unknown', cause: 'refused_after_maybe_applied' },
  ],
  [
    'the same under 201 after a lost answer',
    ['lost', errors.payerTokenInvalidUnder201],
    { status: 'unknown', cause: 'refused_after_maybe_applied' },
  ],
  ['409, then the payment', [errors.stillRunning, payments.replayed], { status: 'captured', replayed: true }],
  ['409 for ever', [errors.stillRunning], { status: 'unknown', cause: 'in_progress', needs: 'resolve' }],
  ['422', [errors.keyAlreadyUsed], { status: 'unknown', cause: 'idempotency_conflict', needs: 'person' }],
  ['429, then the payment', [errors.tooManyRequests, payments.approved], { status: 'captured' }],
  ['429 for ever', [errors.tooManyRequests], { status: 'unknown', cause: 'rate_limited' }],
  ['500, then the payment', [errors.serverError, payments.approved], { status: 'captured' }],
  ['500 for ever', [errors.serverError], { status: 'unknown', cause: 'server_error' }],
  ['500 under 200, in the body', [{ ...errors.serverError, status: 200 }, payments.approved], { status: 'captured' }],
  ['no answer for ever', ['lost'], { status: 'unknown', cause: 'no_answer' }],
  ['an empty 200 for ever', [{ source: '', status: 200, body: '' }], { status: 'unknown', cause: 'unreadable_answer' }],
  [
    'an error without cause under 201',
    [{ ...errors.badParameter, status: 201 }],
    { status: 'unknown', cause: 'unreadable_answer' },
  ],
  ['404 that tells nothing', [errors.paymentNotFound], { status: 'unknown', cause: 'unrecognised_answer' }],
  [
    '401 that is not Mercado Pago’s',
    [{ source: '', status: 401, body: {} }],
    { status: 'unknown', cause: 'unrecognised_answer' },
  ],
  [
    '400 whose body says 500',
    [{ ...errors.serverError, status: 400 }],
    { status: 'unknown', cause: 'unrecognised_answer' },
  ],
  ...[301, 302, 307, 402, 403, 405, 406, 413, 415, 423, 424].map(
    (status): readonly [string, readonly Step[], Expected] => [
      `${status}, even in Mercado Pago’s form`,
      [{ ...errors.badParameter, status, body: { status, error: 'x', message: 'y' } }],
      { status: 'unknown', cause: 'unrecognised_answer' },
    ],
  ),
]

describe('an answer to a capture', () => {
  it.each(rows)('%s', async (_, steps, expected) => {
    const { outcome, error } = await scripted(steps).capture()
    expect(error).toBeNull()
    expect(outcome).toMatchObject(expected)
  })

  it.each([
    ['401', [errors.accessTokenInvalid], { code: 'unauthorized', status: 401, causes: [{ code: '401002' }] }],
    ['400', [errors.badParameter], { code: 'refused', status: 400, causes: [] }],
    ['400 in numbers', [errors.badDiscount], { code: 'refused', status: 400, causes: [{ code: '400136' }] }],
    ['404 of the whitelist', [errors.notInWhitelist], { code: 'refused', status: 404 }],
    ['404 of the collector', [errors.collectorNotListed], { code: 'refused', status: 404 }],
    ['400 in the body of a 201', [{ ...errors.badDiscount, status: 201 }], { code: 'refused', status: 400 }],
    ['no connection', ['not_sent'], { code: 'not_sent', retryable: true }],
  ] as const)('%s throws: nothing was executed', async (_, steps, expected) => {
    const { outcome, error } = await scripted(steps).capture()
    expect(outcome).toBeNull()
    expect(error).toMatchObject({ name: 'CaptureError', provider: 'mercadopago', ...expected })
  })

  it.each([
    ['401', errors.accessTokenInvalid],
    ['400', errors.badParameter],
    ['404 of the whitelist', errors.notInWhitelist],
  ] as const)('%s after a lost answer is unknown: it speaks of the repetition only', async (_, answer) => {
    const { outcome } = await scripted(['lost', answer]).capture()
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'refused_after_maybe_applied' })
  })

  it.each([
    ['a payment that settles nothing', payment('approved', ['rejected'])],
    ['422', errors.keyAlreadyUsed],
    ['another sum', payment('approved', ['approved'], { inside: { transaction_amount: 1 } })],
  ] as const)('%s is not sent again', async (_, answer) => {
    const { capture, seen } = scripted([answer])
    await capture()
    expect(seen).toHaveLength(1)
  })

  it('keeps the id of a payment that settles nothing, for resolve to read', async () => {
    const { outcome } = await scripted([payment('approved', ['rejected'])]).capture()
    expect(outcome).toMatchObject({ handle: { ids: { advancedPaymentId: '10458724', externalReference: 'Pago_123' } } })
  })

  it('marks the handle of a mismatch', async () => {
    const { outcome } = await scripted([
      payment('approved', ['approved'], { inside: { transaction_amount: 1 } }),
    ]).capture()
    expect(outcome).toMatchObject({ cause: 'mismatch', handle: { mismatch: true } })
  })

  it('expects the amount less the discount', async () => {
    const discount = {
      amount: money('50', 'MXN'),
      description: 'DESC50',
      detail: { value: '50', type: 'fixed', cap: '100' },
    } as const
    const amount = money('550', 'MXN')
    const answer = payment('approved', ['approved'], { inside: { transaction_amount: 500 } })
    const { outcome } = await scripted([answer]).capture({ amount, discount })
    expect(outcome).toMatchObject({ status: 'captured', amount: money('500', 'MXN') })
    const whole = payment('approved', ['approved'], { inside: { transaction_amount: 550 } })
    expect((await scripted([whole]).capture({ amount, discount })).outcome).toMatchObject(mismatch())
  })

  it('keeps the documented fields of the deciding answer, and nothing of the payer', async () => {
    const { outcome } = await scripted([
      payment('approved', ['approved'], { top: { payer: { id: 1, token: 'x' } } }),
    ]).capture()
    expect(outcome?.raw).toMatchInlineSnapshot(`
      {
        "binary_mode": true,
        "date_created": "2018-10-20T09:34:20.518-04:00",
        "date_last_updated": "2018-10-20T09:34:20.518-04:00",
        "id": 10458724,
        "payments": [
          {
            "capture": true,
            "external_reference": "Pago_123",
            "id": 3870106238,
            "installments": 1,
            "payment_method_id": "visa",
            "payment_type_id": "credit_card",
            "status": "approved",
            "status_detail": "accredited",
            "transaction_amount": 700.5,
          },
        ],
        "site_id": "MLM",
        "status": "approved",
        "wallet_payment": {
          "external_reference": "Pago_123",
          "transaction_amount": 700.5,
        },
      }
    `)
  })

  it('takes an earlier attempt of another call into account', async () => {
    const { run } = scripted([errors.payerTokenInvalid])
    const { outcome } = await run((client) => client.capture(request, { priorAttempt: true }))
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'refused_after_maybe_applied' })
  })
})

function mismatch(): Expected {
  return { status: 'unknown', cause: 'mismatch', needs: 'person' }
}

function unrecognised(): Expected {
  return { status: 'unknown', cause: 'unrecognised_answer', needs: 'resolve' }
}

function duplicate(): Step {
  return payment('rejected', ['rejected'], { inside: { status_detail: 'cc_rejected_duplicated_payment' } })
}
