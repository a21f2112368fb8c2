import type { Scenario } from '@cap/core/testing'

/** What becomes of the payment a capture makes. */
export interface PaymentScript {
  readonly kind: 'payment'
  readonly status: string
  readonly statusDetail: string
  /** Default: a card. Without money in the wallet there is no payment inside, and its id is null. */
  readonly method?: 'account_money'
  /** What it turns to right after the first answer, as replays and reads then say. */
  readonly afterwards?: { readonly status: string; readonly statusDetail: string }
  /** Only reserved: answers carry `capture: false`. */
  readonly reserved?: true
}

/** An answer that executes nothing. */
export interface AnswerScript {
  readonly kind: 'answer'
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface MercadoPagoScenario extends Scenario {
  readonly script: PaymentScript | AnswerScript
}

const pages = {
  returns: 'guides/wallet-connect/capture-payment-returns.en.md',
  returnsPt: 'guides/wallet-connect/capture-payment-returns.pt.md',
  idempotency: 'guides/wallet-connect/idempotency-returns.en.md',
  lookup: 'guides/wallet-connect/get-payment-information-returns.en.md',
  discounts: 'guides/wallet-connect/process-payments-with-discounts.en.md',
  refund: 'guides/wallet-connect/refund-full-amount.en.md',
  details: 'guides/online-payments/checkout-api/handling-responses.en.md (codes of /v1/payments)',
  marketplace: 'reference/advanced_payments/resource.yaml (statuses of the marketplace product)',
  undocumented: 'not documented for this API',
} as const

const payment = (name: string, title: string, source: string, script: Omit<PaymentScript, 'kind'>) => ({
  name,
  title,
  source,
  script: { kind: 'payment', ...script } as const,
})

const rejected = (statusDetail: string, title: string) =>
  payment(
    `rejected-${statusDetail.replace('cc_rejected_', '').replaceAll('_', '-')}`,
    title,
    statusDetail === 'cc_rejected_other_reason' ? pages.returns : pages.details,
    { status: 'rejected', statusDetail },
  )

const answer = (name: string, title: string, source: string, script: Omit<AnswerScript, 'kind'>) => ({
  name,
  title,
  source,
  script: { kind: 'answer', ...script } as const,
})

/** Mercado Pago's error body in its usual form: everything is text. */
export function problem(status: number, error: string, message: string, code?: string): unknown {
  return {
    status: String(status),
    error,
    message,
    ...(code === undefined ? {} : { cause: [{ code, message, data: null }] }),
  }
}

const payerToken = problem(401, 'unauthorized', 'Invalid payer token.', '401003')

/** The documented answers of a capture, each to be played. */
export const scenarios: readonly MercadoPagoScenario[] = [
  payment('approved', 'approved, from a card', pages.returns, { status: 'approved', statusDetail: 'accredited' }),
  payment('approved-account-money', 'approved, from the balance', pages.returns, {
    status: 'approved',
    statusDetail: 'accredited',
    method: 'account_money',
  }),
  payment('approved-then-refunded', 'approved, and refunded later', pages.marketplace, {
    status: 'approved',
    statusDetail: 'accredited',
    afterwards: { status: 'refunded', statusDetail: 'refunded' },
  }),
  payment('approved-then-partially-refunded', 'approved, and partly refunded later', pages.marketplace, {
    status: 'approved',
    statusDetail: 'accredited',
    afterwards: { status: 'partially_refunded', statusDetail: 'partially_refunded' },
  }),
  payment('approved-then-charged-back', 'approved, and charged back later', pages.marketplace, {
    status: 'approved',
    statusDetail: 'accredited',
    afterwards: { status: 'charged_back', statusDetail: 'settled' },
  }),
  payment('insufficient-money', 'rejected: no balance, under 201', pages.returns, {
    status: 'rejected',
    statusDetail: 'insufficient_money',
    method: 'account_money',
  }),
  rejected('cc_rejected_other_reason', 'rejected by the issuer, under 201'),
  rejected('cc_rejected_insufficient_amount', 'rejected: the card has no funds'),
  rejected('cc_rejected_call_for_authorize', 'rejected: the buyer must call the bank'),
  rejected('cc_rejected_card_disabled', 'rejected: the card is not active'),
  rejected('cc_rejected_high_risk', 'rejected: risk of fraud'),
  rejected('cc_rejected_blacklist', 'rejected: the card is blocked'),
  rejected('cc_rejected_duplicated_payment', 'rejected: the same amount was just charged'),
  rejected('cc_rejected_max_attempts', 'rejected: too many attempts'),
  rejected('cc_rejected_invalid_installments', 'rejected: instalments'),
  rejected('cc_rejected_card_type_not_allowed', 'rejected: the card has no credit function'),
  rejected('cc_rejected_bad_filled_security_code', 'rejected: wrong card data'),
  rejected('cc_rejected_card_error', 'rejected: the card could not be processed'),
  payment('cancelled', 'cancelled', pages.marketplace, { status: 'cancelled', statusDetail: 'by_collector' }),
  payment('in-process', 'in process: manual review', pages.details, {
    status: 'in_process',
    statusDetail: 'pending_review_manual',
  }),
  payment('in-process-then-approved', 'in process, and approved later', pages.details, {
    status: 'in_process',
    statusDetail: 'pending_contingency',
    afterwards: { status: 'approved', statusDetail: 'accredited' },
  }),
  payment('in-process-then-rejected', 'in process, and rejected later', pages.details, {
    status: 'in_process',
    statusDetail: 'pending_contingency',
    afterwards: { status: 'rejected', statusDetail: 'cc_rejected_high_risk' },
  }),
  payment('pending', 'waits for the buyer', pages.details, {
    status: 'pending',
    statusDetail: 'pending_waiting_payment',
  }),
  payment('authorized', 'reserved only', pages.details, {
    status: 'authorized',
    statusDetail: 'pending_capture',
    reserved: true,
  }),
  answer('bad-parameter', '400, without cause', pages.idempotency, {
    status: 400,
    body: problem(400, 'bad_request', 'Some parameters are invalid for search.'),
  }),
  answer('bad-discount', '400 in numbers, with description', pages.discounts, {
    status: 400,
    body: {
      error: 'bad_request',
      message: "discount doesn't exist or amount is incorrect",
      status: 400,
      cause: [{ code: 400136, description: "discount doesn't exist or amount is incorrect", data: null }],
    },
  }),
  answer('bad-access-token', '401', pages.undocumented, {
    status: 401,
    body: problem(401, 'unauthorized', 'Invalid access token.', '401002'),
  }),
  answer('payer-token-invalid', '401: the agreement was cancelled', pages.returns, { status: 401, body: payerToken }),
  answer('payer-token-invalid-pt', '201 with the body of a 401', pages.returnsPt, { status: 201, body: payerToken }),
  answer('not-in-whitelist', '404: the application is not enabled', pages.lookup, {
    status: 404,
    body: problem(404, 'Not found', 'Client ID not found in whitelist.'),
  }),
  answer('collector-not-listed', '404: the collector is not listed', pages.lookup, {
    status: 404,
    body: problem(404, 'Not found', 'collector_id not found in the merchant list.'),
  }),
  answer('still-running', '409: the same key is being processed', pages.idempotency, {
    status: 409,
    body: problem(409, 'Conflict', 'The process has not been completed yet. Try again later.', '401001'),
  }),
  answer('key-already-used', '422: the key belongs to another body', pages.idempotency, {
    status: 422,
    body: problem(422, 'Unprocessable entity', 'Idempotency key already used.', '422001'),
  }),
  answer('too-many-requests', '429, come back in a second', pages.undocumented, {
    status: 429,
    headers: { 'retry-after': '1' },
    body: problem(429, 'too_many_requests', 'Too many requests.'),
  }),
  answer('server-error', '500', pages.refund, {
    status: 500,
    body: problem(500, 'internal_server_error', 'Internal server error.', '500000'),
  }),
]

/** @throws Error for a name that is not on the list */
export function scenarioNamed(name: string): MercadoPagoScenario {
  const found = scenarios.find((scenario) => scenario.name === name)
  if (found !== undefined) return found
  throw new Error(`no scenario is called ${JSON.stringify(name)}: ${scenarios.map((one) => one.name).join(', ')}`)
}
