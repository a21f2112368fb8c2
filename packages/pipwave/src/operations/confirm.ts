import {
  type CaptureDescription,
  type CaptureOptions,
  type ChangedDraft,
  type ChangeOutcome,
  changeOperation,
  parseInput,
} from '@cap/core/http'
import type { Account } from '../account.ts'
import { invalidRequest, provider } from '../error.ts'
import { createLane } from '../lock.ts'
import { runOnce } from '../once.ts'
import type { PipwaveClient } from '../pipwave.ts'
import { describeWrite, type Write } from '../write.ts'
import { operationsAccount } from './account.ts'
import { changed, type PaymentChange } from './payment-change.ts'
import { type StateBefore, type StateChange, stateChangeWrite } from './state-change.ts'
import { confirmSchema, type StateChangeRequest, stateChangeFields } from './state-change-schema.ts'

/** Which payment to confirm, and why. */
export interface PipwaveConfirmRequest extends StateChangeRequest {
  /**
   * Confirms a payment that is still to be captured (`require_capture`), too. It takes no money, and afterwards nothing tells
   * the payment from a captured one: a `resolve` of a capture whose answer was lost would take it for captured. Default: false.
   */
  readonly evenIfUncaptured?: boolean | undefined
}

const lane = /*#__PURE__*/ createLane<StateBefore>()

/**
 * The page does not say what a confirmed payment becomes. Of the appendix's states it can only be "paid".
 *
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/appendix/payment_status_code.md
 */
export const confirmation: StateChange<ChangedDraft<PaymentChange>> = {
  kind: 'change',
  action: 'confirm-payment',
  name: 'confirm',
  past: 'confirmed',
  admits: ({ transactionStatus }) => transactionStatus === 5,
  otherwise: 'only one that is processing can be confirmed',
  to: 10,
  done: changed,
}

/**
 * Marks a processing payment as paid in pipwave's record, once: for money that came another way. **It is not a capture**: no
 * money is taken, and never may it stand in for one.
 *
 * @throws CaptureError this call changed nothing: `invalid_request`, `lookup_failed`, `not_sent`, `aborted`, `unauthorized`,
 * `refused`
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/confirm-payment.md
 */
export async function confirm(
  client: PipwaveClient,
  request: PipwaveConfirmRequest,
  options?: CaptureOptions,
): Promise<ChangeOutcome<PaymentChange>> {
  const account = operationsAccount(client)
  return runOnce(changeOperation<PaymentChange>(), account, prepare(account, request), options)
}

/**
 * What a confirmation would be, without making it: for stores.
 *
 * @throws CaptureError `invalid_request`
 */
export async function describeConfirm(
  client: PipwaveClient,
  request: PipwaveConfirmRequest,
): Promise<CaptureDescription> {
  const account = operationsAccount(client)
  return describeWrite(account, prepare(account, request))
}

/** @throws CaptureError `invalid_request` */
function prepare(account: Account, input: PipwaveConfirmRequest): Write<ChangedDraft<PaymentChange>, StateBefore> {
  const parsed = parseInput(provider, confirmSchema, input)
  return stateChangeWrite(account, lane, confirmation, {
    named: parsed,
    fields: (pwId) => stateChangeFields(parsed, pwId),
    check({ requireCapture }) {
      if (requireCapture !== true || parsed.evenIfUncaptured === true) return
      throw invalidRequest(
        'evenIfUncaptured',
        'must be true to confirm a payment that is still to be captured: confirming takes no money, and afterwards nothing tells the payment from a captured one. To take the money, capture it',
      )
    },
  })
}
