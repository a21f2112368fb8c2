import {
  addMoney,
  compareMoney,
  equalMoney,
  isObject,
  type JsonObject,
  type JsonValue,
  type Money,
  parseJson,
  readWireAmount,
} from '@cap/core/http'
import type { PaymentAnswer } from './payment-schema.ts'

/** What is known of the operation an answer should be about. */
export interface Asked {
  /** What should have been taken: the amount less the discount. Null when only a handle is at hand. */
  readonly charged: Money | null
  readonly externalReference: string | null
  /** The advanced payment that was asked for by its id. */
  readonly id: string | null
}

/**
 * Whether the answer is about another operation. The reference is compared where it is echoed first: in the page on GET
 * (get-payment-information-returns.*.md) the one of the payment inside differs from the one of the wallet payment. An echo
 * that is missing proves nothing: the samples of rejections have none.
 */
export function isAnothers(payment: PaymentAnswer, asked: Asked): boolean {
  if (asked.id !== null && payment.id !== asked.id) return true
  const echoes = [payment.wallet_payment?.external_reference, payment.external_reference]
  for (const one of payment.payments ?? []) echoes.push(one.external_reference)
  const echo = echoes.find((value) => value != null && value !== '')
  return asked.externalReference !== null && echo !== undefined && echo !== asked.externalReference
}

/** `canceled` in the newer reference, `cancelled` in the older one and in the official SDK. */
export function stateOf(status: string | null | undefined): string | null {
  if (status == null || status === '') return null
  return status === 'canceled' ? 'cancelled' : status
}

export interface Sum {
  /** The sum of what the answer says. */
  readonly known: Money | null
  /** Every payment says how much it took. */
  readonly complete: boolean
}

/**
 * Adds up `payments[].transaction_amount`. Nothing else in the answer is used: in the sample of a payment with a discount
 * (process-payments-with-discounts.en.md) the other amounts contradict each other.
 *
 * @returns null for an amount that cannot be read exactly
 */
export function sumOf(payment: PaymentAnswer, currency: string | null): Sum | null {
  const payments = payment.payments ?? []
  let known: Money | null = null
  let complete = payments.length > 0 && currency !== null
  for (const { transaction_amount: stated } of payments) {
    if (stated == null || currency === null) {
      complete = false
      continue
    }
    const amount = readWireAmount(stated, currency)
    known = amount === null ? null : plus(known, amount)
    if (known === null) return null
  }
  return { known, complete }
}

/** @returns null for a sum with more digits than money has here */
export function plus(sum: Money | null, amount: Money): Money | null {
  try {
    return sum === null ? amount : addMoney(sum, amount)
  } catch {
    return null
  }
}

export function fits({ known, complete }: Sum, charged: Money, currency: string): boolean {
  if (currency !== charged.currency) return false
  if (known === null) return true
  return complete ? equalMoney(known, charged) : compareMoney(known, charged) <= 0
}

/** Ids learnt from an answer. */
export type Ids = {
  readonly advancedPaymentId: string
  /** The answer's, where it is about another payment than the one that was known. */
  readonly otherPaymentId?: string
  readonly paymentIds?: string
}

/** The id that was known stays: the payment it names may have taken the money too. */
export function keptIds(id: string, known: string | null): Ids {
  return known === null || known === id ? { advancedPaymentId: id } : { advancedPaymentId: known, otherPaymentId: id }
}

export function idsOf(payment: PaymentAnswer, known: string | null): Ids {
  // The ids inside are those of `/v1/payments`: null, or a placeholder, where no payment came about.
  const inside: (string | number)[] = []
  for (const { id } of payment.payments ?? []) if (id != null && id !== '') inside.push(id)
  const paymentIds = inside.slice(0, 20).join(',')
  const ids = keptIds(payment.id, known)
  return paymentIds === '' || paymentIds.length > 500 ? ids : { ...ids, paymentIds }
}

const shown = ['id', 'status', 'site_id', 'binary_mode', 'capture', 'date_created', 'date_last_updated'] as const
const shownOfWallet = ['transaction_amount', 'external_reference'] as const
const shownInside = [
  'id',
  'status',
  'status_detail',
  'payment_type_id',
  'payment_method_id',
  'transaction_amount',
  'installments',
  'issuer_id',
  'capture',
  'coupon_amount',
  'external_reference',
] as const

/** The documented fields, by name: the payer, whose token can come back, is not among them. */
export function rawPayment(body: JsonValue | undefined): JsonObject {
  const fields = isObject(body) ? body : {}
  const { wallet_payment: wallet, payments } = fields
  const raw = scalars(fields, shown)
  if (isObject(wallet)) raw.wallet_payment = scalars(wallet, shownOfWallet)
  if (Array.isArray(payments)) {
    raw.payments = payments.slice(0, 20).map((one: JsonValue) => (isObject(one) ? scalars(one, shownInside) : null))
  }
  return raw
}

function scalars(fields: JsonObject, names: readonly string[]): Record<string, JsonValue> {
  const kept: Record<string, JsonValue> = {}
  for (const name of names) {
    const value = fields[name]
    if (value !== undefined && typeof value !== 'object') kept[name] = value
    if (value === null) kept[name] = null
  }
  return kept
}

export function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}
