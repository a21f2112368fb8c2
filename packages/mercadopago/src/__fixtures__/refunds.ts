import type { JsonObject, JsonValue } from '@cap/core'
import type { Answer } from './payments.ts'

const page = 'guides/wallet-connect/refund-partial-amount.en.md'

const sample = {
  id: 1242469925,
  payment_id: 51617407254,
  amount: 25,
  source: { id: 783789745, name: 'Test Test', type: 'collector' },
  date_created: '2022-11-18T08:48:06.768-04:00',
  status: 'approved',
} as const satisfies JsonObject

export const refunded: Answer = { source: `${page}, "Successful response"`, status: 200, body: [sample] }

/** Refunds in any state, in the form of the sample. */
export function refunds(...more: readonly JsonObject[]): Answer {
  return { source: `constructed from ${page}`, status: 200, body: more.map((one) => ({ ...sample, ...one })) }
}

export const withoutList: Answer = {
  source: 'constructed: a single refund, as the official Node SDK types it (src/clients/disbursementRefund)',
  status: 201,
  body: { id: 1, advanced_payment_id: 10458724, disbursement_id: 2, amount: 25, status: 'approved' },
}

const refusal = (status: number, error: string, message: string, code: string): JsonValue => ({
  status: String(status),
  error,
  message,
  cause: [{ code, message, data: null }],
})

export const badId: Answer = {
  source: `${page}, "Failed response: Bad request"`,
  status: 400,
  body: refusal(400, 'bad_request', 'Invalid splitter id.', '400048'),
}

export const noSuchPayment: Answer = {
  source: `${page}, "Failed response: Not found"`,
  status: 404,
  body: refusal(404, 'not_found', 'Advanced payment not found.', '404002'),
}
