import type { CaptureOutcome, Declined } from '../outcome/outcome.ts'
import { captured } from './captured.ts'
import { afterDecline, buyerAfterDecline, whyDeclined } from './declined.ts'
import { failed } from './failed.ts'
import { buyerWhileOpen, whileOpen, whyUnknown } from './open.ts'
import {
  type CodeMessage,
  type Failure,
  joinSentences,
  type Language,
  type Message,
  type Sentences,
} from './sentences.ts'

type Codes = Readonly<Record<string, CodeMessage>>
type Said = Pick<CodeMessage, 'buyer' | 'merchant'>

/**
 * What to tell buyer and merchant about an outcome of `capture()`, or about what it threw.
 *
 * A code's own sentences are used only where the outcome agrees with the table; otherwise the outcome's status, reason,
 * advice or cause decides, so that a code can never turn "we do not know" into "pay again".
 *
 * @param codes the provider's table
 * @param whenPending what to tell the merchant of a pending outcome whose code is not in the table
 */
export function messageOf(
  codes: Codes,
  subject: CaptureOutcome | Failure,
  language: Language,
  whenPending: Sentences = whileOpen.pending,
): Message {
  const { buyer, merchant } =
    'retryable' in subject ? ofFailure(codes, subject) : ofOutcome(codes, subject, whenPending)
  return { buyer: buyer[language], merchant: merchant[language] }
}

function ofOutcome(codes: Codes, outcome: CaptureOutcome, whenPending: Sentences): Said {
  switch (outcome.status) {
    case 'captured':
      return captured(outcome)
    case 'declined':
      return ofDecline(codes, outcome)
    case 'pending': {
      const known = lookUp(codes, outcome.code)
      return known?.status === 'pending' ? known : { buyer: buyerWhileOpen.pending, merchant: whenPending }
    }
    case 'unknown':
      return {
        buyer: buyerWhileOpen.unknown,
        merchant: joinSentences(whyUnknown[outcome.cause], whileOpen[outcome.needs]),
      }
  }
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
