import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Cell, CellResult } from './cell.ts'
import { type RunOptions, runCells } from './run-cells.ts'

export interface MeasuredRun {
  readonly results: readonly CellResult[]
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly seconds: number
  /** How late timers were, at worst: beyond a second, the machine is what was measured. */
  readonly lateMs: number
}

/** Runs cells, and measures whether the machine kept up. */
export async function measuredRun(cells: readonly Cell[], options: RunOptions = {}): Promise<MeasuredRun> {
  const delay = monitorEventLoopDelay()
  delay.enable()
  const startedAt = new Date().toISOString()
  const started = performance.now()
  const results = await runCells(cells, options)
  delay.disable()
  return {
    results,
    startedAt,
    seconds: (performance.now() - started) / 1_000,
    lateMs: Math.round(delay.max / 1e6),
  }
}
