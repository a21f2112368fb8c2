import type { CaptureClient, CaptureError, CaptureOutcome } from '@cap/core'

/** A client whatever its requests are: the rows it gets were described by one of its own kind. */
// biome-ignore lint/suspicious/noExplicitAny: a map of clients of several providers has no one request type
export type AnyClient = CaptureClient<any>

/** A row about to be sent. */
export interface WantedRow {
  readonly batch: string
  readonly line: number
  readonly request: unknown
}

/** Options of {@link Ledger.work}. */
export interface WorkOptions {
  /** The clients by the names the rows have, or the only one. Several names may share a provider: one for each merchant. */
  readonly clients: AnyClient | Readonly<Record<string, AnyClient>>
  /** Only this batch, and what is open of it. Default: everything. */
  readonly batch?: string | undefined
  /** Captures, and questions about open ones, at the same time, over all workers of a provider's account. Default 16. */
  readonly concurrency?: number | undefined
  /** Captures, and questions about open ones, a second, over all workers of a provider's account. Default: no limit. */
  readonly ratePerSecond?: number | undefined
  /** Stops gracefully: nothing more is begun, what is in flight ends or is left open. */
  readonly signal?: AbortSignal | undefined
  /**
   * `sent`: returns once nothing is queued or in flight; what is open waits for the next worker. `settled`: returns once
   * nothing is open either at the providers of its clients. `stopped`: only by the signal. What waits for a person holds up none
   * of them: neither an open operation, nor a row behind one of its payment, which is `waiting` in reports. Default `sent`.
   */
  readonly until?: 'sent' | 'settled' | 'stopped' | undefined
  /**
   * Asked just before a row is sent: `false` leaves it unsent, for good. Rejects: the row is left queued, and `work` stops and
   * rejects with the same. It is not asked about what may have been sent before: that is resolved,
   * which can send it again under its key, unless the ledger was opened with `replay: 'never'`.
   */
  readonly stillWanted?: ((row: WantedRow) => boolean | Promise<boolean>) | undefined
  /**
   * Pauses a provider's account, for captures and questions, after so many captures in a row that are unknown or questions that
   * are not answered. Default 5 and 60 000 ms.
   */
  readonly breaker?: { readonly after: number; readonly pauseMs: number } | undefined
  /**
   * Told once that a provider refuses a client's credentials. The rows of that client stay queued, and the others' go on.
   * Without it, `work` stops at the first and rejects with the error. What it throws changes nothing.
   */
  readonly onUnauthorized?: ((refused: { readonly client: string; readonly error: CaptureError }) => void) | undefined
  /**
   * Told of a row's outcome once it is stored: of what its capture came to, and where that was open, once of the conclusion
   * (`captured`, `declined`) that this worker finds out. Each conclusion is told once, by the worker that stored it, and
   * never if that one dies in between: `rows` has them all. What `resolve` or `decide` concludes, or the hand-over to a person, is not
   * told, nor are captures that are no rows. What it throws changes nothing, and is a warning once.
   */
  readonly onOutcome?:
    | ((row: { readonly batch: string; readonly line: number; readonly outcome: CaptureOutcome }) => void)
    | undefined
}

/** What a worker did. */
export interface WorkSummary {
  /** Rows and operations it concluded or left open, by the status it left them in. */
  readonly captured: number
  readonly declined: number
  readonly pending: number
  readonly unknown: number
  readonly refused: number
  /** The clients whose credentials were refused, by name: what is queued for them is queued still. */
  readonly leftOut: readonly string[]
}
