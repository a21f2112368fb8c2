import { isObject, type JsonObject, type Money, parseJson } from '@cap/core/http'
import * as v from 'valibot'
import { text, wireAmount, wireMoney } from '../field-schema.ts'
import { flag, label } from '../payment.ts'
import type { Pair } from '../signature.ts'
import { isNamed, type NamedPayment, named, pairs } from './named-schema.ts'

/** What to give back. */
export interface PipwaveRefundRequest extends NamedPayment {
  /**
   * In the payment's currency, or `'full'`: everything that is left of the payment. Never absent, for a field that was
   * forgotten would give everything back.
   */
  readonly amount: Money | 'full'
  /**
   * What the payment method needs besides, such as the buyer's bank account: JSON text of at most 255 characters, sent and
   * signed as it stands. Events and errors do not show it.
   */
  readonly extraParam?: string | undefined
  /** Tells two partial refunds of the same amount apart in handles and stores. At most 128 characters; never sent. */
  readonly operationId?: string | undefined
}

/**
 * Strict: an unknown field is a misspelt one. pipwave refunds everything where it gets no amount, so that has to be said.
 *
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/refund.md
 */
export const refundRequestSchema = /*#__PURE__*/ v.pipe(
  v.strictObject({
    ...named,
    amount: v.lazy((given) => (typeof given === 'object' ? wireMoney('refund_amount', 'refunds') : everything)),
    extraParam: v.optional(v.pipe(text(255), v.check(isJson, 'must be JSON text'))),
    operationId: v.optional(text(128)),
  }),
  isNamed(),
)

/** On the wire: no amount. */
const everything = /*#__PURE__*/ v.pipe(
  v.literal('full', "must be an amount of money, or 'full' for everything that is left of the payment"),
  v.transform(() => undefined),
)

export type ParsedRefund = v.InferOutput<typeof refundRequestSchema>

function isJson(value: string): boolean {
  try {
    parseJson(value)
    return true
  } catch {
    return false
  }
}

/** The fields of both steps. The amount and what the method needs besides belong to the second. */
export function refundFields(request: ParsedRefund, pwId: string | null, op: 'initiate' | 'submit'): readonly Pair[] {
  const { amount, extraParam } = request
  const submitted: readonly (readonly [string, string | undefined])[] = [
    ['refund_amount', amount === undefined ? undefined : wireAmount(amount)],
    ['extra_param', extraParam],
  ]
  return pairs(pwId, request, [['op', op], ...(op === 'submit' ? submitted : [])])
}

/** What pipwave says of the refund, in either step: which of it comes with which is not documented. */
export interface RefundTerms {
  /** null: it does not say. */
  readonly supported: boolean | null
  readonly partlySupported: boolean | null
  /** What must be supplied besides, as JSON text; null: nothing. */
  readonly needs: string | null
  /** pipwave's id of the refund. */
  readonly reversePwId: string | null
}

const termsSchema = /*#__PURE__*/ v.object({
  supports_refund: flag,
  supports_partial_refund: flag,
  reverse_pw_id: label,
})

/** Tolerant: nothing in it is required, as no page says what comes when. */
export function readTerms(body: JsonObject): RefundTerms {
  const { supports_refund: supported, supports_partial_refund: partly, reverse_pw_id: id } = v.parse(termsSchema, body)
  const { extra_params: extra } = body
  const asks = Array.isArray(extra) ? extra.length > 0 : isObject(extra) && Object.keys(extra).length > 0
  return {
    supported: supported ?? null,
    partlySupported: partly ?? null,
    needs: asks ? JSON.stringify(extra) : null,
    reversePwId: id ?? null,
  }
}
