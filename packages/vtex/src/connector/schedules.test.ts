import fc from 'fast-check'
import { expect, it } from 'vitest'
import { runConnectorSchedule } from './__fixtures__/schedule.ts'

const numbers = fc.array(fc.nat({ max: 1_000 }), { minLength: 4, maxLength: 120, size: 'max' })
const numRuns = Number(process.env.CAP_SCHEDULES ?? 300)

it(`captures once in ${numRuns} random schedules of duplicates, drops, new ids, crashes, cancellations and a store that fails`, {
  timeout: 3_600_000,
}, async () => {
  await fc.assert(fc.asyncProperty(numbers, runConnectorSchedule), { numRuns })
  expect(numRuns).toBeGreaterThan(0)
})
