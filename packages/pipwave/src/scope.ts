import { compareMoney } from '@cap/core/http'
import type { Account } from './account.ts'
import type { ParsedCapture } from './capture-schema.ts'
import { invalidRequest } from './error.ts'
import type { Scope, Snapshot } from './outcome.ts'
import type { PipwavePayment } from './payment.ts'
import type { Named } from './write.ts'

/** @throws CaptureError when the two ids the caller gave name two payments */
export function checkNamed(request: Named, payment: PipwavePayment): void {
  if (request.txnId === undefined || payment.txnId === null || payment.txnId === request.txnId) return
  throw invalidRequest(
    'txnId',
    'must belong to the payment that pwId names: pipwave knows that payment by another txn_id',
  )
}

/**
 * Whether all of the authorised amount is asked for. null: pipwave does not say enough to tell.
 *
 * Contradiction 9: a gateway that cannot capture a part silently captures everything. So a part needs the merchant's word
 * that its gateways can.
 *
 * @throws CaptureError when the amount does not fit the payment
 */
export function scopeOf(account: Account, request: ParsedCapture, payment: PipwavePayment): Scope | null {
  const { amount } = request
  if (amount === undefined) return 'full'
  if (payment.currency === null) return null
  if (payment.currency !== amount.currency) {
    throw invalidRequest('amount', `must be in the payment's currency, which is not ${amount.currency}`)
  }
  if (payment.totalAmount === null) return null
  const order = compareMoney(amount, payment.totalAmount)
  if (order === 0) return 'full'
  if (order > 0) throw invalidRequest('amount', "must be at most the payment's total_amount")
  if (account.partialCapture) return 'partial'
  throw invalidRequest(
    'amount',
    "must be the payment's whole total_amount: a gateway without partial capture silently captures everything. If every gateway of this account can capture a part, create the client with partialCapture: true",
  )
}

/** The same for a payment that could not be read, from what the capture before it had read. */
export function scopeFrom({ amount }: ParsedCapture, known: Snapshot): Scope {
  if (amount === undefined) return 'full'
  return amount.currency === known.currency && amount.amount === known.totalAmount ? 'full' : 'partial'
}

/** What two captures are together, where one stands for both: proven only if each of them would be. */
export function both(one: Scope, other: Scope): Scope {
  return one === 'full' && other === 'full' ? 'full' : 'partial'
}
