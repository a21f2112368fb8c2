import type { Declined, Pending, Unknown } from '../outcome/outcome.ts'
import { captured } from './captured.ts'
import { afterDecline, buyerAfterDecline, whyDeclined } from './declined.ts'
import type { Said } from './endings.ts'
import { failed } from './failed.ts'
import { buyerWhileOpen, whileOpen, whyUnknown } from './open.ts'
import {
  type OperationName,
  type OperationOutcomes,
  ofDone,
  ofOpen,
  ofRefusal,
  ofThrow,
  operationOf,
} from './operations.ts'
import {
  type CodeMessage,
  type Failure,
  joinSentences,
  type Language,
  type Message,
  type Sentences,
} from './sentences.ts'

type Codes = Readonly<Record<string, CodeMessage>>
type AnyOutcome = OperationOutcomes[OperationName]

/** What is said of pending outcomes and of operations, besides the provider's table. */
export interface MessageOptions<Operation extends OperationName> {
  /** What a decline or a throw belongs to: neither says so itself. Default `capture`. */
  readonly operation?: Operation | undefined
  /** What to tell the merchant of a pending capture whose code is not in the table. */
  readonly whenPending?: Sentences | undefined
}

/**
 * What to tell buyer and merchant about an outcome of an operation, or about what it threw.
 *
 * A code's own sentences are used only where the outcome agrees with the table; otherwise the outcome's status, reason,
 * advice or cause decides, so that a code can never turn "we do not know" into "pay again".
 *
 * @param codes the provider's table, of captures; of changes too, which can begin a payment
 */
export function messageOf<Operation extends OperationName = 'capture'>(
  codes: Codes,
  subject: OperationOutcomes[Operation] | Failure,
  language: Language,
  { operation, whenPending = whileOpen.pending }: MessageOptions<Operation> = {},
): Message {
  const kind = operationOf(subject, operation ?? 'capture')
  const { buyer, merchant } = saidOf(codes, subject, kind, whenPending)
  return { buyer: buyer[language], merchant: merchant[language] }
}

function saidOf(codes: Codes, subject: AnyOutcome | Failure, operation: OperationName, whenPending: Sentences): Said {
  if ('retryable' in subject) return operation === 'capture' ? ofFailure(codes, subject) : ofThrow(subject, operation)
  switch (subject.status) {
    case 'captured':
      return captured(subject)
    case 'refunded':
    case 'cancelled':
    case 'done':
      return ofDone(subject)
    case 'declined':
      return operation === 'refund' || operation === 'cancel'
        ? ofRefusal(subject, operation)
        : ofDecline(codes, subject)
    case 'pending':
    case 'unknown':
      return operation === 'capture' ? ofOpenCapture(codes, subject, whenPending) : ofOpen(subject, operation)
  }
}

function ofOpenCapture(codes: Codes, outcome: Pending | Unknown, whenPending: Sentences): Said {
  if (outcome.status === 'unknown') {
    const merchant = joinSentences(whyUnknown[outcome.cause], whileOpen[outcome.needs])
    return { buyer: buyerWhileOpen.unknown, merchant }
  }
  const known = lookUp(codes, outcome.code)
  return known?.status === 'pending' ? known : { buyer: buyerWhileOpen.pending, merchant: whenPending }
}

function ofDecline(codes: Codes, { code, reason, advice }: Declined): Said {
  const known = lookUp(codes, code)
  if (known?.status === 'declined' && known.reason === reason && known.advice === advice) return known
  return { buyer: buyerAfterDecline[advice], merchant: joinSentences(whyDeclined[reason], afterDecline[advice]) }
}

function ofFailure(codes: Codes, failure: Failure): Said {
  for (const { code } of failure.causes) {
    const known = lookUp(codes, code)
    if (known?.status === 'refused' && !failure.retryable) return known
  }
  return failed(failure)
}

function lookUp(codes: Codes, code: string | null): CodeMessage | undefined {
  return code !== null && Object.hasOwn(codes, code) ? codes[code] : undefined
}
