import * as v from 'valibot'
import type { Money } from './money.ts'
import { isProblem, type MoneyLimits, readMoney } from './read-money.ts'

/**
 * A valibot schema for money in a provider's request: strict, and normalising as `money()` does. Issues lie on `amount` or
 * `currency`, and their text begins with `must` and never repeats the value, so that a path in front of it makes a sentence.
 *
 * @example v.strictObject({ amount: moneySchema({ fractionDigits: { COP: 0 } }) })
 */
export function moneySchema(limits?: MoneyLimits) {
  return v.pipe(
    v.custom<Money>(() => true),
    v.rawTransform<Money, Money>(({ dataset, addIssue, NEVER }) => {
      const result = readMoney(dataset.value, limits)
      if (!isProblem(result)) return result
      addIssue({
        message: result.problem,
        ...(result.part === null ? {} : { path: [pathItem(dataset.value, result.part)] }),
      })
      return NEVER
    }),
  )
}

function pathItem(input: Money, key: 'amount' | 'currency'): v.ObjectPathItem {
  return { type: 'object', origin: 'value', input: { ...input }, key, value: input[key] }
}
