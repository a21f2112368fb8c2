import { fromMinorUnits, type Money, money, toMinorUnits } from '@cap/core'
import type { Tally } from '../engine/batches.ts'
import { LedgerError } from '../error.ts'
import type { BatchGuards } from './enqueue-types.ts'

/** How many refusals an answer holds; the rest are in the rows. */
export const refusalsShown = 100

/** What a batch came to when it was written down. */
export interface Totals {
  readonly accepted: number
  readonly refused: number
  readonly sums: readonly Money[]
  /** Accepted rows that name no amount. */
  readonly withoutAmount: number
}

export function totalsOf(tallies: readonly Tally[]): Totals {
  const minor = new Map<string, bigint>()
  let [accepted, refused, withoutAmount] = [0, 0, 0]
  for (const { state, why, currency, n, minor: text } of tallies) {
    // Refused while the batch was sent: it was accepted before.
    if (state === 'refused' && why === '') {
      refused += n
      continue
    }
    accepted += n
    if (currency === '') withoutAmount += n
    else minor.set(currency, (minor.get(currency) ?? 0n) + BigInt(text))
  }
  const sums = [...minor].filter(([, sum]) => sum !== 0n).map(([currency, sum]) => fromMinorUnits(sum, currency))
  return { accepted, refused, withoutAmount, sums }
}

/** What is wrong with a batch as a whole; null: nothing. */
export function guardProblem(
  guards: BatchGuards & { readonly strict?: boolean | undefined },
  totals: Totals,
): string | null {
  const { expectedCount, expectedSums, batchCaps, strict = false } = guards
  const { accepted, refused, sums, withoutAmount } = totals
  if (strict && refused > 0) return `${refused} rows were refused`
  if (expectedCount !== undefined && accepted !== expectedCount)
    return `${accepted} rows were accepted, and ${expectedCount} expected`
  if (expectedSums === undefined && batchCaps === undefined) return null
  if (withoutAmount > 0) return `${withoutAmount} rows name no amount, so their sum cannot be checked`
  const found = minorByCurrency(sums)
  if (expectedSums !== undefined) {
    const expected = minorByCurrency(expectedSums)
    for (const currency of new Set([...found.keys(), ...expected.keys()])) {
      if ((found.get(currency) ?? 0n) === (expected.get(currency) ?? 0n)) continue
      return `the rows sum up to ${textOf(found, currency)}, and ${textOf(expected, currency)} was expected`
    }
  }
  const caps = batchCaps === undefined ? null : minorByCurrency(batchCaps)
  for (const [currency, sum] of caps === null ? [] : found) {
    const cap = caps?.get(currency)
    if (cap === undefined) return `the rows sum up to ${textOf(found, currency)}, for which there is no cap`
    if (sum > cap) return `the rows sum up to ${textOf(found, currency)}, beyond the cap`
  }
  return null
}

/** @throws LedgerError `invalid_request` for a currency that is there twice; CaptureError for one that is none */
export function minorByCurrency(amounts: readonly Money[], field = 'expectedSums'): ReadonlyMap<string, bigint> {
  const found = new Map<string, bigint>()
  for (const { amount, currency } of amounts) {
    if (found.has(currency))
      throw new LedgerError({ code: 'invalid_request', field, message: `${field} names ${currency} twice` })
    found.set(currency, toMinorUnits(money(amount, currency)))
  }
  return found
}

function textOf(sums: ReadonlyMap<string, bigint>, currency: string): string {
  const { amount } = fromMinorUnits(sums.get(currency) ?? 0n, currency)
  return `${amount} ${currency}`
}
