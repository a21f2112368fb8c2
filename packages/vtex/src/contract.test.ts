import { captureContract, inTurn, runSchedule } from '@cap/core/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { vtexSubject } from './testing.ts'

const subject = vtexSubject()

describe('the capture contract, with the default transport, holds for:', () => {
  it.each(inTurn(captureContract(subject)))('%s', { timeout: 180_000 }, async (__, report) => {
    expect((await report()).moved).toBeLessThanOrEqual(1)
  })
})

// CAP_SCHEDULES makes a run longer, CAP_SEED repeats one: fast-check prints the seed of a schedule that fails.
const { CAP_SCHEDULES = '2000', CAP_SEED } = process.env

it(`keeps the rule over ${CAP_SCHEDULES} random schedules of faults, refusals, aborts and restarts`, async () => {
  const numbers = fc.array(fc.nat({ max: 0xffff }), { maxLength: 60, size: 'max' })
  await fc.assert(
    fc.asyncProperty(numbers, (drawn) => runSchedule(subject, drawn)),
    { numRuns: Number(CAP_SCHEDULES), ...(CAP_SEED === undefined ? {} : { seed: Number(CAP_SEED) }) },
  )
}, 600_000)
