import { CaptureError, type Money, money } from '@cap/core'
import type { BatchGuards } from '@cap/ledger'
import { UsageError } from '../engine/usage-error.ts'

/** What a batch must come to, as people write it: sums such as `1234.50 BRL`, one for each currency. */
export interface GuardTexts {
  readonly expectCount?: number | undefined
  readonly expectSum?: readonly string[] | undefined
  readonly rowCap?: readonly string[] | undefined
  readonly batchCap?: readonly string[] | undefined
}

/** @throws UsageError with the option's name as its field, for what is not an amount and a currency */
export function guardsOf({ expectCount, expectSum, rowCap, batchCap }: GuardTexts): BatchGuards {
  return {
    ...(expectCount === undefined ? {} : { expectedCount: expectCount }),
    ...(expectSum === undefined ? {} : { expectedSums: sumsOf('expect-sum', expectSum) }),
    ...(rowCap === undefined ? {} : { rowCaps: sumsOf('row-cap', rowCap) }),
    ...(batchCap === undefined ? {} : { batchCaps: sumsOf('batch-cap', batchCap) }),
  }
}

function sumsOf(option: string, texts: readonly string[]): Money[] {
  return texts.map((text) => {
    const [amount = '', currency = ''] = text.trim().split(/\s+/)
    try {
      return money(amount, currency)
    } catch (error) {
      if (!CaptureError.isInstance(error)) throw error
      const message = `--${option} ${JSON.stringify(text)}: write amount and currency, such as "700.50 BRL"`
      throw new UsageError(message, { field: option })
    }
  })
}
