import { captureContract, type OperationSubject, runSchedule } from '@cap/core/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OperationEmulator } from '../testing.ts'
import { mercadopagoCancelSubject, mercadopagoCaptureAuthorizedSubject, mercadopagoRefundSubject } from '../testing.ts'

describe.concurrent('the contract of refunds, over sockets and fetch', () => {
  for (const { name, run } of captureContract(mercadopagoRefundSubject())) {
    it(name, async ({ expect }) => expect((await run()).moved).toBeLessThanOrEqual(1))
  }
})

// Whatever the request is, a schedule only hands it back to the subject it came from.
const schedules: readonly (readonly [string, (drawn: readonly number[]) => Promise<void>])[] = [
  ['refunds of a part', scheduleOf(mercadopagoRefundSubject('partial'))],
  ['refunds of everything', scheduleOf(mercadopagoRefundSubject('full'))],
  ['captures of authorized payments', scheduleOf(mercadopagoCaptureAuthorizedSubject())],
  ['cancellations', scheduleOf(mercadopagoCancelSubject())],
]

function scheduleOf<Request>(subject: OperationSubject<Request, OperationEmulator>) {
  return (drawn: readonly number[]) => runSchedule(subject, drawn)
}

describe('random schedules agree with the book', () => {
  const numbers = fc.array(fc.nat({ max: 0xffff }), { maxLength: 60, size: 'max' })

  it.each(schedules)('of %s', { timeout: 120_000 }, async (_, run) => {
    const found = await fc.check(fc.asyncProperty(numbers, run), { numRuns: 300 })
    const why = found.failed ? `${fc.defaultReportMessage(found)}\n${String(found.errorInstance)}` : null
    expect(why).toBeNull()
  })
})
