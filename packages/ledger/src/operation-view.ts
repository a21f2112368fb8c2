import type { CaptureOutcome } from '@cap/core'

/** What a person found out, and how. */
export interface Decision {
  /**
   * `captured`: the money moved. `not_captured`: it did not and will not; a `retry` may follow. Final, and stronger than what
   * the provider answers afterwards.
   */
  readonly outcome: 'captured' | 'not_captured'
  /** What it rests on: a ticket, a settlement report's line. Not empty; no card data. */
  readonly evidence: string
  /** Who decided. Not empty. */
  readonly by: string
}

/** An operation, without secrets. */
export interface OperationView {
  readonly operation: string
  readonly provider: string
  readonly environment: string
  /** SHA-256 of what names the account. */
  readonly account: string
  /** The client's name of the payment. */
  readonly payment: string
  /** 1 for the first. */
  readonly attempt: number
  /** `running`: in hand, or its process died and its lease is not over. */
  readonly state: 'running' | 'open' | 'person' | 'done'
  /** The latest; null before the first. */
  readonly outcome: CaptureOutcome | null
  readonly decision: Decision | null
  readonly batch: string | null
  /** ISO 8601, UTC: when it is asked for again. */
  readonly nextAt: string | null
  /** ISO 8601, UTC. */
  readonly startedAt: string
}

/** One thing that happened to an operation. */
export interface AuditEntry {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly event: 'intent' | 'outcome' | 'void' | 'person' | 'decided'
  /** Plain JSON, without secrets: the outcome's status, cause or code, the decision. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>
}
