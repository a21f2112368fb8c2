import type { CaptureErrorOptions } from '../error/capture-error.ts'
import type { JsonObject, JsonValue } from '../json/json-value.ts'
import type { Cancelled } from '../outcome/cancel-outcome.ts'
import type { Captured, Declined, Pending, UnknownCause } from '../outcome/outcome.ts'
import type { Refunded } from '../outcome/refund-outcome.ts'

type Ids = Readonly<Record<string, string>>

interface Common {
  /** Ids learnt from the answer, as text; they go into `reference` and into the handle. */
  readonly ids?: Ids
  /** The answer reduced to its documented fields. */
  readonly raw: JsonValue | null
}

export interface CapturedDraft extends Common, Pick<Captured, 'captureId' | 'amount' | 'basis' | 'replayed'> {
  readonly status: 'captured'
  readonly short?: Captured['short']
  readonly later?: Captured['later']
}

export interface RefundedDraft extends Common, Pick<Refunded, 'refundId' | 'amount' | 'basis' | 'replayed'> {
  readonly status: 'refunded'
}

export interface CancelledDraft extends Common, Pick<Cancelled, 'cancellationId' | 'basis' | 'replayed'> {
  readonly status: 'cancelled'
}

/** Another change is made. */
export interface ChangedDraft<Value = unknown> extends Common {
  readonly status: 'done'
  readonly value: Value
}

/** The operation is done; which kinds there are is up to the operation. */
export type DoneDraft = CapturedDraft | RefundedDraft | CancelledDraft | ChangedDraft

export interface DeclinedDraft extends Common, Pick<Declined, 'code' | 'reason' | 'advice' | 'message'> {
  readonly status: 'declined'
  /**
   * The answer is the provider's own record of this operation, so it stands even after an attempt that may have been
   * applied. Otherwise it only speaks of the attempt it answers.
   */
  readonly ownRecord: boolean
}

export interface PendingDraft extends Common, Pick<Pending, 'code' | 'message'> {
  readonly status: 'pending'
  readonly giveUpAt?: string
}

export interface UnknownDraft extends Common {
  readonly status: 'unknown'
  readonly cause: UnknownCause
  /** Default: `resolve`. */
  readonly needs?: 'resolve' | 'person'
  readonly mismatch?: true
  readonly snapshot?: JsonObject
}

/** An outcome without what every outcome shares. */
export type Draft<Done extends DoneDraft = CapturedDraft> = Done | DeclinedDraft | PendingDraft | UnknownDraft

/** A throw, decided and not yet thrown. */
export interface Refusal {
  readonly status: 'refused'
  readonly error: Omit<CaptureErrorOptions, 'provider' | 'attempts'>
  readonly raw: JsonValue | null
}

/** The answer settles nothing: the same bytes may go again under the same key. */
export interface Replay {
  readonly status: 'replay'
  /** What it is called when it cannot be repeated. */
  readonly cause: UnknownCause
  readonly leastWaitMs?: number
  readonly raw: JsonValue | null
}

/** How one answer to a keyed write is read. */
export type Judgement<Done extends DoneDraft = CapturedDraft> = Draft<Done> | Refusal | Replay

/** How a call ends: a value, or a throw. */
export type Settled<Done extends DoneDraft = CapturedDraft> = Draft<Done> | Refusal

export function refusedAfterMaybeApplied(raw: JsonValue | null, ids: Ids = {}): UnknownDraft {
  return { status: 'unknown', cause: 'refused_after_maybe_applied', raw, ids }
}
