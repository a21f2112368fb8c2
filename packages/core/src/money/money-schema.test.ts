import * as v from 'valibot'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { parseInput } from '../http/parse-input.ts'
import type { Money } from './money.ts'
import { moneySchema } from './money-schema.ts'

const schema = v.strictObject({
  amount: moneySchema({ fractionDigits: { COP: 0 } }),
  discount: v.optional(v.strictObject({ amount: moneySchema() })),
})
const valid = { amount: '1.5', currency: 'BRL' }

function refusal(input: unknown): unknown {
  try {
    return parseInput('mercadopago', schema, input)
  } catch (error) {
    return error
  }
}

describe('moneySchema', () => {
  it('normalises, and is typed as money on both sides', () => {
    expect(parseInput('mercadopago', schema, { amount: valid, discount: { amount: valid } })).toEqual({
      amount: { amount: '1.50', currency: 'BRL' },
      discount: { amount: { amount: '1.50', currency: 'BRL' } },
    })
    expectTypeOf<v.InferOutput<typeof schema>['amount']>().toEqualTypeOf<Money>()
    expectTypeOf<v.InferInput<typeof schema>['amount']>().toEqualTypeOf<Money>()
  })

  it.each([
    [{}, 'amount', 'is required'],
    [{ amount: undefined }, 'amount', 'must be money: pass'],
    [{ amount: 700.5 }, 'amount', "must be money: pass money('700.50', 'BRL')"],
    [{ amount: null }, 'amount', 'must be money'],
    [{ amount: { ...valid, cents: 1 } }, 'amount', 'must have the fields amount and currency only'],
    [{ amount: { amount: '1', currency: 'brl' } }, 'amount.currency', 'must be a current ISO 4217 code in capitals'],
    [
      { amount: { amount: 1, currency: 'BRL' } },
      'amount.amount',
      'must be decimal text such as "700.50", not a number',
    ],
    [{ amount: { amount: '1.5', currency: 'COP' } }, 'amount.amount', 'must be a whole amount: COP is taken without'],
    [
      { amount: valid, discount: { amount: { ...valid, amount: '-1' } } },
      'discount.amount.amount',
      'must be plain decimal',
    ],
  ])('names the field and the remedy for %j', (input, field, message) => {
    expect(refusal(input)).toMatchObject({
      code: 'invalid_request',
      field,
      message: expect.stringContaining(`${field} ${message}`),
    })
  })
})
