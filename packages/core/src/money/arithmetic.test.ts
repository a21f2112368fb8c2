import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CaptureError } from '../error/capture-error.ts'
import { addMoney, compareMoney, equalMoney, isZeroMoney, subtractMoney } from './arithmetic.ts'
import { currencyDigits } from './currencies.ts'
import { fromMinorUnits, toMinorUnits } from './minor-units.ts'
import { type Money, money } from './money.ts'

const currency = fc.constantFrom('JPY', 'BRL', 'KWD', 'CLF')
const units = fc.bigInt({ min: 0n, max: 10n ** 15n - 1n })
const invalid = expect.objectContaining({ code: 'invalid_request' })

/** The text of so many minor units, made the slow way. */
function textOf(count: bigint, digits: number): string {
  const scale = 10n ** BigInt(digits)
  return digits === 0 ? `${count}` : `${count / scale}.${`${count % scale}`.padStart(digits, '0')}`
}

describe('minor units', () => {
  it.each([
    ['37.8', 3780n],
    ['73.18', 7318n],
    ['4307.23', 430_723n],
    ['19.99', 1999n],
    ['1.15', 115n],
    ['8.2', 820n],
    ['16.6', 1660n],
    ['0', 0n],
    ['0.05', 5n],
  ])('counts %s BRL as %s', (amount, expected) => {
    expect(toMinorUnits(money(amount, 'BRL'))).toBe(expected)
    expect(fromMinorUnits(expected, 'BRL')).toEqual(money(amount, 'BRL'))
  })

  it('agrees with BigInt in both directions', () => {
    fc.assert(
      fc.property(units, currency, (count, code) => {
        const made = fromMinorUnits(count, code)
        expect(made.amount).toBe(textOf(count, currencyDigits(code) ?? 0))
        expect(made).toEqual(money(made.amount, code))
        expect(toMinorUnits(made)).toBe(count)
      }),
    )
  })

  it('refuses negative counts, numbers, unknown currencies and more than 15 integer digits', () => {
    const loose = fromMinorUnits as (count: unknown, code: unknown) => Money
    for (const [count, code, field] of [
      [-1n, 'BRL', 'units'],
      [1, 'BRL', 'units'],
      ['1', 'BRL', 'units'],
      [10n ** 17n, 'BRL', 'units'],
      [10n ** 15n, 'JPY', 'units'],
      [1n, 'ABC', 'currency'],
      [1n, undefined, 'currency'],
    ]) {
      expect(() => loose(count, code)).toThrow(expect.objectContaining({ code: 'invalid_request', field }))
    }
    expect(fromMinorUnits(10n ** 17n - 1n, 'BRL').amount).toBe('999999999999999.99')
  })

  it('refuses what is not money', () => {
    expect(() => toMinorUnits({ amount: '1.234', currency: 'BRL' })).toThrow(invalid)
  })
})

describe('arithmetic', () => {
  it('agrees with BigInt', () => {
    fc.assert(
      fc.property(units, units, currency, (left, right, code) => {
        const a = fromMinorUnits(left, code)
        const b = fromMinorUnits(right, code)
        expect(equalMoney(a, b)).toBe(left === right)
        expect(compareMoney(a, b)).toBe(left < right ? -1 : left > right ? 1 : 0)
        expect(isZeroMoney(a)).toBe(left === 0n)
        if (left + right < 10n ** 15n) expect(toMinorUnits(addMoney(a, b))).toBe(left + right)
        if (left >= right) expect(toMinorUnits(subtractMoney(a, b))).toBe(left - right)
        else expect(() => subtractMoney(a, b)).toThrow(expect.objectContaining({ code: 'invalid_request', field: 'b' }))
      }),
    )
  })

  it('compares what is equal, and what differs by one unit', () => {
    fc.assert(
      fc.property(units, currency, (count, code) => {
        const a = fromMinorUnits(count, code)
        expect(equalMoney(a, fromMinorUnits(count, code))).toBe(true)
        expect(compareMoney(a, fromMinorUnits(count, code))).toBe(0)
        // One less, for one more could be more than an amount can be.
        fc.pre(count > 0n)
        expect(compareMoney(a, fromMinorUnits(count - 1n, code))).toBe(1)
        expect(compareMoney(fromMinorUnits(count - 1n, code), a)).toBe(-1)
      }),
    )
  })

  it('normalises literals made by hand before it compares', () => {
    expect(equalMoney({ amount: '10.5', currency: 'BRL' }, money('10.50', 'BRL'))).toBe(true)
    expect(compareMoney({ amount: '9', currency: 'BRL' }, { amount: '10.00', currency: 'BRL' })).toBe(-1)
    expect(isZeroMoney({ amount: '0.0', currency: 'BRL' })).toBe(true)
    expect(isZeroMoney(money('0', 'JPY'))).toBe(true)
    expect(isZeroMoney(money('0.10', 'BRL'))).toBe(false)
  })

  it('adds a list of amounts without the error of floats', () => {
    const parts = ['69.90', '13.94', '8.52'].map((amount) => money(amount, 'BRL'))
    expect(parts.reduce(addMoney)).toEqual(money('92.36', 'BRL'))
  })

  it('never mixes currencies', () => {
    const a = money('1', 'BRL')
    const b = money('1', 'USD')
    expect(equalMoney(a, b)).toBe(false)
    for (const run of [compareMoney, addMoney, subtractMoney]) {
      expect(() => run(a, b)).toThrow(expect.objectContaining({ code: 'invalid_request', field: 'b.currency' }))
    }
  })

  it('refuses what is not money, naming the argument, and sums that are too long', () => {
    const bad = { amount: '1.234', currency: 'BRL' }
    for (const run of [equalMoney, compareMoney, addMoney, subtractMoney]) {
      expect(() => run(bad, money('1', 'BRL'))).toThrow(expect.objectContaining({ field: 'a.amount' }))
      expect(() => run(money('1', 'BRL'), bad)).toThrow(expect.objectContaining({ field: 'b.amount' }))
    }
    expect(() => isZeroMoney(bad)).toThrow(CaptureError)
    expect(() => addMoney(money('999999999999999.99', 'BRL'), money('0.01', 'BRL'))).toThrow(invalid)
  })
})
