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
  ['refunds in process', scheduleOf(mercadopagoRefundSubject('partial', { refunds: 'in_process' }))],
  ['refunds that are rejected', scheduleOf(mercadopagoRefundSubject('partial', { refunds: 'rejected' }))],
  ['captures of authorized payments', scheduleOf(mercadopagoCaptureAuthorizedSubject())],
  ['captures that are refused twice', scheduleOf(mercadopagoCaptureAuthorizedSubject({ repeatedPuts: 'refused' }))],
  ['cancellations', scheduleOf(mercadopagoCancelSubject())],
  ['cancellations that are refused twice', scheduleOf(mercadopagoCancelSubject({ repeatedPuts: 'refused' }))],
  ['reads without a status', scheduleOf(mercadopagoCaptureAuthorizedSubject({ statusInReads: false }))],
]

function scheduleOf<Request>(subject: OperationSubject<Request, OperationEmulator>) {
  return (drawn: readonly number[]) => runSchedule(subject, drawn)
}

// CAP_SCHEDULES asks for a longer run.
const { CAP_SCHEDULES = '300' } = process.env

describe('random schedules agree with the book', () => {
  const numbers = fc.array(fc.nat({ max: 0xffff }), { maxLength: 60, size: 'max' })

  it.each(schedules)('of %s', { timeout: 3_600_000 }, async (_, run) => {
    const found = await fc.check(fc.asyncProperty(numbers, run), { numRuns: Number(CAP_SCHEDULES) })
    const why = found.failed ? `${fc.defaultReportMessage(found)}\n${String(found.errorInstance)}` : null
    expect(why).toBeNull()
  })
})
