import { type JsonObject, type JsonValue, type Money, readWireAmount } from '@cap/core/http'
import * as v from 'valibot'
import { tolerant } from './field-schema.ts'

/**
 * Contradiction 8: a payment that is authorised and not captured has no code of its own. `processing`, `pending` and `paid`
 * have all been read so; `requireCapture` is the nearest documented sign.
 */
const states = {
  0: 'pending',
  1: 'failed',
  2: 'cancelled',
  5: 'processing',
  10: 'paid',
  13: 'disputed',
  15: 'charged_back',
  20: 'refunded',
  25: 'partially_refunded',
} as const

/** What the number says; `unrecognised`: a number that is not in the appendix. */
export type PaymentState = (typeof states)[keyof typeof states] | 'unrecognised'

/** A payment as pipwave shows it. Card and personal data are left out; `requery` shows them to nobody. */
export interface PipwavePayment {
  /** Text, exact beyond 2^53 too. */
  readonly pwId: string | null
  readonly txnId: string | null
  /** The payment gateway's id. */
  readonly pgTxnId: string | null
  /** pipwave's number, kept whatever it is. */
  readonly transactionStatus: number
  readonly state: PaymentState
  /** A capture is still to be asked for. null: pipwave did not say. */
  readonly requireCapture: boolean | null
  readonly reversible: boolean | null
  /** ISO 4217, as pipwave gave it. */
  readonly currency: string | null
  /** The checkout amount. null: absent, or not exact money in the payment's currency. */
  readonly amount: Money | null
  /** The authorised total, with taxes and fees. */
  readonly totalAmount: Money | null
  /** After refunds, chargebacks and adjustments. Not the captured amount: no field shows that. */
  readonly finalAmount: Money | null
  readonly paymentMethodCode: string | null
}

/** With numbers already turned into the text they stood as. */
export const label = tolerant((value) =>
  typeof value === 'string' && value !== '' && value.length <= 255 ? value : null,
)
/** Documented as boolean; `"1"` and `"0"` are read as such, anything else as absent. */
export const flag = tolerant((value) =>
  [true, 'true', '1'].includes(value as string) ? true : [false, 'false', '0'].includes(value as string) ? false : null,
)

/**
 * Tolerant: what decides is read, and only its type is asked for.
 *
 * Contradiction 11: ids are 32 characters long in one table and 255 in another. 255 is taken.
 *
 * Contradiction 16: the second sample of `transaction_status` (20160101120000) is a slip of the page. Such a number would be
 * read as a state nobody knows.
 *
 * Contradiction 21: `payment_method_code` refers to a page that does not exist. It is opaque.
 *
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/requery.md
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/appendix/payment_status_code.md
 */
const paymentSchema = v.object({
  pw_id: label,
  txn_id: label,
  pg_txn_id: label,
  transaction_status: v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)),
  require_capture: flag,
  reversible_payment: flag,
  currency_code: label,
  amount: label,
  total_amount: label,
  final_amount: label,
  payment_method_code: label,
})

/** A payment, and the documented fields it was read from, for `raw`. */
export interface Found {
  readonly payment: PipwavePayment
  readonly raw: JsonObject
}

/**
 * Reads the fields of a payment out of an answer.
 *
 * @returns null when it has no readable state
 */
export function readPayment(body: JsonObject): Found | null {
  const parsed = v.safeParse(paymentSchema, body)
  return parsed.success ? { payment: paymentOf(parsed.output), raw: documentedFields(body) } : null
}

function paymentOf(fields: v.InferOutput<typeof paymentSchema>): PipwavePayment {
  const currency = fields.currency_code
  const asMoney = (value: string | null) => (currency === null ? null : readWireAmount(value, currency))
  const number = fields.transaction_status
  return {
    pwId: fields.pw_id,
    txnId: fields.txn_id,
    pgTxnId: fields.pg_txn_id,
    transactionStatus: number,
    state: stateOf(number),
    requireCapture: fields.require_capture,
    reversible: fields.reversible_payment,
    currency,
    amount: asMoney(fields.amount),
    totalAmount: asMoney(fields.total_amount),
    finalAmount: asMoney(fields.final_amount),
    paymentMethodCode: fields.payment_method_code,
  }
}

export function stateOf(status: number): PaymentState {
  return isKnownStatus(status) ? states[status] : 'unrecognised'
}

/** Whether the appendix has the number. */
export function isKnownStatus(status: number): status is keyof typeof states {
  return Object.hasOwn(states, status)
}

const documented = [
  'status',
  'message',
  'pw_id',
  'txn_id',
  'pg_txn_id',
  'amount',
  'total_amount',
  'final_amount',
  'currency_code',
  'transaction_status',
  'require_capture',
  'reversible_payment',
  'payment_method_code',
]

/** What a requery tells besides (addresses, card data, risk data) is nobody's business here. */
function documentedFields(body: JsonObject): JsonObject {
  const kept: Record<string, JsonValue> = {}
  for (const name of documented) {
    const value = body[name]
    if (value !== undefined && (typeof value !== 'object' || value === null)) kept[name] = value
  }
  return kept
}

/** The ids of a payment that are known, for handles and outcomes. */
export function knownIds(payment: PipwavePayment): Record<string, string> {
  return {
    ...(payment.pwId === null ? {} : { pwId: payment.pwId }),
    ...(payment.txnId === null ? {} : { txnId: payment.txnId }),
    ...(payment.pgTxnId === null ? {} : { pgTxnId: payment.pgTxnId }),
  }
}
