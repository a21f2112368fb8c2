import { writeFileSync } from 'node:fs'
import type { Cell, CellResult } from '../engine/cell.ts'
import { measuredRun } from '../engine/measured-run.ts'
import { planCells, type Selection } from '../engine/plan.ts'
import { type Summary, summarise } from '../engine/summary.ts'
import { UsageError } from '../engine/usage-error.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { htmlReport } from '../reports/html-report.ts'
import { junitReport } from '../reports/junit-report.ts'
import { jsonReport, matrixReport } from '../reports/matrix-report.ts'
import { progressLine } from '../terminal/progress.ts'
import { hideProvokedWarnings } from '../terminal/provoked-warnings.ts'
import type { Terminal } from '../terminal/terminal.ts'
import type { Context } from './context.ts'

export interface MatrixOptions {
  readonly only?: readonly string[]
  readonly fault?: readonly string[]
  readonly scenario?: readonly string[]
  readonly json?: string
  readonly junit?: string
  readonly html?: string
  readonly verbose?: boolean
  readonly concurrency?: number
}

export interface MatrixRun {
  readonly results: readonly CellResult[]
  readonly summary: Summary
  readonly seconds: number
  /** How late timers were, at worst: beyond a second, the machine is what was measured. */
  readonly lateMs: number
  readonly exit: ExitCode
}

/** Hears of a run while it goes on: the page shows it too. */
export interface MatrixObserver {
  begins(cells: readonly Cell[], selection: Selection): RunObserver
}

export interface RunObserver {
  result(result: CellResult): void
  ended(run: { readonly seconds: number; readonly lateMs: number; readonly complete: boolean }): void
}

/** Runs what was selected, with progress, and writes the reports that are wanted. The tour and the check do the same run. */
export async function runMatrix(context: Context, terminal: Terminal, options: MatrixOptions): Promise<MatrixRun> {
  const { only = [], fault = [], scenario = [], concurrency } = options
  const selection: Selection = { providers: only, faults: fault, scenarios: scenario }
  const cells = planCells(context.providers, selection)
  // Before the run: that a file cannot be written is not found out when it is over.
  for (const name of reportNames) if (options[name] !== undefined) write(`--${name}`, options[name], 'null\n')
  const progress = progressLine(terminal)
  const showWarnings = hideProvokedWarnings()
  const observer = context.matrix?.begins(cells, selection)
  const run = await measuredRun(cells, {
    ...(concurrency === undefined ? {} : { concurrency }),
    signal: context.interrupted,
    onProgress: (state) => progress.update(state),
    onResult: (result) => observer?.result(result),
  })
  progress.clear()
  showWarnings()
  const { results, seconds, lateMs } = run
  const complete = results.length === cells.length
  observer?.ended({ seconds, lateMs, complete })
  const shown = options.verbose === true ? results : results.map(({ events: _, ...result }) => result)
  const report = matrixReport({ ...run, selection, results: shown })
  if (options.json !== undefined) write('--json', options.json, jsonReport(report))
  if (options.junit !== undefined) write('--junit', options.junit, junitReport(report))
  if (options.html !== undefined) write('--html', options.html, htmlReport(report))
  const summary = summarise(results)
  return { results, summary, seconds, lateMs, exit: exitOf(summary, complete) }
}

export const reportNames = ['json', 'junit', 'html'] as const

function exitOf({ violated, cells }: Summary, isComplete: boolean): ExitCode {
  if (violated > 0) return exitCode.violated
  if (!isComplete) return exitCode.interrupted
  return cells === 0 ? exitCode.violated : exitCode.ok
}

/** @throws UsageError when the file cannot be written */
export function writeReport(file: string, report: unknown): void {
  write('--json', file, `${JSON.stringify(report, null, 2)}\n`)
}

function write(option: string, file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${option}: ${file} cannot be written (${why})`)
  }
}
