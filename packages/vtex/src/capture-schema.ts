import type { Money } from '@cap/core/http'
import * as v from 'valibot'
import {
  amountAboveZero,
  authorizationId,
  connectorMetadata,
  flag,
  merchantSettings,
  paymentId,
  recipients,
  text,
} from './request-fields.ts'

/** A seller's or the marketplace's share of a settlement. */
export interface SettlementRecipient {
  /** Account name of the seller or marketplace. */
  readonly id: string
  readonly name: string
  /** `CNPJ`, `CPF`, `SSN`, or another country's: free text. */
  readonly documentType: string
  /** As it is written: leading zeros and punctuation are kept. */
  readonly document: string
  readonly role: 'marketplace' | 'seller'
  /** Money, or decimal text in major units of the settlement's currency. All shares sum to the settlement's amount. */
  readonly amount: Money | string
  /** This recipient bears the processing fees. */
  readonly chargeProcessingFee?: boolean | undefined
  /** This recipient is liable for chargebacks. */
  readonly chargebackLiable?: boolean | undefined
  /** The marketplace's take of this seller, for information: it is contained in the marketplace's share already. */
  readonly commissionAmount?: Money | string | undefined
}

/** A name and a value that travel as they are. */
export interface NamedValue {
  readonly name: string
  readonly value: string
}

/** One settlement, as the gateway asks a payment provider for it. */
export interface SettlementRequest {
  /** The transaction this payment belongs to. */
  readonly transactionId: string
  /**
   * The idempotency key, owned by the caller: the same id over all repetitions of one settlement, a new one for the next
   * settlement of the payment. At most 128 characters. A provider recognises it within one payment.
   */
  readonly requestId: string
  /** The payment to settle. At most 100 characters. */
  readonly paymentId: string
  /** What to settle. On the wire it is a JSON number in major units, without the currency. */
  readonly amount: Money
  /** The provider's id of the authorization, as text: as a number it would lose leading zeros and digits beyond 2^53. */
  readonly authorizationId: string
  /** The provider's id of the transaction. */
  readonly tid?: string | undefined
  /** The provider's sequential number. */
  readonly nsu?: string | undefined
  /** Only where the provider's manifest says that the payment method is split on capture. */
  readonly recipients?: readonly SettlementRecipient[] | undefined
  /** The settlement comes from a test configuration of the merchant. */
  readonly sandboxMode?: boolean | undefined
  /** The merchant's values for the provider's custom fields. They can be passwords, so they are shown nowhere. */
  readonly merchantSettings?: readonly NamedValue[] | undefined
  /** At most 3; names of at most 20 characters, values of at most 200. */
  readonly connectorMetadata?: readonly NamedValue[] | undefined
}

/**
 * Strict: an unknown field is a misspelt one.
 *
 * The limits of ids are ours, for nothing is documented: they keep every id short enough for handles and stores.
 *
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/settlements}
 */
export const settlementRequestSchema = v.strictObject({
  transactionId: text(256),
  requestId: text(128),
  paymentId,
  amount: amountAboveZero('a settlement of nothing is not documented'),
  authorizationId,
  tid: v.optional(text(256)),
  nsu: v.optional(text(256)),
  recipients,
  sandboxMode: v.optional(flag),
  merchantSettings,
  connectorMetadata,
})
