import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currencyDigits } from './currencies.ts'
import { decimalText } from './decimal-text.ts'
import { fromJsonNumber, jsonNumberText, toJsonNumber } from './json-number.ts'
import { fromMinorUnits } from './minor-units.ts'
import { money } from './money.ts'
import { readWireAmount } from './wire-amount.ts'

const currency = fc.constantFrom('JPY', 'BRL', 'KWD', 'CLF')
const units = fc.bigInt({ min: 0n, max: 10n ** 15n - 1n })

function refused(field: string) {
  return expect.objectContaining({ code: 'invalid_request', field })
}

describe('JSON numbers', () => {
  it.each([37.8, 73.18, 4307.23, 19.99, 1.15, 8.2, 16.6, 700.5, 0.1, 0.01, 0, 57, 45])(
    '%d survives both ways',
    (value) => {
      const made = fromJsonNumber(value, 'BRL')
      expect(made).toEqual(money(String(value), 'BRL'))
      expect(toJsonNumber(made)).toBe(value)
      expect(jsonNumberText(made)).toBe(JSON.stringify(value))
    },
  )

  it('survive both ways for every amount of up to 15 digits', () => {
    fc.assert(
      fc.property(units, currency, (count, code) => {
        const made = fromMinorUnits(count, code)
        const wire = JSON.stringify({ value: toJsonNumber(made) })
        expect(wire).toBe(`{"value":${jsonNumberText(made)}}`)
        expect(fromJsonNumber(JSON.parse(wire).value, code)).toEqual(made)
        expect(readWireAmount(JSON.parse(wire).value, code)).toEqual(made)
      }),
      { numRuns: 2000 },
    )
  })

  it('are written without needless digits', () => {
    expect(jsonNumberText(money('700.50', 'BRL'))).toBe('700.5')
    expect(jsonNumberText(money('700', 'BRL'))).toBe('700')
    expect(jsonNumberText(money('1000', 'COP'))).toBe('1000')
    expect(jsonNumberText(money('0', 'BRL'))).toBe('0')
    expect(jsonNumberText(money('100', 'JPY'))).toBe('100')
    expect(jsonNumberText(money('0.0001', 'CLF'))).toBe('0.0001')
  })

  it('are refused for amounts they do not hold', () => {
    expect(toJsonNumber(money('9999999999999.99', 'BRL'))).toBe(9_999_999_999_999.99)
    expect(() => toJsonNumber(money('10000000000000.01', 'BRL'))).toThrow(refused('amount'))
    expect(() => toJsonNumber(money('90071992547409.93', 'BRL'), { field: 'total' })).toThrow(refused('total'))
    expect(() => fromJsonNumber(10_000_000_000_000.01, 'BRL')).toThrow(refused('amount'))
  })

  it.each([Number.NaN, Infinity, -Infinity, -1, -0.01, -0, 1e21, 1e-7, 5e-324, 2 ** 53, 2 ** 53 + 2, 1.234, 0.1 + 0.2])(
    '%d is refused for BRL',
    (value) => {
      expect(() => fromJsonNumber(value, 'BRL', { field: 'value' })).toThrow(refused('value'))
      expect(readWireAmount(value, 'BRL')).toBeNull()
    },
  )

  it('are refused for another type, an unknown currency and a fraction the provider does not take', () => {
    const loose = fromJsonNumber as (value: unknown, code: string) => unknown
    expect(() => loose('1', 'BRL')).toThrow(refused('amount'))
    expect(() => fromJsonNumber(1, 'ABC')).toThrow(refused('amount.currency'))
    expect(() => fromJsonNumber(1.5, 'COP', { fractionDigits: { COP: 0 } })).toThrow(refused('amount'))
    expect(() => toJsonNumber(money('1.5', 'COP'), { fractionDigits: { COP: 0 } })).toThrow(refused('amount.amount'))
  })
})

describe('decimalText', () => {
  it.each([
    ['10', 'BRL', 2, '10.00'],
    ['100', 'JPY', 2, '100.00'],
    ['1.25', 'KWD', 2, '1.25'],
    ['0.01', 'BRL', 2, '0.01'],
    ['1000', 'COP', 0, '1000'],
    ['1.5', 'BRL', 4, '1.5000'],
  ])('writes %s %s with %d digits as %s', (amount, code, digits, expected) => {
    expect(decimalText(money(amount, code), digits)).toBe(expected)
  })

  it('refuses to lose a digit', () => {
    expect(() => decimalText(money('1.255', 'KWD'), 2)).toThrow(refused('amount.amount'))
    expect(() => decimalText(money('1.5', 'BRL'), 0, { field: 'capture_amount' })).toThrow(
      refused('capture_amount.amount'),
    )
  })
})

describe('readWireAmount', () => {
  it.each([
    [1.2, 'BRL', '1.20'],
    ['1.2', 'BRL', '1.20'],
    ['1.20', 'BRL', '1.20'],
    ['1.200', 'BRL', '1.20'],
    ['123', 'BRL', '123.00'],
    ['1000.00', 'JPY', '1000'],
    ['1000.0', 'JPY', '1000'],
    ['12.34', 'KWD', '12.340'],
    [0, 'BRL', '0.00'],
    ['999999999999999.99', 'BRL', '999999999999999.99'],
  ])('reads %j %s as %s', (value, code, expected) => {
    expect(readWireAmount(value, code)).toEqual({ amount: expected, currency: code })
  })

  it.each([
    ['1.201', 'BRL'],
    ['1000.50', 'JPY'],
    ['1000.', 'JPY'],
    ['1.', 'BRL'],
    ['29,90', 'BRL'],
    ['-1', 'BRL'],
    ['1e3.000', 'BRL'],
    ['1.00x', 'BRL'],
    ['1.000x', 'BRL'],
    ['', 'BRL'],
    ['1', 'ABC'],
    [null, 'BRL'],
    [undefined, 'BRL'],
    [true, 'BRL'],
    [{}, 'BRL'],
    [1n, 'BRL'],
  ])('answers null for %o %s', (value, code) => {
    expect(readWireAmount(value, code)).toBeNull()
  })

  it('never throws, and never invents an amount', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.double(), fc.string()), currency, (value, code) => {
        const read = readWireAmount(value, code)
        if (read === null) return
        expect(Number(read.amount)).toBe(Number(value))
        expect(read).toEqual(money(read.amount, code))
        expect(currencyDigits(read.currency)).toBeDefined()
      }),
    )
  })
})
