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
import { createLane, type Lane } from '../lock.ts'
import { runOnce } from '../once.ts'
import type { PipwaveClient } from '../pipwave.ts'
import { describeWrite, type Write } from '../write.ts'
import { operationsAccount } from './account.ts'
import type { NamedPayment } from './named-schema.ts'
import { changed, type PaymentChange } from './payment-change.ts'
import { type StateBefore, type StateChange, stateChangeWrite } from './state-change.ts'
import {
  type ChargebackReason,
  type ChargebackStage,
  tagChargebackFields,
  tagChargebackSchema,
  unsignedTagFields,
} from './tag-chargeback-schema.ts'

/** What the issuer has told the merchant about a payment. */
export interface PipwaveChargebackRequest extends NamedPayment {
  readonly stage: ChargebackStage
  /** Required when the case is opened: for a payment that is paid or partly refunded. */
  readonly reason?: ChargebackReason | undefined
}

/** Two stages are two writes. */
const lanes = /*#__PURE__*/ new Map<ChargebackStage, Lane<StateBefore>>()

function laneOf(stage: ChargebackStage): Lane<StateBefore> {
  const lane = lanes.get(stage) ?? createLane<StateBefore>()
  lanes.set(stage, lane)
  return lane
}

const isOpen = (status: number) => status === 13 || status === 15

/**
 * What a payment becomes is documented for the two stages that open a case, by the names of the states. What becomes of one
 * whose case is won, resolved or reversed is not.
 *
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/appendix/payment_status_code.md
 */
export function chargebackStage(stage: ChargebackStage): StateChange<ChangedDraft<PaymentChange>> {
  const opens = stage === 'disputed' || stage === 'chargeback'
  return {
    kind: 'change',
    action: 'tag-chargeback',
    name: `tag-chargeback ${stage}`,
    past: 'tagged',
    admits: ({ transactionStatus: status }) =>
      opens ? status === 10 || status === 25 || (status === 13 && stage === 'chargeback') : isOpen(status),
    otherwise: opens
      ? 'only one that is paid or partly refunded can be disputed or charged back'
      : 'it has no dispute or chargeback to end',
    to: stage === 'disputed' ? 13 : stage === 'chargeback' ? 15 : null,
    done: changed,
    // "No disputed chargeback to reverse": the second delivery of one request would be told so, too.
    couldNot: [4501],
  }
}

/**
 * Notes in pipwave's record how far a dispute has come, once. It moves no money: the issuer has.
 *
 * A lost answer is looked up for `disputed` (13) and `chargeback` (15). What the other stages lead to is not documented, so
 * theirs stays `unknown`, `needs: 'person'`.
 *
 * @throws CaptureError this call changed nothing: `invalid_request`, `lookup_failed`, `not_sent`, `aborted`, `unauthorized`,
 * `refused`
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/tag_chargeback_payment.md
 */
export async function tagChargeback(
  client: PipwaveClient,
  request: PipwaveChargebackRequest,
  options?: CaptureOptions,
): Promise<ChangeOutcome<PaymentChange>> {
  const account = operationsAccount(client)
  return runOnce(changeOperation<PaymentChange>(), account, prepare(account, request), options)
}

/**
 * What a tag would be, without making it: for stores.
 *
 * @throws CaptureError `invalid_request`
 */
export async function describeTagChargeback(
  client: PipwaveClient,
  request: PipwaveChargebackRequest,
): Promise<CaptureDescription> {
  const account = operationsAccount(client)
  return describeWrite(account, prepare(account, request))
}

/** @throws CaptureError `invalid_request` */
function prepare(account: Account, input: PipwaveChargebackRequest): Write<ChangedDraft<PaymentChange>, StateBefore> {
  const parsed = parseInput(provider, tagChargebackSchema, input)
  return stateChangeWrite(account, laneOf(parsed.stage), chargebackStage(parsed.stage), {
    named: parsed,
    fields: (pwId) => tagChargebackFields(parsed, pwId),
    unsigned: unsignedTagFields(parsed),
    check({ transactionStatus }) {
      if (parsed.reason !== undefined || isOpen(transactionStatus)) return
      throw invalidRequest('reason', 'is required to open a case: the payment is neither disputed nor charged back yet')
    },
  })
}
