import { captureContract, runSchedule } from '@cap/core/testing'
import { undiciTransport } from '@cap/core/undici'
import fc from 'fast-check'
import { Agent } from 'undici'
import { describe, expect, it } from 'vitest'
import { mercadopagoSubject } from './testing.ts'

const subject = mercadopagoSubject()

function createTransport() {
  const dispatcher = new Agent()
  return { transport: undiciTransport({ dispatcher }), close: () => dispatcher.close() }
}

describe.concurrent('the contract, over sockets and fetch', () => {
  for (const { name, run } of captureContract(subject)) {
    it(name, async ({ expect }) => expect((await run()).moved).toBeLessThanOrEqual(1))
  }
})

describe.concurrent('the contract, over sockets and undici', () => {
  for (const { name, run } of captureContract(subject, { createTransport })) {
    it(name, async ({ expect }) => expect((await run()).moved).toBeLessThanOrEqual(1))
  }
})

// CAP_SCHEDULES asks for a longer run, CAP_SEED repeats one that was seen to fail.
const { CAP_SCHEDULES = '2000', CAP_SEED } = process.env

it(`the book agrees with every answer over ${CAP_SCHEDULES} random schedules of faults, refusals, aborts and restarts`, {
  timeout: 3_600_000,
}, async () => {
  const numbers = fc.array(fc.nat({ max: 0xffff }), { maxLength: 60, size: 'max' })
  const found = await fc.check(
    fc.asyncProperty(numbers, (drawn) => runSchedule(subject, drawn)),
    { numRuns: Number(CAP_SCHEDULES), ...(CAP_SEED === undefined ? {} : { seed: Number(CAP_SEED) }) },
  )
  const why = found.failed ? `${fc.defaultReportMessage(found)}\n${String(found.errorInstance)}` : null
  expect(why).toBeNull()
})
