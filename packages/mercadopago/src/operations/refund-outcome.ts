import {
  compareMoney,
  equalMoney,
  type JsonObject,
  type JsonValue,
  type Judgement,
  type Money,
  type RefundedDraft,
  type Reply,
  readWireAmount,
  type UnknownDraft,
} from '@cap/core/http'
import * as v from 'valibot'
import { type MercadoPagoError, rawError, readError } from '../error.ts'
import { type ErrorJudgement, judgeError, unrecognised } from '../error-outcome.ts'
import { parsed, plus, stateOf } from '../payment.ts'
import { type RefundAnswer, refundsSchema } from './refund-schema.ts'
import { refusedOutright } from './refused-outright.ts'

/** What is known of the refund an answer should be about. */
export interface AskedRefund {
  readonly paymentId: string
  /** What should be given back; null for "everything" when it is not known how much that is. */
  readonly amount: Money | null
}

/** What the answer to `POST /v1/advanced_payments/{id}/refunds` means. Whatever is not recognised is `unknown`. */
export function judgeRefund(reply: Reply, asked: AskedRefund): Judgement<RefundedDraft> {
  const body = parsed(reply.body)
  const error = readError(body)
  if (reply.status < 200 || reply.status > 299) return judgeRefusal(reply.status, error)
  const answer = v.safeParse(refundsSchema, body)
  if (answer.success && error === null) return judgeRefunds(answer.output, rawRefunds(body), asked)
  if (error?.status != null && error.status >= 400 && error.causes.length > 0) return judgeRefusal(error.status, error)
  return { status: 'replay', cause: 'unreadable_answer', raw: error === null ? null : rawError(error) }
}

/** Codes by which Mercado Pago names what was wrong with a request: six digits, or five in some files of the reference. */
const badRequest = /^400\d{2,3}$/

/**
 * A 400 proves that nothing was given back only with one of Mercado Pago's codes: behind this API, refunds that are still in
 * process are reported as a bare 400
 * (https://mercadopago.com.br/developers/en/docs/checkout-api/payment-management/cancellations-and-refunds/refund-pix).
 */
function judgeRefusal(status: number, error: MercadoPagoError | null): ErrorJudgement {
  if (status === 400 && error !== null && !error.causes.some(({ code }) => code !== null && badRequest.test(code))) {
    return unrecognised(rawError(error))
  }
  return refusedOutright(status, error) ?? judgeError(status, error, false)
}

const openStates = ['pending', 'in_process', 'authorized']

function judgeRefunds(refunds: RefundAnswer, raw: JsonValue, asked: AskedRefund): Judgement<RefundedDraft> {
  const refundIds = refunds.map(({ id }) => id).join(',')
  const ids = refundIds.length > 500 ? {} : { refundIds }
  const isAnothers = refunds.some((one) => (one.advanced_payment_id ?? asked.paymentId) !== asked.paymentId)
  const amount = sumOf(refunds, asked.amount)
  if (isAnothers || amount === 'mismatch') return mismatch(raw, ids)

  const states = refunds.map(({ status }) => stateOf(status))
  const all = (...wanted: readonly string[]) => states.every((state) => state !== null && wanted.includes(state))
  if (all('approved')) {
    // The samples print 200 for a first answer too, so a replay cannot be told from it.
    return { status: 'refunded', refundId: refundIds, amount, basis: 'answer', replayed: false, ids, raw }
  }
  if (all('approved', ...openStates)) {
    const message =
      'Mercado Pago took the refund and has not carried it out yet: ask again later with resolveRefund(), and do not refund again'
    return { status: 'pending', code: states.find((state) => state !== 'approved') ?? null, message, ids, raw }
  }
  if (all('rejected', 'cancelled')) {
    return {
      status: 'declined',
      code: states[0] ?? 'rejected',
      reason: 'other',
      advice: 'do_not_retry',
      message: 'Mercado Pago rejected the refund: find out why before you ask for it again, under a new key',
      // What is cancelled by now may have been carried out before.
      ownRecord: all('rejected'),
      ids,
      raw,
    }
  }
  return unrecognised(raw, ids)
}

/** @returns null when the answer does not say, or there is nothing to read it by */
function sumOf(refunds: RefundAnswer, asked: Money | null): Money | null | 'mismatch' {
  if (asked === null) return null
  let sum: Money | null = null
  let complete = true
  for (const { amount } of refunds) {
    if (amount == null) {
      complete = false
      continue
    }
    const read = readWireAmount(amount, asked.currency)
    sum = read === null ? null : plus(sum, read)
    if (sum === null) return 'mismatch'
  }
  if (sum === null) return null
  if (!complete) return compareMoney(sum, asked) > 0 ? 'mismatch' : null
  return equalMoney(sum, asked) ? sum : 'mismatch'
}

const shown = ['id', 'payment_id', 'amount', 'date_created', 'status'] as const

/** The documented fields, by name: whose money it was is not among them. */
function rawRefunds(body: JsonValue | undefined): JsonValue {
  const list: readonly JsonValue[] = Array.isArray(body) ? body : body === undefined ? [] : [body]
  return list.slice(0, 20).map((one) => {
    const fields = one as JsonObject
    const kept: Record<string, JsonValue> = {}
    for (const name of shown) if (typeof fields[name] !== 'object') kept[name] = fields[name] ?? null
    return kept
  })
}

function mismatch(raw: JsonValue, ids: Readonly<Record<string, string>>): UnknownDraft {
  return { status: 'unknown', cause: 'mismatch', mismatch: true, needs: 'person', raw, ids }
}
