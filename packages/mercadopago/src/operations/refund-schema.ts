import { type Money, toJsonNumber } from '@cap/core/http'
import * as v from 'valibot'
import { amount, idempotencyKey } from '../capture-schema.ts'
import { provider } from '../credentials.ts'
import { paymentId, wireId } from '../payment-schema.ts'

/**
 * The request of a refund, strict.
 *
 * Wire names: guides/wallet-connect/refund-full-amount.en.md and refund-partial-amount.en.md in
 * https://github.com/mercadopago/devsite-docs. That everything is given back is said by a word and never by the absence of
 * an amount: a forgotten field, or a computed zero, would refund the whole payment.
 */
export const refundRequestSchema = v.pipe(
  v.strictObject({
    paymentId,
    amount: v.lazy((given) => (given === 'full' ? v.literal('full') : amount)),
    expected: v.optional(amount),
    idempotencyKey,
  }),
  v.forward(
    v.check(
      ({ amount: asked, expected }) => expected === undefined || asked === 'full',
      "must be absent, unless amount is 'full'",
    ),
    ['expected'],
  ),
)

/** Nothing at all for a full refund: the guides say an empty body, and of the reference's `amount: 0` we keep clear. */
export function refundBodyOf(asked: Money | 'full'): string {
  return asked === 'full' ? '' : JSON.stringify({ amount: toJsonNumber(asked, { provider, field: 'amount' }) })
}

const refundSchema = v.object({
  id: wireId,
  advanced_payment_id: v.nullish(wireId),
  amount: v.nullish(v.union([v.number(), v.string()])),
  status: v.nullish(v.string()),
})

/**
 * The answer to a refund, tolerant: guides/wallet-connect/refund-full-amount.en.md prints a list with one refund for each
 * payment inside. The official Node SDK types a single refund, which has no list around it and is told by its amount.
 */
export const refundsSchema = v.union([
  v.pipe(v.array(refundSchema), v.minLength(1), v.maxLength(50)),
  v.pipe(
    v.object({ ...refundSchema.entries, amount: v.union([v.number(), v.string()]) }),
    v.transform((one) => [one]),
  ),
])

export type RefundAnswer = v.InferOutput<typeof refundsSchema>
