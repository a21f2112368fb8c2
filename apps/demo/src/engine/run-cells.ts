import type { CaptureEvent } from '@cap/core'
import type { BookEntry } from '@cap/core/testing'
import { calm } from './calm.ts'
import type { Cell, CellResult } from './cell.ts'
import { observe } from './observation.ts'

/** What a run tells while it goes on. */
export interface RunProgress {
  readonly total: number
  readonly done: number
  readonly violated: number
  /** Cells under way, the longest running first. */
  readonly running: readonly string[]
}

export interface RunOptions {
  /** Cells at once: they mostly wait. Default 48. */
  readonly concurrency?: number
  /** Milliseconds after which a cell counts as hung. Default 60 000. */
  readonly cellTimeoutMs?: number
  /** Starts no further cell. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: RunProgress) => void
  readonly onResult?: (result: CellResult) => void
}

/**
 * Runs cells, several at once, and gives their results in the order of the cells. Knows nothing of where it is shown.
 *
 * @returns fewer results than cells when the signal fired
 */
export async function runCells(cells: readonly Cell[], options: RunOptions = {}): Promise<readonly CellResult[]> {
  const { concurrency = 48, cellTimeoutMs = 60_000, signal, onProgress, onResult } = options
  const results = new Map<Cell, CellResult>()
  const running = new Set<string>()
  let violated = 0
  const tell = () => onProgress?.({ total: cells.length, done: results.size, violated, running: [...running] })
  const queue = interleaved(cells)
  let turn = Promise.resolve()
  /** One after the other: each start is felt before the next. */
  const nextCalm = () => {
    turn = turn.then(calm)
    return turn
  }
  const work = async () => {
    for (;;) {
      await nextCalm()
      const cell = signal?.aborted === true ? undefined : queue.shift()
      if (cell === undefined) return
      running.add(cell.id)
      tell()
      const result = await runCell(cell, cellTimeoutMs)
      running.delete(cell.id)
      results.set(cell, result)
      if (!result.held) violated++
      onResult?.(result)
      tell()
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return cells.flatMap((cell) => results.get(cell) ?? [])
}

/** Runs one cell to its end, whatever that is. */
export async function runCell(cell: Cell, timeoutMs = 60_000): Promise<CellResult> {
  let report = { ending: 'violated', attempts: 0, ms: 0, resolved: null as string | null }
  let violation: string | null = null
  const started = performance.now()
  const { events, entries } = await observe(async () => {
    try {
      report = await withTimeout(cell.run(), timeoutMs)
    } catch (error) {
      violation = error instanceof Error ? error.message : String(error)
    }
  })
  if (violation !== null) report = { ...seenFrom(events), ms: Math.round(performance.now() - started) }
  const moved = entries()
  violation ??= doubled(moved)
  const { id, provider, kind, row, version } = cell
  return { id, provider, kind, row, version, held: violation === null, violation, ...report, moved, events }
}

/** The one invariant nobody may forget to check. */
function doubled(moved: readonly BookEntry[]): string | null {
  return moved.length > 1 ? `the money moved ${moved.length} times` : null
}

/** A violated cell has no report: its events tell how the capture ended. */
function seenFrom(events: readonly CaptureEvent[]) {
  const finished = events.find((event) => event.type === 'finished' && event.operation === 'capture')
  const ending =
    finished?.type !== 'finished' ? 'nothing' : (finished.outcome?.status ?? `threw ${finished.error ?? 'something'}`)
  const attempts = events.filter((event) => event.type === 'attempt_finished' && event.operation === 'capture').length
  return { ending, attempts, resolved: null }
}

async function withTimeout<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not end within ${ms} ms`)), ms)
  })
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer))
}

/** Providers and kinds take turns: cells that wait run beside cells that work, and the slow ones do not all come last. */
function interleaved(cells: readonly Cell[]): Cell[] {
  const position = new Map<Cell, number>()
  for (const group of Map.groupBy(cells, ({ provider, kind }) => `${provider} ${kind}`).values()) {
    for (const [index, cell] of group.entries()) position.set(cell, index / group.length)
  }
  return cells.toSorted((one, two) => (position.get(one) ?? 0) - (position.get(two) ?? 0))
}
