import type { BatchSummary } from '../api/batch.ts'
import type { MatrixResult } from '../api/matrix.ts'
import { endings, type Run, type RunEnding } from '../api/run.ts'
import type { Invariants } from '../api/status.ts'

interface Known {
  moved: number
  ending: RunEnding | null
  held: boolean | null
}

/**
 * The product's promise in numbers, operation by operation: a capture and its replays under the same key are one. At a
 * sandbox nobody but its operator knows what moved, so there an operation is only acknowledged, or unknown.
 */
export class Tally {
  readonly #operations = new Map<string, Known>()
  readonly #cells: Known[] = []
  readonly #batches = new Map<string, BatchSummary>()
  #captures = 0

  captured(): void {
    this.#captures++
  }

  note(operation: string, { moved, ending, held }: Run): void {
    const known = this.#operations.get(operation)
    this.#operations.set(operation, {
      moved: Math.max(moved ?? 0, known?.moved ?? 0),
      // Once it is known that it was captured, a later call that cannot tell changes nothing.
      ending: known?.ending === 'captured' ? 'captured' : ending,
      held: known?.held === false ? false : held,
    })
  }

  /** A case of the matrix is an operation of its own. */
  cell({ moved, ending, resolved, held }: MatrixResult): void {
    this.#cells.push({ moved: moved.length, ending: endingOf(resolved ?? ending), held })
  }

  /** A batch counts once the book was read: before, more may have moved than anybody was told. */
  batch(batch: BatchSummary): void {
    if (batch.moved !== null) this.#batches.set(batch.id, batch)
  }

  count(): Invariants {
    const batches = [...this.#batches.values()]
    const sum = (of: (batch: BatchSummary) => number) => batches.reduce((total, batch) => total + of(batch), 0)
    const all = [...this.#operations.values(), ...this.#cells]
    const count = (is: (known: Known) => boolean) => all.filter(is).length
    return {
      captures: this.#captures,
      applied: count(({ moved }) => moved > 0) + sum(({ moved }) => moved ?? 0),
      acknowledged:
        count(({ ending }) => ending === 'captured') + sum(({ counts }) => counts.captured + counts.accepted),
      unknown:
        count(({ ending }) => ending === 'unknown' || ending === 'pending') +
        sum(({ counts }) => counts.unknown + counts.pending + counts.person),
      duplicates:
        all.reduce((total, { moved }) => total + Math.max(0, moved - 1), 0) + sum(({ duplicates }) => duplicates),
      violated: count(({ held }) => held === false) + sum(({ agrees }) => (agrees === false ? 1 : 0)),
    }
  }
}

function endingOf(text: string): RunEnding | null {
  return endings.find((ending) => ending === text) ?? null
}
