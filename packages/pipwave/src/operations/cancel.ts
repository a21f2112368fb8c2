import {
  type CancelledDraft,
  type CancelOutcome,
  type CaptureDescription,
  type CaptureHandle,
  type CaptureOptions,
  cancelOperation,
  parseInput,
  type ResolveOptions,
} from '@cap/core/http'
import type { Account } from '../account.ts'
import { provider } from '../error.ts'
import { createLane } from '../lock.ts'
import { runOnce } from '../once.ts'
import type { PipwaveClient } from '../pipwave.ts'
import { resolveOnce } from '../resolve-once.ts'
import { describeWrite, type Write } from '../write.ts'
import { operationsAccount } from './account.ts'
import { proofOf, type StateBefore, type StateChange, stateBefore, stateChangeWrite } from './state-change.ts'
import { type StateChangeRequest, stateChangeFields, stateChangeSchema } from './state-change-schema.ts'

/** Which payment to cancel, and why. */
export interface PipwaveCancelRequest extends StateChangeRequest {}

const lane = /*#__PURE__*/ createLane<StateBefore>()

const cancellation: StateChange<CancelledDraft> = {
  kind: 'cancel',
  action: 'cancel-payment',
  name: 'cancel',
  past: 'cancelled',
  // Contradiction 8: an authorised payment has no code of its own, and may be shown as paid with the flag true.
  admits: ({ transactionStatus, requireCapture }) =>
    transactionStatus === 0 || transactionStatus === 5 || (transactionStatus === 10 && requireCapture === true),
  otherwise: 'only one that is pending or processing can be cancelled. What was captured can be refunded',
  to: 2,
  done: (draft, basis, replayed) => ({ status: 'cancelled', cancellationId: null, basis, replayed, ...draft }),
}

/**
 * Gives a payment up before it is captured, once. pipwave has no idempotency key: a lost answer is looked up by requery until
 * the deadline, and a payment that has become cancelled (status 2) proves it.
 *
 * `cancelled` with `basis: 'accepted'` means that pipwave took the order. Whether the hold on the buyer's card is released at
 * once is up to the gateway, and documented nowhere. `replayed`: the payment was cancelled already, and nothing was sent.
 *
 * Resolve an open capture of the payment first: at a gateway that confirms later the money may be on its way, and nobody says
 * whether pipwave cancels its record all the same.
 *
 * What is not pending (0), processing (5) or still to be captured (10 with `require_capture`) is `declined`, and nothing is
 * sent.
 *
 * @throws CaptureError this call cancelled nothing: `invalid_request`, `lookup_failed`, `not_sent`, `aborted`, `unauthorized`,
 * `refused`
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/cancel-payment.md
 */
export async function cancel(
  client: PipwaveClient,
  request: PipwaveCancelRequest,
  options?: CaptureOptions,
): Promise<CancelOutcome> {
  const account = operationsAccount(client)
  return runOnce(cancelOperation, account, prepare(account, request), options)
}

/**
 * Asks whether an earlier cancellation went through, from its handle. It only ever reads: `replay` and `request` are ignored.
 *
 * @throws CaptureError `invalid_request` for a handle of another operation, provider, environment or account
 */
export async function resolveCancel(
  client: PipwaveClient,
  handle: CaptureHandle,
  options: ResolveOptions<PipwaveCancelRequest> = {},
): Promise<CancelOutcome> {
  const conclusion = { action: 'cancel', proof: proofOf(cancellation), snapshot: stateBefore } as const
  return resolveOnce(cancelOperation, operationsAccount(client), handle, options, conclusion)
}

/**
 * What a cancellation would be, without making it: for stores.
 *
 * @throws CaptureError `invalid_request`
 */
export async function describeCancel(
  client: PipwaveClient,
  request: PipwaveCancelRequest,
): Promise<CaptureDescription> {
  const account = operationsAccount(client)
  return describeWrite(account, prepare(account, request))
}

/** @throws CaptureError `invalid_request` */
function prepare(account: Account, input: PipwaveCancelRequest): Write<CancelledDraft, StateBefore> {
  const parsed = parseInput(provider, stateChangeSchema, input)
  const fields = (pwId: string | null) => stateChangeFields(parsed, pwId)
  return stateChangeWrite(account, lane, cancellation, { named: parsed, fields })
}
