import type { DeclinedDraft, UnknownDraft } from '@cap/core/http'
import { type Found, isKnownStatus, knownIds } from '../payment.ts'

/**
 * The payment's state admits no such write: nothing is sent.
 *
 * @param earlier one may have been applied before, so the state speaks of what came after it
 */
export function notInThisState(found: Found, earlier: boolean, what: string): DeclinedDraft | UnknownDraft {
  const { payment, raw } = found
  const { transactionStatus: status } = payment
  const ids = knownIds(payment)
  if (!isKnownStatus(status)) return { status: 'unknown', cause: 'unrecognised_answer', needs: 'person', ids, raw }
  if (earlier) return { status: 'unknown', cause: 'refused_after_maybe_applied', needs: 'person', ids, raw }
  return {
    status: 'declined',
    code: String(status),
    reason: status === 1 || status === 2 ? 'authorization_gone' : 'other',
    advice: 'do_not_retry',
    message: `the payment is ${payment.state}: ${what}`,
    ownRecord: false,
    ids,
    raw,
  }
}

/** One may have been applied before, and what the payment shows proves nothing: nothing is sent. */
export function stillOpen({ payment, raw }: Found): UnknownDraft {
  return { status: 'unknown', cause: 'in_progress', ids: knownIds(payment), raw }
}
