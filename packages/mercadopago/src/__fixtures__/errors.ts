import type { Answer } from './payments.ts'

const idempotency = 'guides/wallet-connect/idempotency-returns.en.md'
const lookup = 'guides/wallet-connect/get-payment-information-returns.en.md'

const invalidPayerToken = {
  status: '401',
  error: 'unauthorized',
  message: 'Invalid payer token.',
  cause: [{ code: '401003', message: 'Invalid payer token', data: null }],
}

export const payerTokenInvalid: Answer = {
  source: 'guides/wallet-connect/capture-payment-returns.en.md, "Payment rejected due to lack of authorization"',
  status: 401,
  body: invalidPayerToken,
}

export const payerTokenInvalidUnder201: Answer = {
  source: 'guides/wallet-connect/capture-payment-returns.pt.md (commit 215922b): the same body under 201',
  status: 201,
  body: invalidPayerToken,
}

export const badParameter: Answer = {
  source: `${idempotency}, "Failed response: Bad request": no cause`,
  status: 400,
  body: { status: '400', error: 'bad_request', message: 'Some parameters are invalid for search.' },
}

export const badDiscount: Answer = {
  source: 'guides/wallet-connect/process-payments-with-discounts.en.md, "Error": numbers, and description for message',
  status: 400,
  body: {
    error: 'bad_request',
    message: "discount doesn't exist or amount is incorrect",
    status: 400,
    cause: [{ code: 400136, description: "discount doesn't exist or amount is incorrect", data: null }],
  },
}

export const stillRunning: Answer = {
  source: `${idempotency}, "Failed due to conflict"`,
  status: 409,
  body: {
    status: '409',
    error: 'Conflict',
    message: 'The process has not been completed yet. Try again later.',
    cause: [{ code: '401001', message: 'The process has not been completed yet. Try again later.', data: null }],
  },
}

export const keyAlreadyUsed: Answer = {
  source: `${idempotency}, "Failed due to unprocessable entity"`,
  status: 422,
  body: {
    status: '422',
    error: 'Unprocessable entity',
    message: 'Idempotency key already used.',
    cause: [{ code: '422001', message: 'Idempotency key already used.', data: null }],
  },
}

export const paymentNotFound: Answer = {
  source: `${lookup}, "Failed due to Advanced payment not found"`,
  status: 404,
  body: { status: '404', error: 'Not found', message: 'Advanced payment not found.' },
}

export const notInWhitelist: Answer = {
  source: `${lookup}, "Failure due to Client ID not found in whitelist"`,
  status: 404,
  body: { status: '404', error: 'Not found', message: 'Client ID not found in whitelist.' },
}

export const collectorNotListed: Answer = {
  source: `${lookup}, "Failure due to collector_id not found in merchant list"`,
  status: 404,
  body: { status: '404', error: 'Not found', message: 'collector_id not found in the merchant list.' },
}

export const accessTokenInvalid: Answer = {
  source:
    'constructed: code 401002 of reference/advanced_payments/endpoints/_advanced_payments/post.yaml in the usual form',
  status: 401,
  body: {
    status: '401',
    error: 'unauthorized',
    message: 'Invalid access token.',
    cause: [{ code: '401002', message: 'Invalid access token.', data: null }],
  },
}

export const serverError: Answer = {
  source: 'guides/wallet-connect/refund-full-amount.en.md: the 500 of a refund',
  status: 500,
  body: {
    status: '500',
    error: 'internal_server_error',
    message: 'Internal server error.',
    cause: [{ code: '500000', message: 'Internal server error.', data: null }],
  },
}

export const tooManyRequests: Answer = {
  source: 'constructed: 429 is not documented for this API; the official Node SDK reads Retry-After in seconds',
  status: 429,
  headers: { 'retry-after': '2' },
  body: { status: 429, error: 'too_many_requests', message: 'Too many requests.', cause: [] },
}
