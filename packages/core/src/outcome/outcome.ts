import type { CaptureHandle } from '../capture/handle.ts'
import type { JsonValue } from '../json/json-value.ts'
import type { Money } from '../money/money.ts'
import type { Attempt } from './attempt.ts'

/** Why the provider, or the issuer behind it, said no. The provider's own code is kept beside it. */
export type DeclineReason =
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

/** What the merchant can do after a decline. */
export type Advice =
  | 'change_method'
  | 'top_up_and_retry'
  | 'call_issuer'
  | 'relink_wallet'
  | 'wait_and_retry'
  | 'check_earlier_capture'
  | 'do_not_retry'

/** Why nobody can tell, yet, whether money moved. */
export type UnknownCause =
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

/** What every outcome says. */
export interface OutcomeCommon {
  readonly provider: string
  /** The provider's and the merchant's ids, as text. */
  readonly reference: Readonly<Record<string, string>>
  readonly attempts: readonly Attempt[]
  /** The documented fields of the deciding answer, scrubbed, at most 16 KiB. */
  readonly raw: JsonValue | null
}

/** The provider says that the money moved, or (`basis: 'accepted'`) that it took the order to move it. */
export interface Captured extends OutcomeCommon {
  readonly status: 'captured'
  readonly captureId: string | null
  /** What the answer says was captured; `null` where the answer does not say. */
  readonly amount: Money | null
  /** `answer`: the answer to this request; `accepted`: the request was accepted, a gateway may confirm later; `lookup`: read back. */
  readonly basis: 'answer' | 'accepted' | 'lookup'
  /** An earlier request had captured already: this one moved nothing more. */
  readonly replayed: boolean
  /** How much less than asked was captured. */
  readonly short?: Money
  /** What has happened to the captured money since. */
  readonly later?: 'refunded' | 'partially_refunded' | 'charged_back' | 'disputed'
}

/** A final no: the money did not move, and will not under this request. */
export interface Declined extends OutcomeCommon {
  readonly status: 'declined'
  /** The provider's own code, kept as it came. */
  readonly code: string
  readonly reason: DeclineReason
  readonly advice: Advice
  readonly message: string
}

/** The provider says "not yet": money may still move. Ask again with `resolve(handle)`. */
export interface Pending extends OutcomeCommon {
  readonly status: 'pending'
  readonly code: string | null
  readonly message: string
  readonly handle: CaptureHandle
  /** When the provider is documented to give up. ISO 8601, UTC. */
  readonly giveUpAt?: string
}

/** Nobody can tell yet. Never capture again: `resolve(handle)`, or hand it to a person. */
export interface Unknown extends OutcomeCommon {
  readonly status: 'unknown'
  readonly cause: UnknownCause
  readonly handle: CaptureHandle
  /** `person`: no further question to the provider can settle it. */
  readonly needs: 'resolve' | 'person'
}

/**
 * Everything an operation can end in, beside a throw, which means that this call changed nothing. Closed: a new member is a
 * major version.
 */
export type OutcomeOf<Done extends OutcomeCommon> = Done | Declined | Pending | Unknown

/** Everything a capture can end in. */
export type CaptureOutcome = OutcomeOf<Captured>
