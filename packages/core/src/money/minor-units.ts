import { currencyDigits } from './currencies.ts'
import { invalidMoney, type Money, parseMoney } from './money.ts'
import { isProblem, maxIntegerDigits, readParts } from './read-money.ts'

/**
 * Makes money from a count of the currency's smallest units: `fromMinorUnits(70050n, 'BRL')` is `700.50`,
 * `fromMinorUnits(100n, 'JPY')` is `100`.
 *
 * @param units a `bigint` from 0; numbers are refused, because a computed one has often been rounded already
 * @param currency ISO 4217, three capital letters
 * @throws CaptureError `invalid_request`, `field` `units` or `currency`
 */
export function fromMinorUnits(units: bigint, currency: string): Money {
  const digits = typeof currency === 'string' ? currencyDigits(currency) : undefined
  if (digits !== undefined) {
    if (typeof units !== 'bigint') throw unitsError(`must be a bigint such as 70050n, not a ${typeof units}`)
    if (units < 0n) throw unitsError('must not be negative')
  }
  // The padding makes room for `0.` before the fraction; an unknown currency is refused below.
  const text = String(units).padStart((digits ?? 0) + 1, '0')
  const point = text.length - (digits ?? 0)
  if (point > maxIntegerDigits) throw unitsError(`must have at most ${maxIntegerDigits} digits before the fraction`)
  const result = readParts(point === text.length ? text : `${text.slice(0, point)}.${text.slice(point)}`, currency)
  if (!isProblem(result)) return result
  throw invalidMoney({ ...result, part: null }, { field: result.part ?? 'units' })
}

/**
 * Counts money in the currency's smallest units: `700.50` BRL is `70050n`, `100` JPY is `100n`.
 *
 * @throws CaptureError `invalid_request` when it is not money, `field` beginning with `amount`
 */
export function toMinorUnits(amount: Money): bigint {
  return unitsOf(parseMoney(amount))
}

/** {@link toMinorUnits} of money that has been parsed already. */
export function unitsOf(parsed: Money): bigint {
  return BigInt(parsed.amount.replace('.', ''))
}

function unitsError(problem: string) {
  return invalidMoney({ part: null, problem }, { field: 'units' })
}
