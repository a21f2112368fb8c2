import type { Step } from './report.ts'

/** Ends a check: the connector broke the rule. */
export class Failed extends Error {
  /** The calls that show it, where the check itself did not make them. */
  readonly evidence: readonly Step[] | null

  constructor(reason: string, evidence: readonly Step[] | null = null) {
    super(reason)
    this.evidence = evidence
  }
}

/** Ends a check: what it builds upon did not work. */
export class Blocked extends Error {}

/** Ends a check: the connector does not offer this, and says so. */
export class Skipped extends Error {}
