import type { CaptureOutcome, DeclineReason, Money } from '@cap/core'

/**
 * Where a row is. `queued`, also while it is being sent, then one of the others. `waiting`: queued, and at its last try an
 * earlier capture of its payment was still open; the row's `reason` names it, and the row is sent once that one has ended. `accepted`: captured, and the gateway may confirm later.
 * `person`: unknown, and only a person can close it. `refused`: never sent. `cancelled`: taken back before it was sent.
 */
export type RowState =
  | 'queued'
  | 'waiting'
  | 'captured'
  | 'accepted'
  | 'declined'
  | 'pending'
  | 'unknown'
  | 'person'
  | 'refused'
  | 'cancelled'

export type RowCounts = Readonly<Record<RowState, number>>

/** How far a batch is. */
export interface BatchProgress {
  readonly batch: string
  /** `loading`: being enqueued. `refused`: by a guard. `done`: nothing is queued, being sent or open. */
  readonly state: 'loading' | 'refused' | 'ready' | 'cancelled' | 'done'
  readonly rows: number
  readonly counts: RowCounts
  /** ISO 8601, UTC; null before. */
  readonly startedAt: string | null
  readonly lastAt: string | null
}

/** What a batch came to. */
export interface BatchReport extends BatchProgress {
  /** By reason. */
  readonly declined: Readonly<Partial<Record<DeclineReason, number>>>
  /** Rows that are unknown or pending: how many, and since when the oldest (ISO 8601, UTC). */
  readonly open: { readonly count: number; readonly oldest: string | null }
  /** Of the amounts asked for, by state and currency; rows that named none are not in it. */
  readonly sums: readonly { readonly state: RowState; readonly amount: Money }[]
}

/** Which rows of a batch. */
export interface RowFilter {
  readonly state?: RowState | undefined
}

/** A row as it stands, without secrets. */
export interface ReportedRow {
  readonly line: number
  readonly client: string
  readonly state: RowState
  /** Why it waits, was refused, declined (the provider's code) or is unknown (the cause). */
  readonly reason: string | null
  readonly amount: Money | null
  /** The client's name of the payment. */
  readonly payment: string | null
  /** See {@link LedgerOutcome.operation}; null before it was begun. */
  readonly operation: string | null
  readonly outcome: CaptureOutcome | null
}
