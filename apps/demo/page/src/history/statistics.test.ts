import { expect, it } from 'vitest'
import type { RunEnding, RunSummary } from '../../../src/api/run.ts'
import { bucketed, statistics } from './statistics.ts'

const run = (minute: number, ending: RunEnding, ms: number) =>
  ({ at: new Date(minute * 60_000).toISOString(), ending, ms }) as RunSummary

const runs = [run(0, 'captured', 30), run(0, 'captured', 10), run(2, 'unknown', 2_000), run(3, 'captured', 20)]

it('counts endings, and tells how long they took', () => {
  expect(statistics(runs)).toEqual([
    { ending: 'captured', count: 3, median: 20, slowest: 30 },
    { ending: 'unknown', count: 1, median: 2_000, slowest: 2_000 },
  ])
  expect(statistics([])).toEqual([])
})

it('puts every run into one stretch of time, the empty ones between them too', () => {
  const buckets = bucketed(runs)
  expect(buckets.map(({ counts }) => counts)).toEqual([{ captured: 2 }, {}, { unknown: 1 }, { captured: 1 }])
  expect(bucketed([])).toEqual([])
  expect(bucketed([run(0, 'captured', 1), run(1_000_000, 'captured', 1)]).length).toBeLessThanOrEqual(40)
})
