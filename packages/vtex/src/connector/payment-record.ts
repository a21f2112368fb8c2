import type { OperationStore } from '@cap/core'
import type { JsonObject, JsonValue } from '@cap/core/http'
import type { CreatePaymentResult } from './create-payment-types.ts'
import { keyOf, type Scope } from './keys.ts'

/** What is kept of a payment created here. */
export type PaymentRecord = {
  readonly currency: string
  /** Decimal text. */
  readonly amount: string
  readonly paymentMethod: string
  /** As it came, signature and all. */
  readonly callbackUrl: string | null
  /** The current answer: what VTEX is told when it asks again. */
  readonly body: string
  /** What settlements must know of it. */
  readonly facts: JsonObject
}

/** What settlements must know of a payment. */
export function factsOf(
  { currency, amount }: Pick<PaymentRecord, 'currency' | 'amount'>,
  result: CreatePaymentResult,
): JsonObject {
  const state = { approved: 'authorized', denied: 'denied', undefined: 'pending' }[result.status]
  const ceiling = result.status === 'approved' && result.maxValue !== undefined ? { maxValue: result.maxValue } : {}
  return { currency, authorized: amount, state, ...ceiling }
}

/** Whether it is still to be decided, by `finishPayment`. */
export function isUndecided({ facts }: PaymentRecord): boolean {
  return facts.state === 'pending'
}

/**
 * What is known of a payment: how it was decided, or how it was created. Both are records that have ended, in one group, so
 * that a payment nobody ever decides expires like any other.
 */
export async function findPayment(store: OperationStore, scope: Scope): Promise<PaymentRecord | 'running' | null> {
  const created = await store.peek(keyOf(scope, 'payment'))
  if (created === null) return null
  const record = created.state === 'done' ? readPaymentRecord(created.record.data) : null
  if (record === null) return 'running'
  if (!isUndecided(record)) return record
  const decided = await store.peek(keyOf(scope, 'payment-decided'))
  return (decided?.state === 'done' ? readPaymentRecord(decided.record.data) : null) ?? record
}

export function readPaymentRecord(data: JsonValue): PaymentRecord | null {
  if (typeof data !== 'object' || data === null || !('body' in data)) return null
  const { currency, amount, paymentMethod, callbackUrl, body, facts } = data
  if (typeof body !== 'string' || typeof currency !== 'string' || typeof amount !== 'string') return null
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) return null
  return {
    currency,
    amount,
    body,
    facts: facts as JsonObject,
    paymentMethod: String(paymentMethod),
    callbackUrl: typeof callbackUrl === 'string' ? callbackUrl : null,
  }
}
