import { endings, type RunEnding, type RunSummary } from '../../../src/api/run.ts'

export interface EndingStatistics {
  readonly ending: RunEnding
  readonly count: number
  /** Milliseconds. */
  readonly median: number
  readonly slowest: number
}

/** How often each ending occurred, and how long it took. */
export function statistics(runs: readonly RunSummary[]): readonly EndingStatistics[] {
  return endings.flatMap((ending) => {
    const times = runs
      .flatMap((run) => (run.ending === ending && run.ms !== null ? [run.ms] : []))
      .toSorted((one, two) => one - two)
    const median = times[Math.floor((times.length - 1) / 2)]
    const slowest = times.at(-1)
    if (median === undefined || slowest === undefined) return []
    return [{ ending, count: times.length, median, slowest }]
  })
}

export interface Bucket {
  /** Milliseconds since 1970: the middle of it. */
  readonly at: number
  readonly counts: Partial<Record<RunEnding, number>>
}

const most = 40

/** At most forty stretches of time of one length, the empty ones too. */
export function bucketed(runs: readonly RunSummary[]): readonly Bucket[] {
  const times = runs.map(({ at }) => Date.parse(at))
  if (times.length === 0) return []
  const from = Math.min(...times)
  const length = Math.max(60_000, Math.ceil((Math.max(...times) - from + 1) / most))
  const buckets: { at: number; counts: Partial<Record<RunEnding, number>> }[] = []
  for (let at = from; at <= Math.max(...times); at += length) buckets.push({ at: at + length / 2, counts: {} })
  for (const { at, ending } of runs) {
    const bucket = buckets[Math.floor((Date.parse(at) - from) / length)]
    if (bucket !== undefined && ending !== null) bucket.counts[ending] = (bucket.counts[ending] ?? 0) + 1
  }
  return buckets
}
