import { runSchedule } from '@cap/core/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pipwaveCancelSubject, pipwaveChangeSubject, pipwaveRefundSubject } from '../testing.ts'

const subjects = [
  ['refunds', pipwaveRefundSubject()],
  ['cancellations', pipwaveCancelSubject()],
] as const

// Over sockets they take the steps of captures (`once.ts`), which the fast part tries out; theirs are in `contract.slow.test.ts`.

// CAP_SCHEDULES asks for a longer run, CAP_SEED repeats one that was seen to fail.
const { CAP_SCHEDULES = '300', CAP_SEED } = process.env

describe(`random schedules of faults, refusals, aborts and restarts, ${CAP_SCHEDULES} each`, () => {
  const numbers = fc.array(fc.nat({ max: 0xffff }), { minLength: 4, maxLength: 80, size: 'max' })

  it.each([
    ...subjects,
    ['refunds that show after a minute', pipwaveRefundSubject(60_000)],
    ['refunds that never show', pipwaveRefundSubject(1e12)],
    ['confirmations', pipwaveChangeSubject('confirm')],
    ['moves to processing', pipwaveChangeSubject('process')],
    ['disputes', pipwaveChangeSubject('dispute')],
  ] as const)('keep the rule for %s', { timeout: 3_600_000 }, async (_, subject) => {
    const found = await fc.check(
      fc.asyncProperty(numbers, (drawn) => runSchedule(subject, drawn)),
      { numRuns: Number(CAP_SCHEDULES), ...(CAP_SEED === undefined ? {} : { seed: Number(CAP_SEED) }) },
    )
    expect(found.failed ? `${fc.defaultReportMessage(found)}\n${String(found.errorInstance)}` : null).toBeNull()
  })
})
