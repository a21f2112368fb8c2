import { addMoney, type CaptureHandle, equalMoney, type Money } from '@cap/core/http'
import type { NamedValue } from '../capture-schema.ts'
import type { AttemptContext } from './attempt.ts'
import { derivedKey } from './keys.ts'
import type { Facts } from './payment-facts.ts'
import type { WireSettlement } from './settlement-wire.ts'
import { readAmount, readShare } from './wire-amount.ts'

/** A share of a split, in minor units exact. */
export interface Recipient {
  readonly id: string
  readonly name: string
  readonly documentType: string
  /** As it came: leading zeros and punctuation are kept. */
  readonly document: string
  /** `marketplace` or `seller`. */
  readonly role: string
  readonly amount: Money
  readonly chargeProcessingFee: boolean | null
  readonly chargebackLiable: boolean | null
  /** Contained in the marketplace's share already. */
  readonly commissionAmount: Money | null
}

/** A settlement that VTEX asks for, checked. */
export interface Settlement {
  /** Your own id of the merchant, as `authenticate` told it. */
  readonly merchant: string
  readonly paymentId: string
  readonly requestId: string
  readonly transactionId: string | null
  readonly authorizationId: string | null
  readonly tid: string | null
  readonly nsu: string | null
  /** What to capture. Above zero. */
  readonly amount: Money
  /** What the payment is authorized for. */
  readonly authorized: Money
  /** Sum to the amount. Empty without a split. */
  readonly recipients: readonly Recipient[]
  readonly sandboxMode: boolean
  /** The merchant's values for your custom fields: they can be passwords. */
  readonly merchantSettings: readonly NamedValue[]
  readonly connectorMetadata: readonly NamedValue[]
  /** A UUID derived from merchant, payment and request id: the same on every repetition. For the provider behind you. */
  readonly idempotencyKey: string
}

/** What a capture is given besides the settlement. */
export interface CaptureContext extends AttemptContext {
  /** A ready-made handle of this operation, for providers without a client of ours. */
  readonly handle: CaptureHandle
  /**
   * Await it before the first byte that can move money. It writes the intent: without one, a crash in the middle would be
   * followed by a second capture.
   *
   * @param handle what `resolve` is to be given later. Default: the ready-made one
   */
  readonly beforeSend: (handle?: CaptureHandle) => Promise<void>
  /** The store holds an intent under this key that is not proven void. */
  readonly priorAttempt: boolean
}

/** What a resolve is given besides settlement and handle. */
export interface ResolveContext extends AttemptContext {
  /**
   * Whether the same request may be sent again under its key, which can move the money for the first time. False once VTEX
   * has asked to cancel the payment, or has given it up: only look then.
   */
  readonly mayCapture: boolean
}

/** @returns what is wrong with it, or the settlement */
export function checkSettlement(
  merchant: string,
  wire: WireSettlement,
  facts: Facts,
): Settlement | 'invalid-value' | 'invalid-recipients' {
  const { currency } = facts
  const amount = readAmount(wire.value, currency)
  if (amount === null || !/[1-9]/.test(amount.amount)) return 'invalid-value'
  const recipients = readRecipients(wire.recipients, currency)
  if (recipients === null || !sumTo(recipients, amount)) return 'invalid-recipients'
  const { paymentId, requestId, transactionId, authorizationId, tid, nsu } = wire
  const { sandboxMode, merchantSettings, connectorMetadata } = wire
  return {
    merchant,
    paymentId,
    requestId,
    transactionId,
    authorizationId,
    tid,
    nsu,
    amount,
    authorized: facts.authorized,
    recipients,
    sandboxMode,
    merchantSettings,
    connectorMetadata,
    idempotencyKey: derivedKey({ merchant, paymentId }, 'settlement', requestId),
  }
}

/** @returns null when one of them is no amount */
export function readRecipients(list: WireSettlement['recipients'], currency: string): readonly Recipient[] | null {
  const recipients: Recipient[] = []
  for (const one of list) {
    const amount = readShare(one.amount, currency)
    if (amount === null) return null
    const commissionAmount = one.commissionAmount === null ? null : readShare(one.commissionAmount, currency)
    recipients.push({ ...one, amount, commissionAmount })
  }
  return recipients
}

function sumTo(recipients: readonly Recipient[], amount: Money): boolean {
  const [first, ...others] = recipients
  if (first === undefined) return true
  let sum = first.amount
  for (const other of others) sum = addMoney(sum, other.amount)
  return equalMoney(sum, amount)
}
