import type { Money } from '@cap/core/http'
import * as v from 'valibot'
import type { NamedValue } from '../capture-schema.ts'
import {
  amountAboveZero,
  authorizationId,
  connectorMetadata,
  flag,
  merchantSettings,
  paymentId,
  text,
} from '../request-fields.ts'

/** The cancellation of a payment that has not been settled, as the gateway asks a payment provider for it. */
export interface CancelRequest {
  /** The payment to cancel. At most 100 characters. */
  readonly paymentId: string
  /** The idempotency key, owned by the caller: the same id over all repetitions. At most 128 characters. */
  readonly requestId: string
  /**
   * The provider's id of the authorization, as text. The contract requires it "in case it was authorized" before: a payment
   * that is still `undefined` has none.
   */
  readonly authorizationId?: string | undefined
  /** The transaction this payment belongs to. */
  readonly transactionId?: string | undefined
  /** The provider's id of the transaction. */
  readonly tid?: string | undefined
  /** The provider's sequential number. */
  readonly nsu?: string | undefined
  /**
   * The value of what is cancelled, for information: a payment is cancelled as a whole. The one amount of the protocol that is
   * documented in cents, so it is sent as a count of cents, and only currencies that have a hundred of them can be told.
   */
  readonly amount?: Money | undefined
  /** The cancellation comes from a test configuration of the merchant. */
  readonly sandboxMode?: boolean | undefined
  /** The merchant's values for the provider's custom fields. They can be passwords, so they are shown nowhere. */
  readonly merchantSettings?: readonly NamedValue[] | undefined
  /** At most 3; names of at most 20 characters, values of at most 200. */
  readonly connectorMetadata?: readonly NamedValue[] | undefined
}

/**
 * Strict: an unknown field is a misspelt one.
 *
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/cancellations}
 */
export const cancelRequestSchema = v.strictObject({
  paymentId,
  requestId: text(128),
  authorizationId: v.optional(authorizationId),
  transactionId: v.optional(text(256)),
  tid: v.optional(text(256)),
  nsu: v.optional(text(256)),
  amount: v.optional(
    v.pipe(
      amountAboveZero('leave it out where the value is not known'),
      v.check(
        ({ amount }) => /\.\d\d$/.test(amount),
        'must be in a currency of two decimal places, or be left out: the protocol counts it in cents, and nobody says what those of other currencies are',
      ),
      v.check(
        ({ amount }) => amount.length <= 16,
        'must have at most 15 digits in all: a JSON number does not hold more exactly',
      ),
    ),
  ),
  sandboxMode: v.optional(flag),
  merchantSettings,
  connectorMetadata,
})
