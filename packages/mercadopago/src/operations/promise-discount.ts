import {
  type CaptureDescription,
  type CaptureOptions,
  type ChangedDraft,
  type ChangeOutcome,
  changeOperation,
  equalMoney,
  type Judgement,
  type Money,
  parseInput,
  readWireAmount,
} from '@cap/core/http'
import type * as v from 'valibot'
import type { MercadoPagoDiscount } from '../capture.ts'
import { contextOf } from '../client-context.ts'
import { provider } from '../credentials.ts'
import { unrecognised } from '../error-outcome.ts'
import type { MercadoPago } from '../mercadopago.ts'
import { judgeChange } from './change-outcome.ts'
import { discountNumber, promiseBodyOf, promiseDiscountSchema, promiseSchema } from './discount-schema.ts'
import { describeWrite, runWrite, type Write } from './write.ts'

/** A question for a discount: `POST /v2/wallet_connect/discounts`. */
export interface MercadoPagoDiscountRequest {
  /** Secret. */
  readonly payerToken: string
  /** What will be charged, before the discount. */
  readonly amount: Money
  /** What the buyer typed, 1 to 256 characters. Check it with `checkCoupon` first. */
  readonly coupon?: string | undefined
  /** Owned by the caller: 1 to 64 of `[A-Za-z0-9_-]`. */
  readonly idempotencyKey: string
}

export interface MercadoPagoDiscountPromise {
  /** For the capture's `discount`, with a description of yours where there is none; null when there is no discount. */
  readonly discount: (Omit<MercadoPagoDiscount, 'description'> & { readonly description?: string }) | null
  /** Where the terms are that the buyer must be shown. */
  readonly legalTerms: string | null
}

/**
 * Asks for a discount and has it kept for this payer. Charge at once: a promise that is not used is given back after about
 * 200 ms, and up to 10 s with a coupon. Nobody is charged by it, so after `unknown` ask again.
 *
 * @throws CaptureError which means that this call promised nothing
 * @see {@link https://www.mercadopago.com.br/developers/en/docs/wallet-connect/discounts.md}
 */
export async function promiseDiscount(
  client: MercadoPago,
  request: MercadoPagoDiscountRequest,
  options?: CaptureOptions,
): Promise<ChangeOutcome<MercadoPagoDiscountPromise>> {
  const context = contextOf(client)
  return runWrite(context, changeOperation<MercadoPagoDiscountPromise>(), prepare(request), options)
}

/**
 * What a question for a discount would be, without making it: for stores. `secretPaths` has the payer token in it.
 *
 * @throws CaptureError `invalid_request`
 */
export async function describePromiseDiscount(
  client: MercadoPago,
  request: MercadoPagoDiscountRequest,
): Promise<CaptureDescription> {
  const context = contextOf(client)
  return describeWrite(context, prepare(request))
}

/** @throws CaptureError `invalid_request` */
function prepare(input: MercadoPagoDiscountRequest): Write<ChangedDraft<MercadoPagoDiscountPromise>> {
  const parsed = parseInput(provider, promiseDiscountSchema, input)
  const { payerToken, amount, coupon, idempotencyKey } = parsed
  return {
    action: 'change',
    operation: `promise-discount:${idempotencyKey}`,
    key: idempotencyKey,
    ids: {},
    body: promiseBodyOf(parsed),
    about: `promise-discount:${idempotencyKey}`,
    method: 'POST',
    path: '/v2/wallet_connect/discounts',
    headers: { 'x-payer-token': payerToken },
    secrets: [payerToken],
    secretPaths: ['payerToken'],
    judge: (reply) =>
      judgeChange(reply, {
        schema: promiseSchema,
        withPayerToken: true,
        conclude: (promise) => read(promise, amount, coupon),
      }),
  }
}

function read(
  promise: v.InferOutput<typeof promiseSchema>,
  asked: Money,
  code: string | undefined,
): Judgement<ChangedDraft<MercadoPagoDiscountPromise>> {
  const { transaction_amount: echoed, currency_id: currency, discount } = promise
  const raw = { transaction_amount: echoed ?? null, currency_id: currency ?? null }
  const whole = echoed == null ? asked : readWireAmount(echoed, asked.currency)
  if (whole === null || !equalMoney(whole, asked) || (currency ?? asked.currency) !== asked.currency) {
    return { status: 'unknown', cause: 'mismatch', needs: 'person', mismatch: true, raw }
  }
  const legalTerms = promise.legal_terms ?? null
  if (!('amount' in discount)) return { status: 'done', value: { discount: null, legalTerms }, raw }
  const { description, detail, legal_terms: own } = discount
  const amount = readWireAmount(discount.amount, asked.currency)
  const [value, cap] = [discountNumber(detail.value), discountNumber(detail.cap)]
  if (amount === null || value === null || cap === null) return unrecognised(raw)
  return {
    status: 'done',
    value: {
      discount: {
        amount,
        ...(description == null || description === '' ? {} : { description }),
        ...(code === undefined ? {} : { code }),
        detail: { value, type: detail.type, cap },
      },
      legalTerms: own ?? legalTerms,
    },
    raw,
  }
}
