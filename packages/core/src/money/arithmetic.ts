import { fromMinorUnits, unitsOf } from './minor-units.ts'
import { invalidMoney, type Money, parseMoney } from './money.ts'
import { isZeroFrom } from './read-money.ts'

/**
 * Whether two amounts are the same money: `10.5` and `10.50` BRL are, 10 BRL and 10 USD are not.
 *
 * @throws CaptureError `invalid_request` when one of them is not money, `field` beginning with `a` or `b`
 */
export function equalMoney(a: Money, b: Money): boolean {
  const left = parseMoney(a, { field: 'a' })
  const right = parseMoney(b, { field: 'b' })
  return left.currency === right.currency && left.amount === right.amount
}

/**
 * Orders two amounts of one currency, for `sort` too.
 *
 * @returns -1 when `a` is the smaller one, 1 when it is the larger one, else 0
 * @throws CaptureError `invalid_request` when one is not money or the currencies differ, `field` beginning with `a` or `b`
 */
export function compareMoney(a: Money, b: Money): -1 | 0 | 1 {
  const [left, right] = parsePair(a, b)
  // Both texts have the same number of fraction digits and no leading zeros: the longer one is the larger one.
  if (left.amount === right.amount) return 0
  if (left.amount.length !== right.amount.length) return left.amount.length < right.amount.length ? -1 : 1
  return left.amount < right.amount ? -1 : 1
}

/**
 * The sum of two amounts of one currency, exact.
 *
 * @throws CaptureError `invalid_request` when one is not money, the currencies differ, or the sum has more than 15 integer
 * digits
 */
export function addMoney(a: Money, b: Money): Money {
  const [left, right] = parsePair(a, b)
  return fromMinorUnits(unitsOf(left) + unitsOf(right), left.currency)
}

/**
 * What is left of `a` after `b` is taken off, exact. For discounts and remainders.
 *
 * @throws CaptureError `invalid_request` when one is not money, the currencies differ, or `b` is more than `a`
 */
export function subtractMoney(a: Money, b: Money): Money {
  const [left, right] = parsePair(a, b)
  const units = unitsOf(left) - unitsOf(right)
  if (units < 0n)
    throw invalidMoney({ part: null, problem: 'must not be more than what it is taken from' }, { field: 'b' })
  return fromMinorUnits(units, left.currency)
}

/**
 * Whether an amount is zero: `0`, `0.0` and `0.00` BRL are.
 *
 * @throws CaptureError `invalid_request` when it is not money, `field` beginning with `amount`
 */
export function isZeroMoney(amount: Money): boolean {
  const text = parseMoney(amount).amount
  return text.startsWith('0') && isZeroFrom(text, 2)
}

function parsePair(a: Money, b: Money): readonly [Money, Money] {
  const left = parseMoney(a, { field: 'a' })
  const right = parseMoney(b, { field: 'b' })
  if (left.currency === right.currency) return [left, right]
  const problem = `must be ${left.currency}, as a is: amounts of two currencies have no order and no sum`
  throw invalidMoney({ part: 'currency', problem }, { field: 'b' })
}
