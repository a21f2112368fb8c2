import {
  type CaptureHandle,
  type ChangedDraft,
  type ChangeOutcome,
  changeOperation,
  type ResolveOptions,
} from '@cap/core/http'
import type { PipwaveClient } from '../pipwave.ts'
import { resolveOnce } from '../resolve-once.ts'
import type { Proof } from '../write.ts'
import { operationsAccount } from './account.ts'
import { confirmation } from './confirm.ts'
import type { PaymentChange } from './payment-change.ts'
import { processing } from './process.ts'
import { proofOf, type StateBefore, type StateChange, stateBefore } from './state-change.ts'
import { chargebackStage } from './tag-chargeback.ts'

const known: readonly StateChange<ChangedDraft<PaymentChange>>[] = [
  confirmation,
  processing,
  chargebackStage('disputed'),
  chargebackStage('chargeback'),
]

/** What the snapshot says is asked for. Other changes are proven by no look. */
const proof: Proof<ChangedDraft<PaymentChange>, StateBefore> = {
  canBeProven: (before) => proofFor(before)?.canBeProven(before) === true,
  provenBy: (before, found) => proofFor(before)?.provenBy(before, found) ?? null,
  isOver: (payment, before) => before !== null && proofFor(before)?.isOver(payment, before) === true,
}

function proofFor({ change }: StateBefore) {
  const found = known.find(({ name }) => name === change)
  return found === undefined ? null : proofOf(found)
}

/**
 * Asks whether an earlier `confirm`, `process` or `tagChargeback` went through, from its handle. It only ever reads. A handle of
 * `initiate` ends `unknown`, `needs: 'person'`: no answer shows the token again.
 *
 * @throws CaptureError `invalid_request` for a handle of another operation, provider, environment or account
 */
export async function resolveChange(
  client: PipwaveClient,
  handle: CaptureHandle,
  options: ResolveOptions<never> = {},
): Promise<ChangeOutcome<PaymentChange>> {
  const conclusion = { action: 'change', proof, snapshot: stateBefore } as const
  return resolveOnce(changeOperation<PaymentChange>(), operationsAccount(client), handle, options, conclusion)
}
