import * as v from 'valibot'
import { text } from '../field-schema.ts'
import type { Pair } from '../signature.ts'

/** Which payment: named by `pwId`, by `txnId`, or by both. */
export interface NamedPayment {
  /** pipwave's id of the payment. Text of at most 255 characters. */
  readonly pwId?: string | undefined
  /** The merchant's id of the payment, as it was given to pipwave. Text of at most 255 characters. */
  readonly txnId?: string | undefined
}

export const named = { pwId: v.optional(text(255)), txnId: v.optional(text(255)) }

export function isNamed<Request extends NamedPayment>() {
  return v.check(
    ({ pwId, txnId }: Request) => pwId !== undefined || txnId !== undefined,
    'must name the payment: pass pwId, txnId or both',
  )
}

/** The id that is signed and sent, and the other fields that are given. Absent ones are in neither. */
export function pairs(
  pwId: string | null,
  { txnId }: NamedPayment,
  others: readonly (readonly [name: string, value: string | undefined])[],
): readonly Pair[] {
  const id: Pair = pwId === null ? ['txn_id', txnId ?? ''] : ['pw_id', pwId]
  const given = others.flatMap(([name, value]): Pair[] => (value === undefined ? [] : [[name, value]]))
  return [id, ...given]
}
