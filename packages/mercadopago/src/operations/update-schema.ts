import { compareMoney, type JsonObject, type Money, toJsonNumber } from '@cap/core/http'
import * as v from 'valibot'
import { amount, idempotencyKey, text } from '../capture-schema.ts'
import { provider } from '../credentials.ts'
import { paymentId } from '../payment-schema.ts'

/**
 * What a capture and a cancellation of an authorized payment have in common: `PUT /v1/advanced_payments/{id}` of
 * reference/api-json/wallet_connect.json in https://github.com/mercadopago/devsite-docs, which requires `wallet_payment`
 * with its amount. The newer reference has it optional, and the official Node SDK leaves it out: it is always sent.
 */
const fields = {
  paymentId,
  amount,
  description: v.optional(text(1024)),
  externalReference: v.optional(text(256)),
  idempotencyKey,
}

export const captureAuthorizedSchema = v.pipe(
  v.strictObject({ ...fields, discount: v.optional(amount) }),
  v.forward(
    v.check(
      ({ amount: whole, discount }) =>
        discount === undefined || (discount.currency === whole.currency && compareMoney(discount, whole) < 0),
      'must be less than amount, in its currency',
    ),
    ['discount'],
  ),
)

/**
 * The value of `status` that cancels is `cancelled` in the older reference and in the official SDK, `canceled` in the newer
 * reference (https://www.mercadopago.com.mx/developers/en/reference/online-payments/wallet-connect/capture-payment/put.md),
 * and `cancelado` in the Spanish text.
 */
export const cancelSchema = v.strictObject({
  ...fields,
  status: v.optional(
    v.picklist(['cancelled', 'canceled', 'cancelado'], "must be 'cancelled', 'canceled' or 'cancelado'"),
    'cancelled',
  ),
})

interface WalletPayment {
  readonly amount: Money
  readonly description?: string | undefined
  readonly externalReference?: string | undefined
}

/** @throws CaptureError `invalid_request` for an amount that no JSON number holds exactly */
export function updateBodyOf(
  change: { readonly capture: true } | { readonly status: string },
  { amount: whole, description, externalReference }: WalletPayment,
): string {
  const walletPayment: JsonObject = {
    transaction_amount: toJsonNumber(whole, { provider, field: 'amount' }),
    ...(description === undefined ? {} : { description }),
    ...(externalReference === undefined ? {} : { external_reference: externalReference }),
  }
  return JSON.stringify({ ...change, wallet_payment: walletPayment })
}
