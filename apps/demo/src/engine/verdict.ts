import { CaptureError, type CaptureOutcome, type Money } from '@cap/core'
import type { Ending } from '@cap/core/testing'
import { adviceWords, causeWords, errorWords, reasonWords } from './plain-words.ts'

/** An ending for people: the one thing to know, why, and what to do. */
export interface Verdict {
  readonly headline: 'MONEY MOVED' | 'MONEY DID NOT MOVE' | 'NOT KNOWN YET'
  /** One sentence. */
  readonly what: string
  /** Names and values, in the order they matter. */
  readonly facts: readonly (readonly [string, string])[]
  readonly next: string
  /** `bug`: what was thrown is none of the errors there are. */
  readonly kind: 'captured' | 'declined' | 'threw' | 'open' | 'bug'
}

export function verdictOf({ outcome, error }: Ending): Verdict {
  return outcome === null ? ofThrow(error) : ofOutcome(outcome)
}

function ofOutcome(outcome: CaptureOutcome): Verdict {
  const ids = Object.entries(outcome.reference)
  switch (outcome.status) {
    case 'captured': {
      const { amount, captureId, basis, replayed, short, later } = outcome
      return {
        headline: 'MONEY MOVED',
        what: amount === null ? 'Captured. The answer does not say how much.' : `${shown(amount)} was captured.`,
        facts: [
          ...(captureId === null ? [] : [['capture id', captureId] as const]),
          ['known by', basisWords[basis]],
          ...(replayed
            ? [['replayed', 'an earlier request had captured already: this one moved nothing more'] as const]
            : []),
          ...(short === undefined ? [] : [['short by', shown(short)] as const]),
          ...(later === undefined ? [] : [['since then', later.replaceAll('_', ' ')] as const]),
          ...ids,
        ],
        next:
          short === undefined
            ? 'Nothing. Deliver the goods.'
            : 'Decide what becomes of the part that was not captured.',
        kind: 'captured',
      }
    }
    case 'declined':
      return {
        headline: 'MONEY DID NOT MOVE',
        what: `Declined: ${reasonWords[outcome.reason]}.`,
        facts: [
          ['code', outcome.code],
          ['reason', outcome.reason],
          ['advice', `${outcome.advice}: ${adviceWords[outcome.advice]}`],
          ['message', outcome.message],
          ...ids,
        ],
        next: `${sentence(adviceWords[outcome.advice])}. This no is final: the same key brings the same answer.`,
        kind: 'declined',
      }
    case 'pending':
      return {
        headline: 'NOT KNOWN YET',
        what: 'Pending: the provider says "not yet". The money may still move.',
        facts: [
          ...(outcome.code === null ? [] : [['code', outcome.code] as const]),
          ['message', outcome.message],
          ...(outcome.giveUpAt === undefined ? [] : [['given up at', outcome.giveUpAt] as const]),
          ...ids,
        ],
        next: 'Keep the handle and resolve(handle) later (here: --resolve). Never capture again under a new key.',
        kind: 'open',
      }
    case 'unknown':
      return {
        headline: 'NOT KNOWN YET',
        what: `Unknown: ${causeWords[outcome.cause]}.`,
        facts: [
          ['cause', outcome.cause],
          ['needs', outcome.needs],
          ...(outcome.handle.idempotencyKey === null
            ? []
            : [['idempotency key', outcome.handle.idempotencyKey] as const]),
          ...ids,
        ],
        next:
          outcome.needs === 'person'
            ? "A person has to look at the provider's own records. Never capture again under a new key."
            : `Keep the handle and resolve(handle) it (here: --resolve${outcome.handle.idempotencyKey === null ? '' : ', or --resolve replay'}). Never capture again under a new key.`,
        kind: 'open',
      }
  }
}

function ofThrow(error: unknown): Verdict {
  if (!CaptureError.isInstance(error)) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return {
      headline: 'NOT KNOWN YET',
      what: 'Something was thrown that is not a CaptureError: that is a bug.',
      facts: [['thrown', text]],
      next: 'Report it.',
      kind: 'bug',
    }
  }
  return {
    headline: 'MONEY DID NOT MOVE',
    what: `capture() threw: ${errorWords[error.code]}. This call moved no money.`,
    facts: [
      ['code', error.code],
      ['message', error.message],
      ...(error.field === null ? [] : [['field', error.field] as const]),
      ...(error.status === null ? [] : [['HTTP status', String(error.status)] as const]),
      ...error.causes.map(({ code, message }) => ['cause', [code, message].filter(Boolean).join(' ')] as const),
    ],
    next: error.retryable
      ? 'The same call may be made again, under the same key, once the condition has passed.'
      : 'Repair what the message names; the same call would end the same way.',
    kind: 'threw',
  }
}

const basisWords = {
  answer: 'the answer to this request',
  accepted: 'the order was accepted: a card gateway may confirm it later',
  lookup: "the payment's state, read back",
} as const

function shown({ amount, currency }: Money): string {
  return `${amount} ${currency}`
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
