import { describe, expect, it } from 'vitest'
import { canonicalDecimal, readAmount, readShare } from './wire-amount.ts'

describe('readAmount', () => {
  it.each([
    [45.0, 'BRL', '45.00'],
    [19.99, 'BRL', '19.99'],
    [4307.23, 'BRL', '4307.23'],
    ['2.50', 'BRL', '2.50'],
    [12000, 'CLP', '12000'],
    [1.25, 'KWD', '1.250'],
    ['12.989999999999999999999999988', 'BRL', '12.99'],
    ['16.600000000000001421085', 'BRL', '16.60'],
    [45.005, 'BRL', null],
    [0.5, 'CLP', null],
    [-1, 'BRL', null],
    [-0, 'BRL', null],
    [1e21, 'BRL', null],
    [1e-7, 'BRL', null],
    ['29,90', 'BRL', null],
    ['1e2', 'BRL', null],
    ['', 'BRL', null],
    [' 1', 'BRL', null],
    ['0x10', 'BRL', null],
    [true, 'BRL', null],
    [999999999999999, 'BRL', null],
  ])('reads %j %s as %j', (value, currency, amount) => {
    expect(readAmount(value, currency)?.amount ?? null).toBe(amount)
  })
})

describe('readShare', () => {
  it.each([
    ['7.199999999999999999999999988', '7.20'],
    ['7.204999', '7.20'],
    ['7.205', '7.21'],
    ['0.994999999', '0.99'],
    [37.8, '37.80'],
    ['-1', null],
  ])('rounds %j half-up to %j', (value, amount) => {
    expect(readShare(value, 'BRL')?.amount ?? null).toBe(amount)
  })
})

describe('canonicalDecimal', () => {
  it.each([
    ['45.00', '45'],
    [45, '45'],
    ['45.50', '45.5'],
    ['100', '100'],
    ['29,90', '29,90'],
  ])('writes %j as %j', (value, text) => {
    expect(canonicalDecimal(value)).toBe(text)
  })
})
