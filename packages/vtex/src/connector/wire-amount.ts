import { fromMinorUnits, type Money } from '@cap/core/http'

const decimal = /^(?:0|[1-9]\d{0,14})(?:\.(\d{1,60}))?$/

/** Mostly one currency is asked about many times. */
let last = { currency: '', digits: 0 }

/** How many digits the fraction of a currency has. @throws CaptureError for an unknown currency */
function fractionDigits(currency: string): number {
  if (last.currency !== currency) {
    const { amount } = fromMinorUnits(0n, currency)
    last = { currency, digits: Math.max(0, amount.length - 2) }
  }
  return last.digits
}

/**
 * Reads the amount of an operation, in major units. VTEX calculates with .NET decimals, and their noise reaches the wire: what
 * lies within a ten-thousandth of a minor unit is that unit. Anything else that the currency cannot express is refused, for
 * an amount to move is never rounded.
 *
 * @returns null for what is no amount: negative, with an exponent, with more decimals than the currency has
 */
export function readAmount(value: unknown, currency: string): Money | null {
  const read = split(value, currency)
  if (read === null) return null
  const { units, rest } = read
  if (/^0*$/.test(rest) || /^0{4}/.test(rest)) return make(units, currency)
  return /^9{4}/.test(rest) ? make(units + 1n, currency) : null
}

/**
 * Reads a recipient's share, rounded half-up to the minor unit: a known issue of VTEX's (698005) shows shares such as
 * `12.989999999999999999999999988`.
 */
export function readShare(value: unknown, currency: string): Money | null {
  const read = split(value, currency)
  if (read === null) return null
  const { units, rest } = read
  return make(rest.charAt(0) >= '5' ? units + 1n : units, currency)
}

/** @returns null beyond the 15 digits that a JSON number holds, for the amount must be answered as one */
function make(units: bigint, currency: string): Money | null {
  return units > 999_999_999_999_999n ? null : fromMinorUnits(units, currency)
}

/** The whole minor units of an amount, and the digits behind them. */
function split(value: unknown, currency: string): { readonly units: bigint; readonly rest: string } | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null
  const text = Object.is(value, -0) ? '-0' : String(value)
  const match = decimal.exec(text)
  if (match === null) return null
  const digits = fractionDigits(currency)
  const fraction = match[1] ?? ''
  const whole = text.slice(0, text.length - (fraction === '' ? 0 : fraction.length + 1))
  return {
    units: BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0')),
    rest: fraction.slice(digits),
  }
}

/** The shortest text of a decimal, so that `45`, `45.0` and `"45.00"` are one. Others stay as they are. */
export function canonicalDecimal(value: number | string): string {
  const text = String(value)
  return decimal.test(text) && text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
