import * as v from 'valibot'
import { text } from '../field-schema.ts'
import type { Pair } from '../signature.ts'
import { isNamed, type NamedPayment, named, pairs } from './named-schema.ts'

/** What `cancel`, `confirm` and `process` have in common. */
export interface StateChangeRequest extends NamedPayment {
  /** Why, in the merchant's words: at most 32 characters. */
  readonly reason?: string | undefined
  /** The merchant's reference of the change: at most 32 characters. */
  readonly refTag?: string | undefined
}

const entries = { ...named, reason: v.optional(text(32)), refTag: v.optional(text(32)) }

/**
 * The three actions have the same fields. Contradiction 16: "Buyer cancelled" is the sample of a reason to *confirm*, too.
 *
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/cancel-payment.md
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/process-payment.md
 */
export const stateChangeSchema = /*#__PURE__*/ v.pipe(v.strictObject(entries), isNamed())

/** @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/confirm-payment.md */
export const confirmSchema = /*#__PURE__*/ v.pipe(
  v.strictObject({ ...entries, evenIfUncaptured: v.optional(v.boolean()) }),
  isNamed(),
)

/** As sent and as signed. */
export function stateChangeFields(request: StateChangeRequest, pwId: string | null): readonly Pair[] {
  return pairs(pwId, request, [
    ['reason', request.reason],
    ['ref_tag', request.refTag],
  ])
}
