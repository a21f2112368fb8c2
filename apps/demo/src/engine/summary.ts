import type { CellResult } from './cell.ts'

/** The product's promise in numbers. */
export interface Summary {
  readonly cells: number
  readonly held: number
  readonly violated: number
  /** Operations whose money moved. */
  readonly applied: number
  /** Operations the caller was told are captured, at once or by `resolve`. */
  readonly acknowledged: number
  /** Captures that ended `unknown` or `pending`. */
  readonly unknown: number
  /** Of these, the ones `resolve` settled. */
  readonly resolved: number
  /** Movements beyond the first of an operation. Must be 0. */
  readonly duplicates: number
}

export function summarise(results: readonly Omit<CellResult, 'events'>[]): Summary {
  const count = (is: (result: Omit<CellResult, 'events'>) => boolean) => results.filter(is).length
  const open = (ending: string | null) => ending === 'unknown' || ending === 'pending'
  return {
    cells: results.length,
    held: count(({ held }) => held),
    violated: count(({ held }) => !held),
    applied: count(({ moved }) => moved.length > 0),
    acknowledged: count(({ ending, resolved }) => (resolved ?? ending) === 'captured'),
    unknown: count(({ ending }) => open(ending)),
    resolved: count(({ ending, resolved }) => open(ending) && resolved !== null && !open(resolved)),
    duplicates: results.reduce((sum, { moved }) => sum + Math.max(0, moved.length - 1), 0),
  }
}
