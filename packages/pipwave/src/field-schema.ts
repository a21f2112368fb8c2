import { type Money, moneySchema } from '@cap/core/http'
import * as v from 'valibot'

/** A field of an answer that decides only if it can be read. Whatever cannot, and what is absent, is null. */
export function tolerant<Value>(read: (value: unknown) => Value | null) {
  return v.optional(v.pipe(v.unknown(), v.transform(read)), null)
}

/** Text that is signed. */
export function text(longest: number) {
  return v.pipe(
    v.string('must be text: as a number an id would lose digits beyond 2^53'),
    v.minLength(1, 'must not be empty: leave it out instead, pipwave may hash an empty value or not'),
    v.maxLength(longest, `must have at most ${longest} characters`),
    v.regex(/^\P{Cc}*$/u, 'must not contain control characters'),
    v.check((value) => value.isWellFormed(), 'must be well-formed Unicode: it holds half of a character'),
  )
}

/**
 * `decimal(11,2)`: at most nine digits before the point and two behind it.
 *
 * @param field its wire name
 * @param everything what pipwave may do without one
 */
export function wireMoney(field: string, everything: string) {
  return v.pipe(
    wireMoneyOrNothing(field),
    v.check(
      ({ amount }) => /[1-9]/.test(amount),
      `must be greater than 0: pipwave can take "0" for "not provided", which ${everything} everything`,
    ),
  )
}

/** {@link wireMoney} where 0 means what it says. */
export function wireMoneyOrNothing(field: string) {
  return v.pipe(
    moneySchema(),
    v.check(
      ({ amount }) => !/\.\d{3}/.test(amount),
      `must be in a currency with at most two fraction digits: ${field} has no room for a third`,
    ),
    v.check(({ amount }) => amount.search(/\.|$/) <= 9, `must be at most 999999999.99: ${field} is decimal(11,2)`),
  )
}

/**
 * Always two decimals, as `decimal(11,2)` says, for yen too: what is documented is the type, not what pipwave makes of a
 * currency without a fraction.
 */
export function wireAmount(amount: Money): string {
  return amount.amount.includes('.') ? amount.amount : `${amount.amount}.00`
}
