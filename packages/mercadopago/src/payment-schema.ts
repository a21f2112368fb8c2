import * as v from 'valibot'

/** A payment id as text: in a path, it must not be able to mean another path. */
const isPaymentId = /^[A-Za-z0-9_-]{1,64}$/
export const paymentId = v.pipe(
  v.string('must be the id of an advanced payment, as text'),
  v.regex(isPaymentId, 'must be the id of an advanced payment: 1 to 64 letters, digits, "-" or "_"'),
)

/** What comes as text here and as a number there. */
const scalar = v.custom<string | number>((value) => typeof value === 'string' || typeof value === 'number')

/** An id as it comes, text or number, as text. */
export const wireId = v.pipe(
  v.custom<string | number>((value) =>
    typeof value === 'string' ? isPaymentId.test(value) : Number.isSafeInteger(value) && (value as number) > 0,
  ),
  v.transform(String),
)
const reference = v.nullish(v.pipe(scalar, v.transform(String)))

/** The one field without which an answer is not Mercado Pago's record of a payment. */
export const identifiedSchema = v.object({ id: wireId })

/**
 * A payment body, tolerant: only what decides is read, and what is absent or null is not held against it. A field of the
 * wrong type is: an answer we half understand settles nothing.
 *
 * Fields from guides/wallet-connect/capture-payment-returns.en.md, idempotency-returns.en.md,
 * get-payment-information-returns.en.md and process-payments-with-discounts.en.md.
 */
export const paymentSchema = v.object({
  id: wireId,
  status: v.nullish(v.string()),
  capture: v.nullish(v.boolean()),
  site_id: v.nullish(v.string()),
  external_reference: reference,
  wallet_payment: v.nullish(v.object({ external_reference: reference })),
  payments: v.nullish(
    v.array(
      v.object({
        id: v.nullish(scalar),
        status: v.nullish(v.string()),
        status_detail: v.nullish(v.string()),
        capture: v.nullish(v.boolean()),
        transaction_amount: v.nullish(scalar),
        external_reference: reference,
      }),
    ),
  ),
})

export type PaymentAnswer = v.InferOutput<typeof paymentSchema>
