import { invalidMoney, type Money, type ParseMoneyOptions, parseMoney } from './money.ts'
import { isProblem, readParts } from './read-money.ts'

/**
 * Decimals of up to 15 significant digits survive a double exactly, whatever they are (IEEE 754 binary64); of those with
 * 16 or 17 only some do.
 */
const maxSignificantDigits = 15

/**
 * The shortest JSON number that is this amount, as text: `700.50` BRL is `700.5`, `700.00` is `700`, `0.00` is `0`.
 *
 * It is what `JSON.stringify` writes for {@link toJsonNumber}.
 *
 * @returns major units
 * @throws CaptureError `invalid_request` when it is not money, or has more than 15 significant digits, which a number
 * cannot hold
 */
export function jsonNumberText(amount: Money, options: ParseMoneyOptions = {}): string {
  const text = parseMoney(amount, options).amount
  const point = text.indexOf('.')
  if (text.length - (point < 0 ? 0 : 1) > maxSignificantDigits) throw tooLong(options)
  if (point < 0) return text
  let end = text.length
  while (text.charCodeAt(end - 1) === 48) end--
  return text.slice(0, end - 1 === point ? point : end)
}

/**
 * The amount as a number in major units whose shortest decimal text is exactly the amount, for APIs that take JSON numbers.
 * For writing only: never calculate with it.
 *
 * @throws CaptureError `invalid_request` as {@link jsonNumberText}
 */
export function toJsonNumber(amount: Money, options: ParseMoneyOptions = {}): number {
  return Number(jsonNumberText(amount, options))
}

/**
 * Reads an amount that an API gives as a JSON number, by the number's shortest decimal text: `37.8` BRL is `37.80`.
 *
 * Refused rather than rounded: NaN, infinities, negative numbers (-0 too), what is written with an exponent, more fraction
 * digits than the currency has, and more than 15 significant digits, unsafe integers included.
 *
 * @param value major units
 * @param currency ISO 4217, three capital letters
 * @throws CaptureError `invalid_request`, `field` beginning with the option's, or `amount`
 */
export function fromJsonNumber(value: number, currency: string, options: ParseMoneyOptions = {}): Money {
  if (typeof value !== 'number') {
    throw invalidMoney({ part: null, problem: `must be a number, not a ${typeof value}` }, options)
  }
  const result = readParts(Object.is(value, -0) ? '-0' : String(value), currency, options)
  if (isProblem(result)) throw invalidMoney(result.part === 'amount' ? { ...result, part: null } : result, options)
  if (result.amount.length - (result.amount.includes('.') ? 1 : 0) > maxSignificantDigits) throw tooLong(options)
  return result
}

function tooLong(options: ParseMoneyOptions) {
  const problem = `must have at most ${maxSignificantDigits} digits in all: a JSON number does not hold more exactly`
  return invalidMoney({ part: null, problem }, options)
}
