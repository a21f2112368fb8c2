import type { CaptureEvent } from '@cap/core'
import type { CellResult } from '../engine/cell.ts'
import type { Selection } from '../engine/plan.ts'
import { type Summary, summarise } from '../engine/summary.ts'

/** A cell as it is reported; with every event of its clients where they were asked for. */
export type ReportedCell = Omit<CellResult, 'events'> & { readonly events?: readonly CaptureEvent[] }

/** A run of the matrix, as every export has it. */
export interface MatrixReport {
  readonly version: 1
  readonly startedAt: string
  readonly seconds: number
  readonly lateMs: number
  readonly node: string
  readonly selection: Selection
  readonly summary: Summary
  readonly results: readonly ReportedCell[]
}

export function matrixReport(
  run: Pick<MatrixReport, 'startedAt' | 'seconds' | 'lateMs' | 'selection' | 'results'>,
): MatrixReport {
  const { startedAt, seconds, lateMs, selection, results } = run
  return {
    version: 1,
    startedAt,
    seconds,
    lateMs,
    node: process.version,
    selection,
    summary: summarise(results),
    results,
  }
}

/** Ready to be written. */
export function jsonReport(report: MatrixReport): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
