import type { CaptureError } from '../error/capture-error.ts'
import { invalidRequest } from '../error/invalid-request.ts'
import { isProblem, type MoneyLimits, type MoneyProblem, readMoney, readParts } from './read-money.ts'

/**
 * An amount of money, as plain JSON.
 *
 * A type alias rather than an interface, so that it is assignable to `JsonValue`.
 */
export type Money = {
  /** Decimal text in major units with exactly the currency's digits: `700.50` BRL, `100` JPY, `1.250` KWD. Never negative. */
  readonly amount: string
  /** ISO 4217, three capital letters. */
  readonly currency: string
}

/** What {@link parseMoney} is told about the place the input came from. */
export interface ParseMoneyOptions extends MoneyLimits {
  /** Path of the input, for the error: `discount.amount`. Default: `amount`. */
  readonly field?: string | undefined
  /** Named in the error. */
  readonly provider?: string | undefined
}

/**
 * Makes money from decimal text, and normalises it to the currency's digits: `money('700.5', 'BRL')` is `700.50`.
 *
 * Nothing is ever rounded or dropped: more fraction digits than the currency has are refused even when they are zeros
 * (`1.000` BRL), because such text was made for another currency or another unit. Signs, exponents, blanks, leading zeros
 * (`007`), numbers and more than 15 integer digits are refused too. Zero is money.
 *
 * @param amount major units
 * @param currency ISO 4217, three capital letters
 * @throws CaptureError `invalid_request`, `field` `amount` or `currency`
 */
export function money(amount: string, currency: string): Money {
  const result = readParts(amount, currency)
  if (!isProblem(result)) return result
  throw invalidMoney({ ...result, part: null }, { field: result.part ?? 'amount' })
}

/**
 * Reads money from outside: what callers write by hand is checked and normalised as {@link money} does it, and fields other
 * than `amount` and `currency` are refused.
 *
 * @throws CaptureError `invalid_request`, `field` being the option's, with `.amount` or `.currency` where one of them is wrong
 */
export function parseMoney(input: unknown, options: ParseMoneyOptions = {}): Money {
  const result = readMoney(input, options)
  if (!isProblem(result)) return result
  throw invalidMoney(result, options)
}

/** The error for a problem of {@link readMoney}. */
export function invalidMoney(found: MoneyProblem, options: ParseMoneyOptions): CaptureError {
  const whole = options.field ?? 'amount'
  const field = found.part === null ? whole : `${whole}.${found.part}`
  return invalidRequest(options.provider, field, found.problem)
}
