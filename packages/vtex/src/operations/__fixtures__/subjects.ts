import { type ContractOptions, captureContract, inTurn, type OperationSubject } from '@cap/core/testing'
import type { VtexProviderEmulator } from '../../emulator.ts'
import { vtexCancelSubject, vtexCreatePaymentSubject, vtexRefundSubject } from '../../testing.ts'

type Subject = OperationSubject<unknown, VtexProviderEmulator>

/** What moves money, or gives up a right to it, beside the settlement. */
export const subjects: readonly (readonly [name: string, subject: Subject])[] = [
  ['refunds', vtexRefundSubject() as Subject],
  ['cancellations', vtexCancelSubject() as Subject],
  ['payments', vtexCreatePaymentSubject() as Subject],
]

export function cases(subject: Subject, options: ContractOptions = {}) {
  return inTurn(captureContract(subject, options))
}
