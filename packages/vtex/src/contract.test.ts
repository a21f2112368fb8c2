import { captureContract, inTurn, runSchedule } from '@cap/core/testing'
import { undiciTransport } from '@cap/core/undici'
import fc from 'fast-check'
import { Agent } from 'undici'
import { describe, expect, it } from 'vitest'
import { vtexSubject } from './testing.ts'

const subject = vtexSubject()

const overUndici = {
  createTransport() {
    const dispatcher = new Agent()
    return { transport: undiciTransport({ dispatcher }), close: () => dispatcher.close() }
  },
}

describe.each([
  ['the default transport', {}],
  ['undici', overUndici],
])('the capture contract, with %s, holds for:', (_, options) => {
  it.each(inTurn(captureContract(subject, options)))('%s', { timeout: 180_000 }, async (__, report) => {
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
