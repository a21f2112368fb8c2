import type { CaptureErrorCode } from '../error/capture-error.ts'
import type { Advice, CaptureOutcome, DeclineReason, UnknownCause } from './outcome.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Expect<T extends true> = T

/** Each closed union, spelled out once more: a member that comes or goes is a decision, not an accident. */
export type Closed = [
  Expect<Equal<CaptureOutcome['status'], 'captured' | 'declined' | 'pending' | 'unknown'>>,
  Expect<
    Equal<CaptureErrorCode, 'invalid_request' | 'not_sent' | 'aborted' | 'unauthorized' | 'refused' | 'lookup_failed'>
  >,
  Expect<
    Equal<
      UnknownCause,
      | 'no_answer'
      | 'deadline'
      | 'aborted'
      | 'unreadable_answer'
      | 'unrecognised_answer'
      | 'server_error'
      | 'rate_limited'
      | 'mismatch'
      | 'in_progress'
      | 'idempotency_conflict'
      | 'refused_after_maybe_applied'
      | 'replay_window_passed'
      | 'request_differs'
      | 'not_capturable'
      | 'internal'
    >
  >,
  Expect<
    Equal<
      DeclineReason,
      | 'insufficient_funds'
      | 'issuer_refused'
      | 'call_issuer'
      | 'card_unusable'
      | 'fraud_suspected'
      | 'duplicate'
      | 'attempts_exceeded'
      | 'not_supported'
      | 'payer_token_invalid'
      | 'authorization_gone'
      | 'other'
    >
  >,
  Expect<
    Equal<
      Advice,
      | 'change_method'
      | 'top_up_and_retry'
      | 'call_issuer'
      | 'relink_wallet'
      | 'wait_and_retry'
      | 'check_earlier_capture'
      | 'do_not_retry'
    >
  >,
]

/** The compiler makes the caller handle every outcome. */
export function handlesAll(outcome: CaptureOutcome): string {
  switch (outcome.status) {
    case 'captured':
      return outcome.basis
    case 'declined':
      return outcome.reason
    case 'pending':
      return outcome.handle.operation
    case 'unknown':
      return outcome.cause
    default: {
      const none: never = outcome
      return none
    }
  }
}

export function forgetsUnknown(outcome: CaptureOutcome): string {
  switch (outcome.status) {
    case 'captured':
    case 'declined':
    case 'pending':
      return outcome.status
    default: {
      // @ts-expect-error `unknown` is not handled, so something is left over
      const none: never = outcome
      return none
    }
  }
}
