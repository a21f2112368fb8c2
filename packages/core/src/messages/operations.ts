import type { Cancelled, CancelOutcome } from '../outcome/cancel-outcome.ts'
import type { Changed, ChangeOutcome } from '../outcome/change-outcome.ts'
import type { CaptureOutcome, Declined, Pending, Unknown } from '../outcome/outcome.ts'
import type { Refunded, RefundOutcome } from '../outcome/refund-outcome.ts'
import { cancel } from './cancel.ts'
import { change } from './change.ts'
import { whyDeclined } from './declined.ts'
import type { Said } from './endings.ts'
import { whyFailed } from './failed.ts'
import { whyUnknown } from './open.ts'
import { refund } from './refund.ts'
import { type Failure, joinSentences, type Sentences } from './sentences.ts'

/** What each operation ends in. */
export interface OperationOutcomes {
  readonly capture: CaptureOutcome
  readonly refund: RefundOutcome
  readonly cancel: CancelOutcome
  readonly change: ChangeOutcome<unknown>
}

/** `captureAuthorized` of Mercado Pago is a capture; what is neither that nor a refund or a cancellation is a `change`. */
export type OperationName = keyof OperationOutcomes

type Subject = OperationOutcomes[OperationName] | Failure

/** Which operation it is: the subject's own word goes first, and `given` where it has none. */
export function operationOf(subject: Subject, given: OperationName): OperationName {
  if ('retryable' in subject) return given
  switch (subject.status) {
    case 'captured':
      return 'capture'
    case 'refunded':
      return 'refund'
    case 'cancelled':
      return 'cancel'
    case 'done':
      return 'change'
    case 'declined':
      return given
    case 'pending':
    case 'unknown':
      return subject.handle.action ?? 'capture'
  }
}

const endings = { refund, cancel, change }

/** What is said of a refund, a cancellation or a change that is done. */
export function ofDone(outcome: Refunded | Cancelled | Changed<unknown>): Said {
  if (outcome.status === 'done') return change.done
  const own = outcome.status === 'refunded' ? refund : cancel
  return outcome.basis === 'accepted' ? own.accepted : own.done
}

/** No code of a capture is looked up here: its sentences speak of paying. */
export function ofRefusal({ reason }: Declined, operation: 'refund' | 'cancel'): Said {
  return because(whyDeclined[reason], endings[operation].declined)
}

export function ofOpen(outcome: Pending | Unknown, operation: keyof typeof endings): Said {
  if (outcome.status === 'pending') return endings[operation].pending
  return because(whyUnknown[outcome.cause], endings[operation][outcome.needs])
}

export function ofThrow({ code, retryable }: Failure, operation: keyof typeof endings): Said {
  return because(whyFailed[code], endings[operation][retryable ? 'again' : 'refused'])
}

function because(why: Sentences, { buyer, merchant }: Said): Said {
  return { buyer, merchant: joinSentences(why, merchant) }
}
