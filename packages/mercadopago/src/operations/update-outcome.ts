import {
  type CancelledDraft,
  type Draft,
  type Judgement,
  type Refusal,
  type Reply,
  refusedAfterMaybeApplied,
} from '@cap/core/http'
import * as v from 'valibot'
import { type MercadoPagoError, readError } from '../error.ts'
import { type ErrorJudgement, judgeError, unrecognised } from '../error-outcome.ts'
import { parsed, rawPayment } from '../payment.ts'
import { paymentSchema } from '../payment-schema.ts'
import { type FoundPayment, foundPayment } from './look-up-payment.ts'
import { refusedOutright } from './refused-outright.ts'

/** What the answer to `PUT /v1/advanced_payments/{id}` with a status means for the cancellation it asks for. */
export function judgeCancel(reply: Reply, paymentId: string): Judgement<CancelledDraft> {
  const body = parsed(reply.body)
  const error = readError(body)
  if (reply.status < 200 || reply.status > 299) return judgeRefusal(reply.status, error)
  if (error?.status != null && error.status >= 400 && error.causes.length > 0) return judgeRefusal(error.status, error)
  const answer = v.safeParse(paymentSchema, body)
  if (!answer.success || error !== null) return { status: 'replay', cause: 'unreadable_answer', raw: null }
  const found = foundPayment(answer.output, rawPayment(body), paymentId)
  if (answer.output.id !== paymentId) {
    return { status: 'unknown', cause: 'mismatch', mismatch: true, needs: 'person', raw: found.raw, ids: found.ids }
  }
  return concludeCancel(found, 'answer')
}

/** What a payment says of its cancellation. Only `cancelled` is one. */
export function concludeCancel(found: FoundPayment, basis: 'answer' | 'lookup'): Draft<CancelledDraft> {
  const { state, reserved, ids, raw } = found
  if (state === 'cancelled') {
    return { status: 'cancelled', cancellationId: null, basis, replayed: basis === 'lookup', ids, raw }
  }
  if (state === 'rejected') {
    const message = 'the payment was rejected: there is no authorization to cancel'
    const why = { code: 'rejected', reason: 'authorization_gone', advice: 'do_not_retry', message } as const
    return { status: 'declined', ...why, ownRecord: true, ids, raw }
  }
  if (isAuthorized(found) || (reserved && state === 'approved')) {
    // Read back, an unchanged payment says nothing of what was asked.
    if (basis === 'lookup') return { status: 'unknown', cause: 'no_answer', ids, raw }
    const message = `Mercado Pago has not cancelled the payment yet (${state}): ask again later with resolveCancel()`
    return { status: 'pending', code: state, message, ids, raw }
  }
  // Captured, by whomever: what a cancellation would do now is not documented, so it is not asked for again.
  if (state !== null) return { ...unrecognised(raw, ids), needs: 'person' }
  return unrecognised(raw, ids)
}

/**
 * Whether the payment shows that it is neither captured nor cancelled. `capture: false` alone is no proof: it may only repeat
 * what the first step asked for.
 */
export function isAuthorized({ state }: FoundPayment): boolean {
  return state !== null && ['authorized', 'in_process', 'pending'].includes(state)
}

/** Whether the payment shows that nothing was taken from it, so that a refusal to take it stands. */
export function isUntaken(found: FoundPayment): boolean {
  return isAuthorized(found) || ['cancelled', 'rejected'].includes(found.state ?? '')
}

/** What a refused cancellation comes to, by the payment: the refusal stands where nothing was cancelled. */
export function concludeRefusedCancel(found: FoundPayment, refusal: Refusal): Draft<CancelledDraft> | Refusal {
  const { state, ids, raw } = found
  if (state === 'cancelled') return concludeCancel(found, 'lookup')
  const stands = isAuthorized(found) || ['approved', 'rejected'].includes(state ?? '')
  return stands ? refusal : refusedAfterMaybeApplied(raw, ids)
}

/** The other spellings are never tried by themselves: which one an account takes is for a person to find out. */
function judgeRefusal(status: number, error: MercadoPagoError | null): ErrorJudgement {
  const judgement = refusedOutright(status, error) ?? judgeError(status, error, false)
  if (judgement.status !== 'refused' || judgement.error.status !== 400) return judgement
  const message = `${judgement.error.message}; the pages spell the status cancelled, canceled and cancelado: pass the one your account takes as status`
  return { ...judgement, error: { ...judgement.error, message } }
}
