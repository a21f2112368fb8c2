import { captureContract, type OperationSubject } from '@cap/core/testing'
import { undiciTransport } from '@cap/core/undici'
import { Agent } from 'undici'
import { describe, it } from 'vitest'
import type { OperationEmulator } from '../testing.ts'
import { mercadopagoCancelSubject, mercadopagoCaptureAuthorizedSubject, mercadopagoRefundSubject } from '../testing.ts'

function createTransport() {
  const dispatcher = new Agent()
  return { transport: undiciTransport({ dispatcher }), close: () => dispatcher.close() }
}

function casesOf<Request>(subject: OperationSubject<Request, OperationEmulator>) {
  return { fetch: captureContract(subject), undici: captureContract(subject, { createTransport }) }
}

const { undici: partialOverUndici } = casesOf(mercadopagoRefundSubject('partial'))
const full = casesOf(mercadopagoRefundSubject('full'))
const authorized = casesOf(mercadopagoCaptureAuthorizedSubject())
const cancelled = casesOf(mercadopagoCancelSubject())

describe.concurrent.each([
  ['refunds of a part, over undici', partialOverUndici],
  ['refunds of everything, over fetch', full.fetch],
  ['refunds of everything, over undici', full.undici],
  ['captures of authorized payments, over fetch', authorized.fetch],
  ['captures of authorized payments, over undici', authorized.undici],
  ['cancellations, over fetch', cancelled.fetch],
  ['cancellations, over undici', cancelled.undici],
])('the contract of %s', (_, cases) => {
  for (const { name, run } of cases) {
    it(name, async ({ expect }) => expect((await run()).moved).toBeLessThanOrEqual(1))
  }
})
