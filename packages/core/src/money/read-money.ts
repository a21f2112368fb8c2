import { currencyDigits } from './currencies.ts'
import type { Money } from './money.ts'

/** Narrows what ISO 4217 allows to what a provider takes. */
export interface MoneyLimits {
  /**
   * Fraction digits the provider takes, per currency, where they are fewer than ISO's: `{ COP: 0 }`. A fraction with more
   * digits than that must be zero. The normalised text keeps ISO's digits: `1000.00` COP. Default: ISO's digits.
   */
  readonly fractionDigits?: Readonly<Record<string, number>> | undefined
}

/** Why an input is not money: a phrase that continues the field's name, and never repeats the value. */
export interface MoneyProblem {
  /** Begins with `must`. */
  readonly problem: string
  /** The property at fault; `null` for the whole. */
  readonly part: 'amount' | 'currency' | null
}

/** Longest integer part: beyond any payment, and short enough to keep every sum and column in bounds. */
export const maxIntegerDigits = 15

/** No sign, exponent, leading zero or blank; at most four fraction digits, the most a currency has. */
const decimal = /^(?:0|[1-9]\d{0,14})(?:\.\d{1,4})?$/
const zeros = '.0000'

/** Reads a `Money`, or says why it is none. Never throws for plain data. */
export function readMoney(input: unknown, limits?: MoneyLimits): Money | MoneyProblem {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return problem(null, "must be money: pass money('700.50', 'BRL') or { amount: '700.50', currency: 'BRL' }")
  }
  for (const key in input) {
    if (key !== 'amount' && key !== 'currency') return problem(null, 'must have the fields amount and currency only')
  }
  const { amount, currency } = input as { readonly amount?: unknown; readonly currency?: unknown }
  return readParts(amount, currency, limits)
}

/** {@link readMoney} for the two parts. */
export function readParts(amount: unknown, currency: unknown, limits?: MoneyLimits): Money | MoneyProblem {
  const digits = typeof currency === 'string' ? currencyDigits(currency) : undefined
  if (digits === undefined || typeof currency !== 'string') {
    return problem('currency', 'must be a current ISO 4217 code in capitals, such as "BRL"')
  }
  if (typeof amount !== 'string') {
    return problem(
      'amount',
      `must be decimal text such as "700.50", not ${amount === null ? 'null' : `a ${typeof amount}`}`,
    )
  }
  if (!decimal.test(amount)) return problem('amount', amountProblem(amount, currency, digits))
  const point = amount.indexOf('.')
  const fraction = point < 0 ? 0 : amount.length - point - 1
  if (fraction > digits) return problem('amount', amountProblem(amount, currency, digits))
  const text = fraction === digits ? amount : amount + zeros.slice(fraction === 0 ? 0 : fraction + 1, digits + 1)

  const most = limits?.fractionDigits?.[currency]
  if (most !== undefined && most < digits && !isZeroFrom(text, text.length - digits + most)) {
    return problem(
      'amount',
      most === 0
        ? `must be a whole amount: ${currency} is taken without a fraction here`
        : `must have at most ${most} fraction digits: no more are taken for ${currency} here`,
    )
  }
  return { amount: text, currency }
}

/** Whether a result of {@link readMoney} is a problem. */
export function isProblem(result: Money | MoneyProblem): result is MoneyProblem {
  return 'problem' in result
}

/** Whether every digit from an index on is `0`. */
export function isZeroFrom(text: string, start: number): boolean {
  for (let index = start; index < text.length; index++) if (text.charCodeAt(index) !== 48) return false
  return true
}

function amountProblem(amount: string, currency: string, digits: number): string {
  if (/^\d+\.\d+$/.test(amount) && amount.length - amount.indexOf('.') - 1 > digits) {
    return digits === 0
      ? `must not have a fraction: ${currency} has none. Round it yourself, nothing is rounded here`
      : `must have at most ${digits} fraction digits, as ${currency} has: round it yourself, nothing is rounded here`
  }
  if (/^\d+(?:\.\d+)?$/.test(amount)) {
    return /^0\d/.test(amount)
      ? 'must not begin with a needless zero'
      : `must have at most ${maxIntegerDigits} digits before the point`
  }
  return 'must be plain decimal text such as "700.50": no sign, exponent, blank or thousands separator, and a point before the fraction'
}

function problem(part: MoneyProblem['part'], text: string): MoneyProblem {
  return { part, problem: text }
}
