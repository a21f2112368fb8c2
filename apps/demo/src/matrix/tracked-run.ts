import type { MatrixResult, MatrixRun, MatrixSummary } from '../api/matrix.ts'
import type { RunCall } from '../api/run.ts'
import type { CellResult } from '../engine/cell.ts'
import type { Selection } from '../engine/plan.ts'
import { conceal } from '../session/conceal.ts'
import { runId } from '../session/run-id.ts'
import { callsOf } from './cell-calls.ts'

/** A run of the matrix as it is known while it goes on and afterwards. */
export class TrackedRun {
  readonly selection: Selection
  readonly #secrets: readonly string[]
  readonly #calls = new Map<string, readonly RunCall[]>()
  readonly #run: MatrixRun
  readonly #started = performance.now()

  constructor(total: number, by: MatrixSummary['by'], selection: Selection, secrets: readonly string[]) {
    const now = Date.now()
    this.selection = selection
    this.#secrets = secrets
    this.#run = {
      id: runId(now),
      at: new Date(now).toISOString(),
      state: 'running',
      by,
      total,
      done: 0,
      violated: 0,
      applied: 0,
      acknowledged: 0,
      unknown: 0,
      duplicates: 0,
      seconds: 0,
      lateMs: 0,
      results: [],
    }
  }

  get run(): MatrixRun {
    return this.#run
  }

  get summary(): MatrixSummary {
    return matrixSummary(this.#run)
  }

  add({ events, ...result }: CellResult): MatrixResult {
    const run = this.#run
    const moved = result.moved.map(({ key, payment, amount, at }) => ({ key, payment, amount: { ...amount }, at }))
    const known: MatrixResult = conceal({ ...result, moved }, this.#secrets)
    run.results.push(known)
    this.#calls.set(known.id, conceal(callsOf(events), this.#secrets))
    run.done++
    run.seconds = (performance.now() - this.#started) / 1_000
    const last = known.resolved ?? known.ending
    if (!known.held) run.violated++
    if (moved.length > 0) run.applied++
    if (last === 'captured') run.acknowledged++
    if (last === 'unknown' || last === 'pending') run.unknown++
    run.duplicates += Math.max(0, moved.length - 1)
    return known
  }

  end({
    seconds,
    lateMs,
    complete,
  }: {
    readonly seconds: number
    readonly lateMs: number
    readonly complete: boolean
  }) {
    this.#run.state = complete ? 'finished' : 'stopped'
    this.#run.seconds = seconds
    this.#run.lateMs = lateMs
  }

  calls(cell: string): readonly RunCall[] | null {
    return this.#calls.get(cell) ?? null
  }

  /** Of the cells in which something is wrong, what has to outlive the session. */
  brokenCalls(): Readonly<Record<string, readonly RunCall[]>> {
    const broken = this.#run.results.filter(({ held }) => !held)
    return Object.fromEntries(broken.map(({ id }) => [id, this.#calls.get(id) ?? []]))
  }
}

export function matrixSummary({ results: _, lateMs: __, ...summary }: MatrixRun): MatrixSummary {
  return summary
}
