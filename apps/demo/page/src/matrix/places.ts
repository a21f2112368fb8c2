import type { MatrixCell, MatrixResult } from '../../../src/api/matrix.ts'

/** A row at a provider: all versions of one case. What is one square of the grid. */
export function placeOf({ kind, row, provider }: MatrixCell): string {
  return `${kind}/${row}/${provider}`
}

/** What is known of a place: all held, some violated, some not yet run. */
export interface PlaceState {
  readonly total: number
  readonly done: number
  readonly held: number
  /** Every ending that occurred, the frequent ones first. */
  readonly endings: readonly string[]
  readonly tone: 'none' | 'some' | 'violated' | 'moved' | 'open' | 'not-moved' | 'mixed'
}

export function stateOf(cells: readonly MatrixCell[], results: ReadonlyMap<string, MatrixResult>): PlaceState {
  const known = cells.flatMap(({ id }) => results.get(id) ?? [])
  const held = known.filter((result) => result.held).length
  const counts = new Map<string, number>()
  for (const { ending, resolved } of known) counts.set(resolved ?? ending, (counts.get(resolved ?? ending) ?? 0) + 1)
  const endings = [...counts].toSorted(([, one], [, two]) => two - one).map(([ending]) => ending)
  return { total: cells.length, done: known.length, held, endings, tone: toneOf(known, cells.length, endings) }
}

function toneOf(known: readonly MatrixResult[], total: number, endings: readonly string[]): PlaceState['tone'] {
  if (known.length === 0) return 'none'
  if (known.some(({ held }) => !held)) return 'violated'
  if (known.length < total) return 'some'
  const tones = new Set(endings.map(toneOfEnding))
  const [only] = tones
  return tones.size === 1 && only !== undefined ? only : 'mixed'
}

export function toneOfEnding(ending: string): 'moved' | 'open' | 'not-moved' {
  if (ending === 'captured') return 'moved'
  return ending === 'unknown' || ending === 'pending' ? 'open' : 'not-moved'
}
