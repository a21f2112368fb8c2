import type { Money } from '@cap/core/http'
import * as v from 'valibot'
import type { NamedValue, SettlementRecipient } from '../capture-schema.ts'
import {
  amountAboveZero,
  authorizationId,
  connectorMetadata,
  flag,
  merchantSettings,
  paymentId,
  recipients,
  text,
} from '../request-fields.ts'

/** One refund of a settlement, in full or in part, as the gateway asks a payment provider for it. */
export interface RefundRequest {
  /** The transaction this payment belongs to. */
  readonly transactionId: string
  /**
   * The idempotency key, owned by the caller: the same id over all repetitions of one refund, a new one for the next refund.
   * At most 128 characters. Its own: a settlement of the payment may have had the same.
   */
  readonly requestId: string
  /** The payment to refund. At most 100 characters. */
  readonly paymentId: string
  /** The settlement to give back: the `captureId` of its `captured` outcome. */
  readonly settleId: string
  /** The provider's id of the transaction, which the contract requires here and not of a settlement. */
  readonly tid: string
  /** What to give back. On the wire it is a JSON number in major units, without the currency. */
  readonly amount: Money
  /** The provider's id of the authorization, as text. */
  readonly authorizationId?: string | undefined
  /** The provider's sequential number. */
  readonly nsu?: string | undefined
  /** Who gives how much back. VTEX sends them with partial refunds only, and only where the merchant switched that on. */
  readonly recipients?: readonly SettlementRecipient[] | undefined
  /** The refund comes from a test configuration of the merchant. */
  readonly sandboxMode?: boolean | undefined
  /** The merchant's values for the provider's custom fields. They can be passwords, so they are shown nowhere. */
  readonly merchantSettings?: readonly NamedValue[] | undefined
  /** At most 3; names of at most 20 characters, values of at most 200. */
  readonly connectorMetadata?: readonly NamedValue[] | undefined
}

/**
 * Strict: an unknown field is a misspelt one.
 *
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/refunds}
 */
export const refundRequestSchema = v.strictObject({
  transactionId: text(256),
  requestId: text(128),
  paymentId,
  settleId: text(500),
  tid: text(256),
  amount: amountAboveZero('a refund of nothing is not documented'),
  authorizationId: v.optional(authorizationId),
  nsu: v.optional(text(256)),
  recipients,
  sandboxMode: v.optional(flag),
  merchantSettings,
  connectorMetadata,
})
