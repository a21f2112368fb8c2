import { captureContract, inTurn } from '@cap/core/testing'
import { undiciTransport } from '@cap/core/undici'
import { Agent } from 'undici'
import { describe, expect, it } from 'vitest'
import { pipwaveCancelSubject, pipwaveChangeSubject, pipwaveRefundSubject } from '../testing.ts'

const overUndici = {
  createTransport() {
    const dispatcher = new Agent()
    return { transport: undiciTransport({ dispatcher }), close: () => dispatcher.close() }
  },
}

describe.each([
  ['refunds', pipwaveRefundSubject(), {}],
  ['refunds, over undici', pipwaveRefundSubject(), overUndici],
  ['cancellations', pipwaveCancelSubject(), {}],
  ['cancellations, over undici', pipwaveCancelSubject(), overUndici],
  ['confirmations', pipwaveChangeSubject('confirm'), {}],
  ['moves to processing', pipwaveChangeSubject('process'), {}],
  ['disputes', pipwaveChangeSubject('dispute'), overUndici],
] as const)('the contract of %s', (_, subject, options) => {
  // A refund reads twice before it is sent: on a busy machine two seconds would be over before the fault can strike.
  it.each(inTurn(captureContract(subject, { deadlineMs: 4_000, ...options }), 32))(
    'holds when: %s',
    { timeout: 120_000 },
    async (_name, report) => {
      expect((await report()).moved).toBeLessThanOrEqual(1)
    },
  )
})
