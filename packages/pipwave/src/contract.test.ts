import { captureContract, inTurn, runSchedule } from '@cap/core/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Gateway, PipwaveEmulator } from './emulator.ts'
import { pipwaveSubject } from './testing.ts'

describe('the capture contract', () => {
  it.each(inTurn(captureContract(pipwaveSubject(), { deadlineMs: 3_000 }), 48))(
    'holds when: %s',
    { timeout: 120_000 },
    async (_name, report) => {
      expect((await report()).moved).toBeLessThanOrEqual(1)
    },
  )
})

// CAP_SCHEDULES asks for a longer run, CAP_SEED repeats one that was seen to fail.
const { CAP_SCHEDULES = '2000', CAP_SEED } = process.env

describe(`random schedules of faults, refusals, aborts and restarts, ${CAP_SCHEDULES} and more`, () => {
  const numbers = fc.array(fc.nat({ max: 0xffff }), { minLength: 4, maxLength: 80, size: 'max' })

  async function run(subject: ReturnType<typeof pipwaveSubject>, share: number): Promise<void> {
    const found = await fc.check(
      fc.asyncProperty(numbers, (drawn) => runSchedule(subject, drawn)),
      {
        numRuns: Math.ceil(Number(CAP_SCHEDULES) * share),
        ...(CAP_SEED === undefined ? {} : { seed: Number(CAP_SEED) }),
      },
    )
    expect(found.failed ? `${fc.defaultReportMessage(found)}\n${String(found.errorInstance)}` : null).toBeNull()
  }

  const gateways: readonly [Gateway, number][] = [
    ['normal', 1],
    ['flag-stays-true', 0.25],
    ['flag-always-false', 0.25],
    ['flag-absent', 0.25],
  ]
  it.each(gateways)('keep the rule at a gateway that is %s', { timeout: 3_600_000 }, async (gateway, share) => {
    await run(pipwaveSubject(gateway), share)
  })

  // At these a second capture moves the money a second time: the book would show that the client had sent one.
  it.each(['asynchronous', 'never-confirms'] as const)(
    'never capture twice at a gateway that is %s',
    { timeout: 3_600_000 },
    async (gateway) => {
      const subject = pipwaveSubject(gateway)
      await run({ ...subject, createEmulator: () => deaf(subject.createEmulator()) }, 0.5)
    },
  )
})

/** Does not hear the same bytes twice: the network may deliver a request twice, and that is not the client's doing. */
function deaf(emulator: PipwaveEmulator): PipwaveEmulator {
  const heard = new Map<string, Response>()
  return {
    ...emulator,
    async fetch(request) {
      const body = await request.clone().text()
      const before = heard.get(body)
      if (before !== undefined) return before.clone()
      const answer = await emulator.fetch(request)
      if (body.includes('"action":"capture-payment"')) heard.set(body, answer.clone())
      return answer
    },
  }
}
