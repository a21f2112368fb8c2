/** What went over the wire, fit to be shown: credentials and the run's own secret are replaced. */
export interface Step {
  readonly sent: {
    readonly method: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    /** At most 4096 characters. */
    readonly body: string | null
  }
  readonly came: {
    /** null: no answer. */
    readonly status: number | null
    readonly headers: Readonly<Record<string, string>>
    /** At most 4096 characters. */
    readonly body: string
    /** The transport's code when there was no answer. */
    readonly failure: string | null
  }
  readonly ms: number
}

/**
 * - `failed`: the connector broke the check's rule.
 * - `blocked`: what the check builds upon did not work, so it says nothing; the run is not in order.
 * - `skipped`: the manifest, the options or an answer say that the connector does not offer this.
 */
export type CheckStatus = 'passed' | 'failed' | 'blocked' | 'skipped'

/** The result of one check. */
export interface CheckResult {
  readonly id: string
  readonly title: string
  /** What a connector has to do, in a sentence, with its source. */
  readonly rule: string
  readonly status: CheckStatus
  /** Failed: what came instead. Blocked or skipped: why. Passed: null. */
  readonly reason: string | null
  /** Failed: what to change in the connector. Else null. */
  readonly change: string | null
  /** What was sent and what came, in order. */
  readonly steps: readonly Step[]
  readonly ms: number
}

/** The result of a run. Plain JSON, without secrets. */
export interface ConformanceReport {
  readonly target: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly ms: number
  /** No check failed, none was blocked, and at least one passed. */
  readonly ok: boolean
  readonly counts: Readonly<Record<CheckStatus, number>>
  /** How many checks there are; those not asked for are not among `checks`. */
  readonly available: number
  readonly checks: readonly CheckResult[]
}
