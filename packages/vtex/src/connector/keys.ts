import { idempotencyKey } from '@cap/core'

/** What a key stands for. */
export type OperationName =
  | 'settlement'
  | 'refund'
  | 'inbound'
  /** Of the payment, whatever the request: it is cancelled once. The id counts the keys that a no has used up. */
  | 'cancelled'
  /** That VTEX asked for a cancellation while a settlement was open. */
  | 'cancel-asked'
  /** What Create Payment was answered, and what is needed to settle. */
  | 'payment'
  /** How an asynchronous payment was decided. */
  | 'payment-decided'
  /** The settlement that a `settleId` denotes. */
  | 'settle-id'

export interface Scope {
  readonly merchant: string
  readonly paymentId: string
}

/** Names an operation in the store. A request id alone is not unique: VTEX's guides use one for a settlement and a refund. */
export function keyOf({ merchant, paymentId }: Scope, name: OperationName, id = ''): string {
  return JSON.stringify(['vtex', merchant, paymentId, name, id])
}

/** At most one operation of this payment's money at a time. */
export function groupOf({ merchant, paymentId }: Scope): string {
  return JSON.stringify(['vtex', merchant, paymentId])
}

/** The id of a key of the given name. @returns null for a key of another name */
export function idOf(key: string, scope: Scope, name: OperationName): string | null {
  const parts: unknown = JSON.parse(key)
  const id: unknown = Array.isArray(parts) ? parts[4] : null
  return typeof id === 'string' && key === keyOf(scope, name, id) ? id : null
}

/** A key for the provider behind the connector, the same whenever it is derived. */
export function derivedKey({ merchant, paymentId }: Scope, ...parts: string[]): string {
  return idempotencyKey('vtex-connector', merchant, paymentId, ...parts)
}
