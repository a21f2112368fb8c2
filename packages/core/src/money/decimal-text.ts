import { invalidMoney, type Money, type ParseMoneyOptions, parseMoney } from './money.ts'
import { isZeroFrom } from './read-money.ts'

/**
 * The amount as decimal text with exactly so many fraction digits, whatever the currency has: with 2, `100` JPY is
 * `100.00` and `1.250` KWD is `1.25`. For APIs that take one fixed form, and sign it.
 *
 * @param fractionDigits 0 to 8
 * @returns major units
 * @throws CaptureError `invalid_request` when it is not money, or a digit that is not zero would be lost: `1.255` KWD with 2
 */
export function decimalText(amount: Money, fractionDigits: number, options: ParseMoneyOptions = {}): string {
  const text = parseMoney(amount, options).amount
  const point = text.indexOf('.')
  const integer = point < 0 ? text : text.slice(0, point)
  const fraction = point < 0 ? '' : text.slice(point + 1)
  if (!isZeroFrom(fraction, fractionDigits)) {
    const problem =
      fractionDigits === 0
        ? 'must be a whole amount: no fraction can be sent here'
        : `must have at most ${fractionDigits} fraction digits: no more can be sent here`
    throw invalidMoney({ part: 'amount', problem }, options)
  }
  return fractionDigits === 0 ? integer : `${integer}.${fraction.slice(0, fractionDigits).padEnd(fractionDigits, '0')}`
}
