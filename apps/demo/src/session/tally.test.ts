import { expect, it } from 'vitest'
import type { Run } from '../api/run.ts'
import { Tally } from './tally.ts'

const run = (known: Partial<Run>) => known as Run

it('counts operations, not calls: a replay under the same key is the same one', () => {
  const tally = new Tally()
  tally.note('a', run({ moved: 1, ending: 'unknown', held: true }))
  expect(tally.count()).toMatchObject({ applied: 1, acknowledged: 0, unknown: 1, duplicates: 0 })
  tally.note('a', run({ moved: 1, ending: 'captured', held: true }))
  tally.note('b', run({ moved: 0, ending: 'declined', held: true }))
  expect(tally.count()).toMatchObject({ applied: 1, acknowledged: 1, unknown: 0, duplicates: 0, violated: 0 })
})

it('never forgets a duplicate, nor a broken invariant', () => {
  const tally = new Tally()
  tally.note('a', run({ moved: 2, ending: 'captured', held: false }))
  tally.note('a', run({ moved: 1, ending: 'unknown', held: true }))
  expect(tally.count()).toMatchObject({ duplicates: 1, violated: 1, acknowledged: 1 })
})
