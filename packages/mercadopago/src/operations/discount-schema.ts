import { toJsonNumber } from '@cap/core/http'
import * as v from 'valibot'
import { amount, idempotencyKey, text } from '../capture-schema.ts'
import { provider } from '../credentials.ts'

/** A payer token goes into a header here: what is not safe there is refused. */
const payerToken = v.pipe(
  v.string('must be text'),
  v.regex(/^[\x21-\x7e]{1,1024}$/, 'must be 1 to 1024 visible ASCII characters, without spaces or line breaks'),
)

/**
 * The request of a discount promise, strict. Wire names: guides/wallet-connect/create-discount-promise-with-coupon.en.md and
 * create-discount-promise-without-coupon.en.md in https://github.com/mercadopago/devsite-docs.
 */
export const promiseDiscountSchema = v.strictObject({
  payerToken,
  amount,
  coupon: v.optional(text(256)),
  idempotencyKey,
})

/** @throws CaptureError `invalid_request` for an amount that no JSON number holds exactly */
export function promiseBodyOf({ amount: whole, coupon }: v.InferOutput<typeof promiseDiscountSchema>): string {
  const number = toJsonNumber(whole, { provider, field: 'amount' })
  return JSON.stringify({ amount: number, ...(coupon === undefined ? {} : { coupon }) })
}

/** The id of the application is asked for by the older reference alone, as `x-client-id`. */
export const checkCouponSchema = v.strictObject({
  payerToken,
  coupon: text(256),
  clientId: v.optional(
    v.pipe(v.string('must be text'), v.regex(/^\d{1,32}$/, 'must be the digits of the application id')),
  ),
})

const number = v.union([v.number(), v.string()])

/** `percent` in the guides, `percentage` in the reference and among the answers to coupons: both go back as they came. */
const detail = v.object({ value: number, type: v.picklist(['percent', 'fixed', 'percentage']), cap: number })

/**
 * guides/wallet-connect/discount-promise-no-coupon-responses.en.md, tolerant. An empty discount means that there is none. The
 * legal terms lie in the discount there, and beside it in the reference.
 */
export const promiseSchema = v.object({
  transaction_amount: v.nullish(number),
  currency_id: v.nullish(v.string()),
  discount: v.union([
    v.object({ amount: number, description: v.nullish(v.string()), detail, legal_terms: v.nullish(v.string()) }),
    v.strictObject({}),
  ]),
  legal_terms: v.nullish(v.string()),
})

const couponDetail = v.object({
  ...detail.entries,
  min_payment_amount: v.nullish(number),
  max_payment_amount: v.nullish(number),
})

/** guides/wallet-connect/coupon-validation-responses.en.md, with `details`; the reference has `detail`. Both are read. */
export const couponSchema = v.object({
  status: v.picklist(['success', 'pending', 'invalid']),
  description: v.nullish(v.string()),
  legal_terms: v.nullish(v.string()),
  details: v.nullish(couponDetail),
  detail: v.nullish(couponDetail),
})

/** Decimal text as a capture's discount takes it; null for a number it does not take. */
export function discountNumber(value: string | number): string | null {
  const found = String(value)
  return /^(?:0|[1-9]\d{0,8})(?:\.\d{1,4})?$/.test(found) ? found : null
}
