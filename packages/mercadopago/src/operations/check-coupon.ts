import { parseInput, type ReadOptions } from '@cap/core/http'
import { contextOf } from '../client-context.ts'
import { provider } from '../credentials.ts'
import type { MercadoPago } from '../mercadopago.ts'
import { checkCouponSchema, couponSchema } from './discount-schema.ts'
import { ask } from './read-json.ts'

/** A question about a coupon: `POST /v2/wallet_connect/coupons`, which changes nothing. */
export interface MercadoPagoCouponRequest {
  /** Secret. */
  readonly payerToken: string
  /** What the buyer typed, 1 to 256 characters. */
  readonly coupon: string
  /** Digits of the application's id, which an older reference requires and the guide does not. Default: not sent. */
  readonly clientId?: string | undefined
}

export interface MercadoPagoCoupon {
  /** `success`: it has a discount; `pending`: it is ready for a payment; `invalid`: it has none, or there is no such coupon. */
  readonly status: 'success' | 'pending' | 'invalid'
  /** For the buyer. */
  readonly description: string | null
  readonly legalTerms: string | null
  /** In major units of the account's currency, as decimal text. */
  readonly detail: {
    readonly value: string
    readonly type: 'percent' | 'fixed' | 'percentage'
    readonly cap: string
    readonly leastAmount: string | null
    readonly mostAmount: string | null
  } | null
}

/**
 * Asks what a coupon is good for. A coupon nobody knows is `invalid`, and no error.
 *
 * @throws CaptureError `lookup_failed`, `unauthorized`, `refused` (a payer token that is not valid, too), `aborted`,
 * `not_sent` or `invalid_request`
 * @see {@link https://github.com/mercadopago/devsite-docs/blob/master/guides/wallet-connect/coupon-validation-responses.en.md}
 */
export async function checkCoupon(
  client: MercadoPago,
  request: MercadoPagoCouponRequest,
  options?: ReadOptions,
): Promise<MercadoPagoCoupon> {
  const context = contextOf(client)
  const { payerToken, coupon, clientId } = parseInput(provider, checkCouponSchema, request)
  const { found } = await ask(
    context,
    {
      name: 'check_coupon',
      about: 'the coupon',
      method: 'POST',
      path: '/v2/wallet_connect/coupons',
      headers: clientId === undefined ? {} : { 'x-client-id': clientId },
      body: JSON.stringify({ id: coupon }),
      payerToken,
      schema: couponSchema,
    },
    options,
  )
  const detail = found.details ?? found.detail ?? null
  return {
    status: found.status,
    description: found.description ?? null,
    legalTerms: found.legal_terms ?? null,
    detail: detail && {
      value: String(detail.value),
      type: detail.type,
      cap: String(detail.cap),
      leastAmount: detail.min_payment_amount == null ? null : String(detail.min_payment_amount),
      mostAmount: detail.max_payment_amount == null ? null : String(detail.max_payment_amount),
    },
  }
}
