import type {
  MatrixCell,
  MatrixCellDetail,
  MatrixOrder,
  MatrixProgress,
  MatrixResult,
  MatrixRun,
  MatrixSummary,
} from '../api/matrix.ts'
import type { MatrixObserver, RunObserver } from '../commands/run-matrix.ts'
import type { Cell } from '../engine/cell.ts'
import { measuredRun } from '../engine/measured-run.ts'
import { planCells, type Selection } from '../engine/plan.ts'
import type { Provider } from '../engine/provider.ts'
import { UsageError } from '../engine/usage-error.ts'
import type { History } from '../history/history.ts'
import { type MatrixReport, matrixReport } from '../reports/matrix-report.ts'
import { SessionError } from '../session/session-error.ts'
import { hideProvokedWarnings } from '../terminal/provoked-warnings.ts'
import { TrackedRun } from './tracked-run.ts'

/** Runs whose exchanges are kept: a whole one has thousands. */
const keptRuns = 3

/** Often enough to look alive, seldom enough for a page to keep up. */
const tellEveryMs = 150

export interface MatrixRunsOptions {
  readonly providers: readonly Provider[]
  readonly history: History
  readonly onProgress: (progress: MatrixProgress) => void
}

/** Runs of the matrix: begun by the page, or by the tour in the terminal. One at a time, for each measures the machine. */
export class MatrixRuns implements MatrixObserver {
  readonly #options: MatrixRunsOptions
  readonly #kept: TrackedRun[] = []
  readonly #secrets: readonly string[]
  #current: { readonly run: TrackedRun; readonly stop: AbortController; ended: Promise<void> } | null = null

  constructor(options: MatrixRunsOptions) {
    this.#options = options
    this.#secrets = options.providers.flatMap(({ secrets }) => secrets)
  }

  plan(): readonly MatrixCell[] {
    return planCells(this.#options.providers).map(({ id, provider, kind, row, version }) => ({
      id,
      provider,
      kind,
      row,
      version,
    }))
  }

  /**
   * Begins a run.
   *
   * @throws SessionError for names nobody has, and while another run goes on
   */
  begin({ cells: ids, providers = [], faults = [], scenarios = [] }: MatrixOrder): MatrixSummary {
    this.#refuseSecond()
    const selection: Selection = { providers, faults, scenarios }
    const cells = chosen(this.#options.providers, selection, ids)
    const stop = new AbortController()
    const { run, observer } = this.#track(cells, selection, 'page')
    const showWarnings = hideProvokedWarnings()
    const ended = measuredRun(cells, { signal: stop.signal, onResult: (result) => observer.result(result) })
      .then(({ results, seconds, lateMs }) =>
        observer.ended({ seconds, lateMs, complete: results.length === cells.length }),
      )
      .finally(showWarnings)
    this.#current = { run, stop, ended }
    return run.summary
  }

  /** A run that somebody else makes: the tour. */
  begins(cells: readonly Cell[], selection: Selection): RunObserver {
    const { run, observer } = this.#track(cells, selection, 'tour')
    this.#current = { run, stop: new AbortController(), ended: Promise.resolve() }
    return observer
  }

  #track(cells: readonly Cell[], selection: Selection, by: 'page' | 'tour') {
    const run = new TrackedRun(cells.length, by, selection, this.#secrets)
    this.#kept.unshift(run)
    this.#kept.length = Math.min(this.#kept.length, keptRuns)
    const { onProgress, history } = this.#options
    let untold: MatrixResult[] = []
    let timer: NodeJS.Timeout | null = null
    const tell = () => {
      if (timer !== null) clearTimeout(timer)
      timer = null
      onProgress({ run: run.summary, results: untold })
      untold = []
    }
    const observer: RunObserver = {
      result: (result) => {
        untold.push(run.add(result))
        timer ??= setTimeout(tell, tellEveryMs)
      },
      ended: (how) => {
        run.end(how)
        this.#current = null
        tell()
        void history.saveMatrix(run.run, run.brokenCalls())
      },
    }
    tell()
    return { run, observer }
  }

  /** Starts no further cell of a run. Those under way come to their end. */
  async stop(id: string): Promise<MatrixSummary> {
    const current = this.#current
    if (current?.run.run.id !== id) throw new SessionError('not-allowed', 'This run is not under way.')
    if (current.run.run.by === 'tour') throw new SessionError('not-allowed', 'The tour is ended in its terminal.')
    current.stop.abort()
    await current.ended
    return current.run.summary
  }

  async list(): Promise<readonly MatrixSummary[]> {
    const stored = await this.#options.history.matrices()
    const here = this.#kept.map(({ summary }) => summary)
    return [...here, ...stored.filter(({ id }) => !here.some((one) => one.id === id))]
  }

  /** @throws SessionError for one nobody knows */
  async get(id: string): Promise<MatrixRun> {
    const here = this.#kept.find(({ run }) => run.id === id)?.run
    return here ?? (await this.#stored(id)).run
  }

  /** @throws SessionError for a run or a cell nobody knows */
  async cell(id: string, cell: string): Promise<MatrixCellDetail> {
    const here = this.#kept.find(({ run }) => run.id === id)
    const { run, calls } =
      here === undefined ? await this.#stored(id) : { run: here.run, calls: { [cell]: here.calls(cell) ?? [] } }
    const result = run.results.find((one) => one.id === cell)
    if (result === undefined) throw new SessionError('not-found', `Run ${id} has no cell ${JSON.stringify(cell)}.`)
    const kept = Object.hasOwn(calls, cell) ? calls[cell] : undefined
    return { result, calls: kept === undefined ? null : structuredClone([...kept]) }
  }

  /** @throws SessionError for one nobody knows */
  async report(id: string): Promise<MatrixReport> {
    const { at, seconds, lateMs, results } = await this.get(id)
    const selection = this.#kept.find(({ run }) => run.id === id)?.selection ?? {}
    return matrixReport({ startedAt: at, seconds, lateMs, selection, results })
  }

  async close(): Promise<void> {
    this.#current?.stop.abort()
    await this.#current?.ended
  }

  async #stored(id: string) {
    const stored = await this.#options.history.matrix(id)
    if (stored === null) throw new SessionError('not-found', `There is no matrix run ${id}.`)
    return stored
  }

  #refuseSecond(): void {
    if (this.#current === null) return
    throw new SessionError('too-much', 'A run of the matrix is under way: wait for its end, or stop it.')
  }
}

function chosen(providers: readonly Provider[], selection: Selection, ids: readonly string[] | undefined) {
  try {
    const cells = planCells(providers, ids === undefined ? selection : {})
    if (ids === undefined) return cells
    const wanted = new Set(ids)
    const found = cells.filter(({ id }) => wanted.has(id))
    if (found.length === wanted.size && found.length > 0) return found
    throw new SessionError('invalid-field', 'cells: there is no such cell', [
      { field: 'cells', message: 'there is no such cell' },
    ])
  } catch (error) {
    if (error instanceof UsageError) throw new SessionError('invalid-request', error.message)
    throw error
  }
}
