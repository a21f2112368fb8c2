import { addMoney, fromMinorUnits, type Money, money } from '@cap/core'
import { LedgerError } from '../error.ts'
import type { Enqueued, EnqueueOptions, RefusedRow, RowSource } from './enqueue-types.ts'
import { guardProblem, refusalsShown } from './guards.ts'
import { type Reading, readRow } from './read-row.ts'

/** Checks a batch as `enqueue` does, and writes nothing. It remembers a digest of each row, to find those that are there twice. */
export async function dryRun<Request>(
  source: RowSource<Request>,
  options: EnqueueOptions<Request>,
  reading: Reading<Request>,
): Promise<Enqueued> {
  const seen = new Map<string, number>()
  const sums = new Map<string, Money>()
  const refusals: RefusedRow[] = []
  let [n, accepted, withoutAmount] = [0, 0, 0]
  for await (const given of source) {
    const { row, refusal } = await readRow(reading, given, ++n)
    const earlier = row.once === null ? undefined : seen.get(row.once)
    const problem =
      refusal ??
      (earlier === undefined ? null : { line: row.line, field: null, problem: `the same as line ${earlier}` })
    if (problem !== null) {
      if (refusals.length < refusalsShown) refusals.push(problem)
      continue
    }
    accepted++
    if (row.once !== null) seen.set(row.once, row.line)
    if (row.amount === null || row.currency === null) withoutAmount++
    else {
      const amount = fromMinorUnits(BigInt(row.amount), row.currency)
      sums.set(row.currency, addMoney(sums.get(row.currency) ?? money('0', row.currency), amount))
    }
  }
  const totals = { accepted, refused: n - accepted, sums: [...sums.values()], withoutAmount }
  const problem = guardProblem(options, totals)
  if (problem !== null)
    throw new LedgerError({ code: 'batch_refused', message: `${options.batch} would be refused: ${problem}` })
  return { batch: options.batch, rows: n, accepted, refused: totals.refused, refusals, sums: totals.sums }
}
