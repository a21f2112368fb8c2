import { runSchedule } from '@cap/core/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cases, subjects } from './__fixtures__/subjects.ts'

// CAP_SCHEDULES makes a run longer, CAP_SEED repeats one: fast-check prints the seed of a schedule that fails.
const { CAP_SCHEDULES = '300', CAP_SEED } = process.env

// Cancellations over sockets are in the slow part: keyed as refunds are, and sent by the same steps.
describe.each(subjects.filter(([name]) => name !== 'cancellations'))(
  'the contract, for %s, with the default transport, holds for:',
  (_, subject) => {
    it.each(cases(subject))('%s', { timeout: 180_000 }, async (__, report) => {
      expect((await report()).moved).toBeLessThanOrEqual(1)
    })
  },
)

describe.each(subjects)('%s', (_, subject) => {
  it(`keep the rule over ${CAP_SCHEDULES} random schedules of faults, refusals, aborts and restarts`, async () => {
    const numbers = fc.array(fc.nat({ max: 0xffff }), { maxLength: 60, size: 'max' })
    await fc.assert(
      fc.asyncProperty(numbers, (drawn) => runSchedule(subject, drawn)),
      { numRuns: Number(CAP_SCHEDULES), ...(CAP_SEED === undefined ? {} : { seed: Number(CAP_SEED) }) },
    )
  }, 600_000)
})
