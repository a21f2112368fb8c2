import type { CaptureEvent } from '@cap/core'
import type { BookEntry } from '@cap/core/testing'

/** What a cell plays: a documented answer, a fault of the wire, a refusal after a lost answer, or calls that meet. */
export type CellKind = 'scenario' | 'fault' | 'sequence' | 'call'

/** One case at one provider: something goes wrong, or nothing does, and the rule must hold. */
export interface Cell {
  /** Unique within a run, and stable between runs. */
  readonly id: string
  readonly provider: string
  readonly kind: CellKind
  /** Name of the scenario or fault, or what the sequence or call is about. Rows of tables go by it. */
  readonly row: string
  /** Which version of the row this is; empty where there is one only. */
  readonly version: string
  run(): Promise<CellReport>
}

/** What a cell that kept its invariants saw. */
export interface CellReport {
  /** The capture's ending: an outcome's status, or `threw <code>`. */
  readonly ending: string
  readonly attempts: number
  /** Milliseconds of the capture itself. */
  readonly ms: number
  /** What `resolve` made of it afterwards, where there was something to resolve. */
  readonly resolved: string | null
}

/** A cell that was run. */
export interface CellResult {
  readonly id: string
  readonly provider: string
  readonly kind: CellKind
  readonly row: string
  readonly version: string
  /** Every invariant held. */
  readonly held: boolean
  /** What was violated, in full; null when nothing was. */
  readonly violation: string | null
  readonly ending: string
  readonly attempts: number
  readonly ms: number
  readonly resolved: string | null
  /** What really moved, by the emulator's book. */
  readonly moved: readonly BookEntry[]
  /** Every event of the case's clients, scrubbed. */
  readonly events: readonly CaptureEvent[]
}
