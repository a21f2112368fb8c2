import {
  type CapturedDraft,
  type JsonObject,
  type Judgement,
  type Reply,
  refusedAfterMaybeApplied,
  type UnknownDraft,
} from '@cap/core/http'
import * as v from 'valibot'
import { siteCurrency } from './capture-schema.ts'
import { cancellation, duplicatedPayment, meaningOfRejection } from './declines.ts'
import { rawError, readError } from './error.ts'
import { judgeError, unrecognised } from './error-outcome.ts'
import {
  type Asked,
  fits,
  type Ids,
  idsOf,
  isAnothers,
  keptIds,
  parsed,
  rawPayment,
  stateOf,
  sumOf,
} from './payment.ts'
import { identifiedSchema, type PaymentAnswer, paymentSchema } from './payment-schema.ts'

export interface Context {
  readonly asked: Asked
  /** `lookup`: the answer to a GET by id. */
  readonly kind: 'capture' | 'lookup'
  /** An attempt that may have been applied came before the one that is answered here. */
  readonly earlier: boolean
}

/**
 * What an answer of `/v1/advanced_payments` means. The only place that decides it; whatever is not recognised is `unknown`.
 *
 * A status of HTTP alone never means "paid", nor "not paid": a rejection comes with 201 (capture-payment-returns.*.md), and
 * in Portuguese a refusal does too.
 */
export function judge(reply: Reply, context: Context): Judgement {
  const body = parsed(reply.body)
  const error = readError(body)
  if (reply.status < 200 || reply.status > 299) return judgeError(reply.status, error, context.kind === 'lookup')

  const payment = v.safeParse(paymentSchema, body)
  if (payment.success && error === null) return judgePayment(payment.output, rawPayment(body), reply.status, context)
  const identified = v.safeParse(identifiedSchema, body)
  if (identified.success) {
    const { id } = identified.output
    return unrecognised(error === null ? rawPayment(body) : rawError(error), keptIds(id, context.asked.id))
  }
  if (error !== null && error.status !== null && error.status >= 400 && error.causes.length > 0) {
    return judgeError(error.status, error, context.kind === 'lookup')
  }
  return { status: 'replay', cause: 'unreadable_answer', raw: error === null ? null : rawError(error) }
}

const refusedStates = ['rejected', 'cancelled']
const pendingStates = ['authorized', 'in_process', 'pending']
const capturedStates = ['approved']
const laterStates = ['refunded', 'partially_refunded', 'charged_back'] as const
const givenBackStates = [...capturedStates, ...laterStates]
type LaterState = (typeof laterStates)[number]

function judgePayment(payment: PaymentAnswer, raw: JsonObject, httpStatus: number, context: Context): Judgement {
  const { asked, kind } = context
  const ids = idsOf(payment, asked.id)
  const currency = siteCurrency(payment.site_id) ?? asked.charged?.currency ?? null
  if (isAnothers(payment, asked)) return mismatch(raw, ids)

  const payments = payment.payments ?? null
  const top = stateOf(payment.status)
  const below = (payments ?? []).map((one) => stateOf(one.status))
  const states = [top, ...below].filter((state) => state !== null)
  const all = (wanted: readonly string[]) => states.every((state) => wanted.includes(state))
  const reserved = payment.capture === false || (payments ?? []).some((one) => one.capture === false)
  if (payments?.length === 0 || states.length === 0) return unrecognised(raw, ids)

  if (all(refusedStates)) {
    if (states.includes('rejected')) return rejected(payment, raw, ids)
    // 200 is a replay: what is cancelled by now may have been captured before.
    return kind === 'capture' && httpStatus === 200 ? refusedAfterMaybeApplied(raw, ids) : cancelled(payment, raw, ids)
  }
  if (top === null) return unrecognised(raw, ids)
  if (all(pendingStates)) return pending(payment, raw, ids)
  if (all(capturedStates)) {
    if (payments === null || below.includes(null)) return unrecognised(raw, ids)
    if (reserved) return pending(payment, raw, ids)
  } else {
    const isFirst = kind === 'capture' && !context.earlier && httpStatus !== 200
    // A payment cannot have been given back before it was made, nor while it is only reserved.
    if (!all(givenBackStates) || isFirst || reserved) return unrecognised(raw, ids)
  }

  const sum = sumOf(payment, currency)
  // An amount that the currency does not have is another one than was asked for.
  if (sum === null) return asked.charged === null ? unrecognised(raw, ids) : mismatch(raw, ids)
  if (asked.charged !== null && currency !== null && !fits(sum, asked.charged, currency)) return mismatch(raw, ids)
  const later = laterOf(payment, top, below)
  const captured: CapturedDraft = {
    status: 'captured',
    captureId: ids.advancedPaymentId,
    amount: sum.complete ? sum.known : null,
    basis: kind === 'lookup' ? 'lookup' : 'answer',
    // 200 is the documented sign of a replay (idempotency-returns.*.md); and a GET moves nothing.
    replayed: kind === 'lookup' || httpStatus === 200,
    ids,
    raw,
  }
  return later === null ? captured : { ...captured, later }
}

function laterOf(payment: PaymentAnswer, top: string, below: readonly (string | null)[]): LaterState | null {
  const named = laterStates.find((state) => state === top)
  if (named !== undefined) return named
  if (below.includes('charged_back')) return 'charged_back'
  if (below.length > 0 && below.every((state) => state === 'refunded')) return 'refunded'
  const partly = below.some((state) => state !== 'approved')
  // An approved payment of which part was given back says so in its detail.
  const told = (payment.payments ?? []).some((one) => one.status_detail === 'partially_refunded')
  return partly || told ? 'partially_refunded' : null
}

function rejected(payment: PaymentAnswer, raw: JsonObject, ids: Ids): Judgement {
  const details = detailsOf(payment)
  const code = details.includes(duplicatedPayment) ? duplicatedPayment : (details[0] ?? 'rejected')
  // A duplicate of what? Perhaps of our own earlier attempt, which then took the money.
  return { status: 'declined', code, ...meaningOfRejection(code), ownRecord: code !== duplicatedPayment, ids, raw }
}

function cancelled(payment: PaymentAnswer, raw: JsonObject, ids: Ids): Judgement {
  const code = detailsOf(payment)[0] ?? 'cancelled'
  return { status: 'declined', code, ...cancellation, ownRecord: false, ids, raw }
}

function detailsOf(payment: PaymentAnswer): readonly string[] {
  return (payment.payments ?? []).map((one) => one.status_detail ?? '').filter((detail) => detail !== '')
}

function pending(payment: PaymentAnswer, raw: JsonObject, ids: Ids): Judgement {
  const code = detailsOf(payment)[0] ?? payment.status ?? null
  const message = `Mercado Pago has not settled the payment yet (${payment.status}): ask again later with resolve(), and do not charge again`
  return { status: 'pending', code, message, ids, raw }
}

function mismatch(raw: JsonObject, ids: Ids): UnknownDraft {
  return { status: 'unknown', cause: 'mismatch', mismatch: true, needs: 'person', raw, ids }
}
