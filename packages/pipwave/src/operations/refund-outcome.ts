import { compareMoney, type Draft, type JsonObject, type Money, type RefundedDraft, type Reply } from '@cap/core/http'
import * as v from 'valibot'
import { type Answer, type CouldNot, readAnswer } from '../answer.ts'
import { invalidRequest } from '../error.ts'
import { isGone, type Scope } from '../outcome.ts'
import { type Found, knownIds, type PipwavePayment } from '../payment.ts'
import type { Proof } from '../write.ts'
import { notInThisState, stillOpen } from './decided.ts'
import { readTerms } from './refund-schema.ts'

/**
 * What was known just before sending. `full`: everything that was left. A type alias rather than an interface, so that it is
 * assignable to `JsonObject`.
 */
export type RefundBefore = {
  readonly refund: Scope
  readonly transactionStatus: number
  readonly finalAmount: string | null
}

const snapshotSchema = /*#__PURE__*/ v.object({
  refund: v.picklist(['full', 'partial']),
  transactionStatus: v.number(),
  finalAmount: v.nullable(v.string()),
})

/** Reads the snapshot of a handle. null: it is none. */
export function refundBefore(value: JsonObject): RefundBefore | null {
  const result = v.safeParse(snapshotSchema, value)
  return result.success ? result.output : null
}

/**
 * Whether everything that is left is asked for. null: pipwave does not say enough to tell.
 *
 * Only what no earlier refund can have changed is the caller's mistake here.
 *
 * @throws CaptureError when the amount can never have fitted the payment
 */
export function refundScope(amount: Money | undefined, payment: PipwavePayment): Scope | null {
  if (amount === undefined) return 'full'
  const { currency, totalAmount, finalAmount } = payment
  if (currency === null) return null
  if (currency !== amount.currency) {
    throw invalidRequest('amount', `must be in the payment's currency, which is not ${amount.currency}`)
  }
  if (totalAmount !== null && compareMoney(amount, totalAmount) > 0) {
    throw invalidRequest('amount', "must be at most the payment's total_amount")
  }
  const whole = payment.transactionStatus === 20 ? totalAmount : finalAmount
  if (whole === null) return null
  return compareMoney(amount, whole) === 0 ? 'full' : 'partial'
}

/**
 * What the state found before sending decides; null: pipwave may be asked.
 *
 * @throws CaptureError when more is asked for than is left, and no earlier refund can be why
 */
export function decideRefund(
  found: Found,
  scope: Scope,
  amount: Money | undefined,
  earlier: boolean,
): Draft<RefundedDraft> | null {
  switch (found.payment.transactionStatus) {
    case 20:
      if (scope === 'full') return lookedUp(found, true)
      return notInThisState(found, earlier, 'nothing is left to give back')
    // Pending and processing: a gateway that confirms later may have taken the money. pipwave says 4002 where it has not.
    case 0:
    case 5:
    case 10:
    case 25:
      if (earlier) return stillOpen(found)
      checkLeft(amount, found.payment)
      return null
    case 13:
    case 15:
      return notInThisState(found, earlier, 'a refund would give the money back a second time if the buyer wins')
    default:
      return notInThisState(found, earlier, 'there is nothing to give back')
  }
}

/** @throws CaptureError when more is asked for than is left */
function checkLeft(amount: Money | undefined, { finalAmount }: PipwavePayment): void {
  if (amount === undefined || finalAmount === null || compareMoney(amount, finalAmount) <= 0) return
  throw invalidRequest('amount', 'must be at most what is left of the payment, its final_amount')
}

/**
 * Reads the answer to the second step.
 *
 * 4001 (refunded in full already), 4003 (exceeds what is left) and 4006 (a reversal is under way) are what the second delivery
 * of one request is told, too: only the payment's state tells what they are about.
 */
export function readRefundAnswer(reply: Reply): Answer<RefundedDraft> {
  return readAnswer<RefundedDraft>(reply, {
    name: 'refund',
    past: 'refunded',
    couldNot: [4001, 4003, 4006],
    done({ body }, raw) {
      const { supported, needs, reversePwId } = readTerms(body)
      // Terms that were not met: that is an answer to the first step, and no sign of a refund.
      if (reversePwId === null && (supported === false || needs !== null)) return null
      // No answer shows an amount, so none is claimed. The gateway may carry it out later, and may fail to.
      return {
        status: 'refunded',
        refundId: reversePwId,
        amount: null,
        basis: 'accepted',
        replayed: false,
        raw: reversePwId === null ? raw : { ...raw, reverse_pw_id: reversePwId },
      }
    },
  })
}

/** After 400, 4001, 4003 and 4006. */
export function refundCouldNot(before: RefundBefore, found: Found | null, answer: CouldNot): Draft<RefundedDraft> {
  const proven = found && refundProof.provenBy(before, found)
  if (proven !== null) return proven
  const ids = found === null ? {} : { ids: knownIds(found.payment) }
  if (answer.code === 4003 && found !== null && isUnchanged(before, found.payment)) {
    return {
      status: 'declined',
      code: '4003',
      reason: 'other',
      advice: 'do_not_retry',
      message: answer.message ?? 'the refund exceeds what is left of the payment',
      ownRecord: false,
      ...ids,
      raw: answer.raw,
    }
  }
  return {
    status: 'unknown',
    cause: answer.code === 4006 ? 'in_progress' : 'unrecognised_answer',
    needs: refundProof.canBeProven(before) ? 'resolve' : 'person',
    ...ids,
    raw: answer.raw,
  }
}

/** What is left is still what it was: no refund was carried out, and one under way would be told by 4006. */
function isUnchanged(before: RefundBefore, { transactionStatus, finalAmount }: PipwavePayment): boolean {
  return (
    finalAmount !== null && transactionStatus === before.transactionStatus && finalAmount.amount === before.finalAmount
  )
}

/**
 * Only a payment that has become fully refunded proves a refund, and only one of everything that was left: a part cannot be
 * told from another part, and `final_amount` also changes by what is no refund.
 */
export const refundProof: Proof<RefundedDraft, RefundBefore> = {
  canBeProven: ({ refund, transactionStatus }) => refund === 'full' && transactionStatus !== 20,
  provenBy: (before, found) =>
    refundProof.canBeProven(before) && found.payment.transactionStatus === 20 ? lookedUp(found, false) : null,
  isOver: isGone,
}

function lookedUp({ payment, raw }: Found, replayed: boolean): RefundedDraft {
  return {
    status: 'refunded',
    refundId: null,
    amount: null,
    basis: 'lookup',
    replayed,
    ids: knownIds(payment),
    raw,
  }
}
