import { captureContract, runSchedule } from '@cap/core/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mercadopagoRefundSubject } from './testing.ts'

describe.concurrent('the contract of refunds, over sockets and fetch', () => {
  for (const { name, run } of captureContract(mercadopagoRefundSubject())) {
    it(name, async ({ expect }) => expect((await run()).moved).toBeLessThanOrEqual(1))
  }
})

describe('random schedules of refunds', () => {
  const numbers = fc.array(fc.nat({ max: 0xffff }), { maxLength: 60, size: 'max' })

  it.each(['partial', 'full'] as const)('agree with the book of refunds: %s', { timeout: 120_000 }, async (what) => {
    const found = await fc.check(
      fc.asyncProperty(numbers, (drawn) => runSchedule(mercadopagoRefundSubject(what), drawn)),
      { numRuns: 300 },
    )
    const why = found.failed ? `${fc.defaultReportMessage(found)}\n${String(found.errorInstance)}` : null
    expect(why).toBeNull()
  })
})
