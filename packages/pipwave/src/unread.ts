import { type Call, nothingSent, type Refusal, type UnknownCause, type UnknownDraft } from '@cap/core/http'
import { lookupFailed } from './error.ts'
import type { Look } from './look.ts'

/** Why the payment's state is not known. */
export type Unread = Extract<Look, { kind: 'failed' }>

function unusable(message: string, cause: UnknownCause): Unread {
  return { kind: 'failed', cause, message, httpStatus: null, code: null, askedWaitMs: null }
}

export const neverHadItsTurn = unusable(
  'another operation of the payment was under way until the call was over',
  'in_progress',
)
export const namedNoPwId = unusable(
  'its answer names no pw_id, by which operations of one payment are kept in line',
  'unreadable_answer',
)
export const namesAnotherPayment = unusable('its answer names another pw_id', 'mismatch')
export const showsTooLittle = unusable(
  'its answer lacks the total, or the currency, to compare the amount with',
  'unreadable_answer',
)

/** Nothing was sent, and nothing is known: a throw, unless an earlier call may have been applied. */
export function unread(call: Call, why: Unread, prior: boolean): Refusal | UnknownDraft {
  if (prior) return { status: 'unknown', cause: causeOf(call, why.cause), raw: null }
  return call.stopped === 'aborted' ? nothingSent(call, '') : lookupFailed(why)
}

/** The caller or the deadline ended it: that, and not a lost answer, is why nobody knows. */
export function causeOf(call: Call, cause: UnknownCause): UnknownCause {
  return call.stopped === 'aborted' || cause === 'no_answer' || cause === 'in_progress'
    ? (call.stopped ?? cause)
    : cause
}
