import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { CellResult } from '../engine/cell.ts'
import { planCells, type Selection } from '../engine/plan.ts'
import { runCells } from '../engine/run-cells.ts'
import { type Summary, summarise } from '../engine/summary.ts'
import { UsageError } from '../engine/usage-error.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { progressLine } from '../terminal/progress.ts'
import { hideProvokedWarnings } from '../terminal/provoked-warnings.ts'
import type { Terminal } from '../terminal/terminal.ts'
import type { Context } from './context.ts'

export interface MatrixOptions {
  readonly only?: readonly string[]
  readonly fault?: readonly string[]
  readonly scenario?: readonly string[]
  readonly json?: string
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

/** Runs what was selected, with progress, and writes the report if one is wanted. The tour and the check do the same run. */
export async function runMatrix(context: Context, terminal: Terminal, options: MatrixOptions): Promise<MatrixRun> {
  const { only = [], fault = [], scenario = [], concurrency } = options
  const selection: Selection = { providers: only, faults: fault, scenarios: scenario }
  const cells = planCells(context.providers, selection)
  if (options.json !== undefined) writeReport(options.json, null)
  const progress = progressLine(terminal)
  const showWarnings = hideProvokedWarnings()
  const delay = monitorEventLoopDelay()
  delay.enable()
  const startedAt = new Date().toISOString()
  const started = performance.now()
  const results = await runCells(cells, {
    ...(concurrency === undefined ? {} : { concurrency }),
    signal: context.interrupted,
    onProgress: (state) => progress.update(state),
  })
  progress.clear()
  showWarnings()
  delay.disable()
  const lateMs = Math.round(delay.max / 1e6)
  const seconds = (performance.now() - started) / 1000
  const summary = summarise(results)
  if (options.json !== undefined) {
    const shown = options.verbose === true ? results : results.map(({ events: _, ...result }) => result)
    writeReport(options.json, {
      version: 1,
      startedAt,
      seconds,
      lateMs,
      node: process.version,
      selection,
      summary,
      results: shown,
    })
  }
  return { results, summary, seconds, lateMs, exit: exitOf(summary, results.length === cells.length) }
}

function exitOf({ violated, cells }: Summary, isComplete: boolean): ExitCode {
  if (violated > 0) return exitCode.violated
  if (!isComplete) return exitCode.interrupted
  return cells === 0 ? exitCode.violated : exitCode.ok
}

/** @throws UsageError when the file cannot be written */
export function writeReport(file: string, report: unknown): void {
  try {
    writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`--json: ${file} cannot be written (${why})`)
  }
}
