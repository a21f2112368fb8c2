import {
  type CaptureDescription,
  type CaptureOptions,
  type ChangedDraft,
  type ChangeOutcome,
  changeOperation,
  parseInput,
} from '@cap/core/http'
import type { Account } from '../account.ts'
import { provider } from '../error.ts'
import { createLane } from '../lock.ts'
import { runOnce } from '../once.ts'
import type { PipwaveClient } from '../pipwave.ts'
import { describeWrite, type Write } from '../write.ts'
import { operationsAccount } from './account.ts'
import { changed, type PaymentChange } from './payment-change.ts'
import { type StateBefore, type StateChange, stateChangeWrite } from './state-change.ts'
import { type StateChangeRequest, stateChangeFields, stateChangeSchema } from './state-change-schema.ts'

/** Which payment to move to processing, and why. */
export interface PipwaveProcessRequest extends StateChangeRequest {}

const lane = /*#__PURE__*/ createLane<StateBefore>()

export const processing: StateChange<ChangedDraft<PaymentChange>> = {
  kind: 'change',
  action: 'process-payment',
  name: 'process',
  past: 'moved to processing',
  admits: ({ transactionStatus }) => transactionStatus === 0 || transactionStatus === 2,
  otherwise: 'only one that is pending or cancelled can be moved to processing',
  to: 5,
  done: changed,
}

/**
 * Moves a pending or cancelled payment to processing in pipwave's record, once. **It is not a capture**: no money is taken.
 *
 * Where the file needs Node's `process` too, import it as another name: `import { process as moveToProcessing }`.
 *
 * @throws CaptureError this call changed nothing: `invalid_request`, `lookup_failed`, `not_sent`, `aborted`, `unauthorized`,
 * `refused`
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/process-payment.md
 */
export async function process(
  client: PipwaveClient,
  request: PipwaveProcessRequest,
  options?: CaptureOptions,
): Promise<ChangeOutcome<PaymentChange>> {
  const account = operationsAccount(client)
  return runOnce(changeOperation<PaymentChange>(), account, prepare(account, request), options)
}

/**
 * What a move to processing would be, without making it: for stores.
 *
 * @throws CaptureError `invalid_request`
 */
export async function describeProcess(
  client: PipwaveClient,
  request: PipwaveProcessRequest,
): Promise<CaptureDescription> {
  const account = operationsAccount(client)
  return describeWrite(account, prepare(account, request))
}

/** @throws CaptureError `invalid_request` */
function prepare(account: Account, input: PipwaveProcessRequest): Write<ChangedDraft<PaymentChange>, StateBefore> {
  const parsed = parseInput(provider, stateChangeSchema, input)
  const fields = (pwId: string | null) => stateChangeFields(parsed, pwId)
  return stateChangeWrite(account, lane, processing, { named: parsed, fields })
}
