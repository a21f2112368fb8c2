import { type ContractCase, type ContractReport, captureContract, runSchedule } from '@cap/core/testing'
import { undiciTransport } from '@cap/core/undici'
import fc from 'fast-check'
import { Agent } from 'undici'
import { describe, expect, it } from 'vitest'
import { vtexSubject } from './testing.ts'

const subject = vtexSubject()

/** The cases mostly wait, so this many of them run at once. */
const atOnce = 16

/** Makes a function for each case that starts them all, in order, when it is first called, and waits for its own. */
function pooled(cases: readonly ContractCase[]): readonly (readonly [string, () => Promise<ContractReport>])[] {
  const reports = new Map<ContractCase, PromiseWithResolvers<ContractReport>>()
  for (const one of cases) {
    const report = Promise.withResolvers<ContractReport>()
    report.promise.catch(() => {})
    reports.set(one, report)
  }
  const waiting = [...cases]
  const lane = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const report = reports.get(one)
      await one.run().then(report?.resolve, report?.reject)
    }
  }
  let started = false
  return cases.map((one) => [
    one.name,
    async () => {
      if (!started) for (let lanes = 0; lanes < atOnce; lanes++) lane().catch(() => {})
      started = true
      return reports.get(one)!.promise
    },
  ])
}

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
  it.each(pooled(captureContract(subject, options)))('%s', { timeout: 180_000 }, async (__, report) => {
    expect((await report()).moved).toBeLessThanOrEqual(1)
  })
})

// CAP_SCHEDULES makes a run longer, CAP_SEED repeats one: fast-check prints the seed of a schedule that fails.
const { CAP_SCHEDULES = '2000', CAP_SEED } = process.env

it(`keeps the rule over ${CAP_SCHEDULES} random schedules of faults, refusals, aborts and restarts`, async () => {
  const numbers = fc.array(fc.nat({ max: 0xffff }), { maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(numbers, (drawn) => runSchedule(subject, drawn)),
    { numRuns: Number(CAP_SCHEDULES), ...(CAP_SEED === undefined ? {} : { seed: Number(CAP_SEED) }) },
  )
}, 600_000)
