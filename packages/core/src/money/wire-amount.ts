import { currencyDigits } from './currencies.ts'
import type { Money } from './money.ts'
import { isProblem, isZeroFrom, readParts } from './read-money.ts'

/**
 * Reads an amount out of a provider's answer, where it may come as a JSON number or as text, padded or not: `1.2`, `"1.2"`
 * and `"1.200"` BRL are all `1.20`, and `"1000.00"` JPY is `1000`. For reading only; what is sent is made from
 * {@link Money}.
 *
 * Never throws, for it is used after the money may have moved: an answer that cannot be read exactly is `null`. That is
 * anything but plain decimal notation, a non-zero digit beyond the currency's, or a number of more than 15 digits.
 *
 * @param value major units
 * @param currency ISO 4217, three capital letters
 */
export function readWireAmount(value: unknown, currency: string): Money | null {
  if (typeof value !== 'string' && (typeof value !== 'number' || Object.is(value, -0))) return null
  const digits = currencyDigits(currency)
  if (digits === undefined) return null
  let text = String(value)
  const point = text.indexOf('.')
  if (typeof value === 'number' && text.length - (point < 0 ? 0 : 1) > 15) return null
  const end = point + digits + 1
  if (point >= 0 && text.length > end) {
    if (!isZeroFrom(text, end)) return null
    text = text.slice(0, digits === 0 ? point : end)
  }
  const result = readParts(text, currency)
  return isProblem(result) ? null : result
}
