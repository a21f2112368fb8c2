import { describe, expect, expectTypeOf, it } from 'vitest'
import { CaptureError } from '../error/capture-error.ts'
import type { JsonValue } from '../json/json-value.ts'
import { type Money, money, parseMoney } from './money.ts'

function errorOf(run: () => unknown): CaptureError {
  try {
    run()
  } catch (error) {
    if (CaptureError.isInstance(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('money', () => {
  it.each([
    ['700.50', 'BRL', '700.50'],
    ['700.5', 'BRL', '700.50'],
    ['700', 'BRL', '700.00'],
    ['0', 'BRL', '0.00'],
    ['0.01', 'BRL', '0.01'],
    ['100', 'JPY', '100'],
    ['0', 'JPY', '0'],
    ['1', 'KWD', '1.000'],
    ['1.25', 'KWD', '1.250'],
    ['1.2345', 'CLF', '1.2345'],
    ['1.2', 'CLF', '1.2000'],
    ['1000', 'COP', '1000.00'],
    ['999999999999999.99', 'USD', '999999999999999.99'],
  ])('normalises %s %s to %s', (amount, currency, expected) => {
    expect(money(amount, currency)).toEqual({ amount: expected, currency })
  })

  it.each([
    ['1.001', 'BRL'],
    ['1.000', 'BRL'],
    ['1.00000000', 'BRL'],
    ['100.0', 'JPY'],
    ['1.2500', 'KWD'],
    ['+1', 'BRL'],
    ['-1', 'BRL'],
    ['-0', 'BRL'],
    ['1e2', 'BRL'],
    ['1E2', 'BRL'],
    ['NaN', 'BRL'],
    ['Infinity', 'BRL'],
    ['0x10', 'BRL'],
    ['007', 'BRL'],
    ['00', 'BRL'],
    ['00.10', 'BRL'],
    ['', 'BRL'],
    [' ', 'BRL'],
    [' 1', 'BRL'],
    ['1\n', 'BRL'],
    ['1 000', 'BRL'],
    ['1,5', 'BRL'],
    ['1,000.00', 'BRL'],
    ['1_000', 'BRL'],
    ['.5', 'BRL'],
    ['5.', 'BRL'],
    ['1.5.5', 'BRL'],
    ['١', 'BRL'],
    ['１', 'BRL'],
    ['1000000000000000', 'BRL'],
    ['9'.repeat(100_000), 'BRL'],
  ])('refuses the amount %j %s', (amount, currency) => {
    const error = errorOf(() => money(amount, currency))
    expect(error).toMatchObject({ code: 'invalid_request', field: 'amount', retryable: false })
    expect(error.message).toMatch(/^amount must /)
  })

  it.each(['brl', 'BRL ', 'ABC', 'XAU', 'BGN', '', 'constructor', '__proto__'])(
    'refuses the currency %j',
    (currency) => {
      expect(errorOf(() => money('1', currency))).toMatchObject({ code: 'invalid_request', field: 'currency' })
    },
  )

  it.each([700.5, 1n, null, undefined, true, {}, [], ['1'], new String('1')])(
    'refuses %o where text is expected',
    (value) => {
      const loose = money as (amount: unknown, currency: unknown) => Money
      expect(errorOf(() => loose(value, 'BRL'))).toMatchObject({ code: 'invalid_request', field: 'amount' })
      expect(errorOf(() => loose('1', value))).toMatchObject({ code: 'invalid_request', field: 'currency' })
    },
  )

  it('says what to do about excess digits, and never repeats the value', () => {
    expect(errorOf(() => money('1.239', 'BRL')).message).toBe(
      'amount must have at most 2 fraction digits, as BRL has: round it yourself, nothing is rounded here',
    )
    expect(errorOf(() => money('1.5', 'JPY')).message).toBe(
      'amount must not have a fraction: JPY has none. Round it yourself, nothing is rounded here',
    )
    expect(errorOf(() => money('TEST-secret-token', 'BRL')).message).not.toContain('secret')
    expect(errorOf(() => money('007', 'BRL')).message).toBe('amount must not begin with a needless zero')
    expect(errorOf(() => money('1'.repeat(16), 'BRL')).message).toBe(
      'amount must have at most 15 digits before the point',
    )
  })

  it('does not type-check with numbers, and is plain JSON', () => {
    // @ts-expect-error an amount is text
    expect(() => money(700.5, 'BRL')).toThrow(CaptureError)
    // @ts-expect-error an amount is text
    const wrong: Money = { amount: 700.5, currency: 'BRL' }
    expect(wrong).toBeDefined()
    expectTypeOf<Money>().toExtend<JsonValue>()
  })
})

describe('parseMoney', () => {
  it('checks and normalises literals made by hand', () => {
    expect(parseMoney({ amount: '700.5', currency: 'BRL' })).toEqual({ amount: '700.50', currency: 'BRL' })
    expect(parseMoney(Object.assign(Object.create(null), { amount: '1', currency: 'JPY' }))).toEqual(money('1', 'JPY'))
  })

  it('does not hand back the caller’s own object', () => {
    const mine = { amount: '1.00', currency: 'BRL' }
    const parsed = parseMoney(mine)
    mine.amount = '9.00'
    expect(parsed.amount).toBe('1.00')
  })

  it.each([null, undefined, '700.50', 700.5, 70050n, [], ['1', 'BRL'], () => 1])('refuses %o as a whole', (input) => {
    const error = errorOf(() => parseMoney(input, { field: 'discount.amount', provider: 'mercadopago' }))
    expect(error).toMatchObject({ code: 'invalid_request', field: 'discount.amount', provider: 'mercadopago' })
    expect(error.message).toMatch(/^discount\.amount must be money: pass money\('700\.50', 'BRL'\)/)
  })

  it('refuses fields it does not know', () => {
    expect(errorOf(() => parseMoney({ amount: '1', currency: 'BRL', cents: true }))).toMatchObject({ field: 'amount' })
  })

  it('names the part at fault', () => {
    expect(errorOf(() => parseMoney({ currency: 'BRL' }, { field: 'total' })).field).toBe('total.amount')
    expect(errorOf(() => parseMoney({ amount: '1' }, { field: 'total' })).field).toBe('total.currency')
    expect(errorOf(() => parseMoney({ amount: 700.5, currency: 'BRL' })).message).toBe(
      'amount.amount must be decimal text such as "700.50", not a number',
    )
  })

  it('refuses a non-zero fraction where the provider takes fewer digits than ISO gives (COP at Mercado Pago)', () => {
    const limits = { fractionDigits: { COP: 0, KWD: 2 } }
    expect(parseMoney({ amount: '1000', currency: 'COP' }, limits).amount).toBe('1000.00')
    expect(parseMoney({ amount: '1000.00', currency: 'COP' }, limits).amount).toBe('1000.00')
    expect(parseMoney({ amount: '1000.50', currency: 'BRL' }, limits).amount).toBe('1000.50')
    expect(parseMoney({ amount: '1.250', currency: 'KWD' }, limits).amount).toBe('1.250')
    for (const amount of ['1000.50', '1000.5', '1000.01']) {
      const error = errorOf(() => parseMoney({ amount, currency: 'COP' }, limits))
      expect(error.field).toBe('amount.amount')
      expect(error.message).toContain('must be a whole amount: COP is taken without a fraction here')
    }
    expect(errorOf(() => parseMoney({ amount: '1.255', currency: 'KWD' }, limits)).message).toContain(
      'must have at most 2 fraction digits: no more are taken for KWD here',
    )
  })
})
