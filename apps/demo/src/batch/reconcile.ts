import { addMoney, CaptureError, equalMoney, type Money, money, toMinorUnits } from '@cap/core'
import type { BookEntry } from '@cap/core/testing'
import type { ReportedRow } from '@cap/ledger'
import { UsageError } from '../engine/usage-error.ts'
import { readFile } from './read-file.ts'

/** How what the ledger says compares with what the provider says, payment by payment. */
export interface Reconciliation {
  readonly matched: number
  /** Captured by the ledger, and not in the report. */
  readonly missing: readonly Difference[]
  /** In the report, and not captured by the ledger: among them what is open, and may have been captured. */
  readonly extra: readonly Difference[]
  /** In both, with another amount. */
  readonly differs: readonly Difference[]
  /** Lines of the report that could not be read. */
  readonly unreadable: readonly { readonly line: number; readonly problem: string }[]
}

export interface Difference {
  readonly payment: string
  /** Sums, one for each currency. */
  readonly ours: readonly Money[]
  readonly theirs: readonly Money[]
  /** The state of our row; null where we have none. */
  readonly state: string | null
}

interface Ours {
  readonly captured: Money[]
  captures: number
  /** Captured rows that name no amount: whatever one line of the report says of each matches. */
  unnamed: number
  state: string
}

interface Theirs {
  readonly sums: Money[]
  lines: number
}

/** One captured payment of a settlement report. */
export interface SettledLine {
  readonly payment: string
  readonly amount: Money
}

/** Several captures of one payment are added up on both sides; where one of ours names no amount, they are counted as well. */
export async function reconcile(
  rows: AsyncIterable<ReportedRow>,
  settled: AsyncIterable<SettledLine | { readonly line: number; readonly problem: string }>,
): Promise<Reconciliation> {
  const ours = await oursOf(rows)
  const theirs = new Map<string, Theirs>()
  const unreadable: { line: number; problem: string }[] = []
  for await (const line of settled) {
    if ('problem' in line) {
      unreadable.push(line)
      continue
    }
    const known = theirs.get(line.payment) ?? { sums: [], lines: 0 }
    theirs.set(line.payment, known)
    known.lines++
    add(known.sums, line.amount)
  }
  let matched = 0
  const missing: Difference[] = []
  const extra: Difference[] = []
  const differs: Difference[] = []
  for (const [payment, mine] of ours) {
    const other = theirs.get(payment) ?? { sums: [], lines: 0 }
    theirs.delete(payment)
    const difference = { payment, ours: mine.captured, theirs: other.sums, state: mine.state }
    if (mine.captures === 0 && other.lines === 0) continue
    if (mine.captures === 0) extra.push(difference)
    else if (other.lines === 0) missing.push(difference)
    else if (mine.unnamed > 0 ? canBe(mine, other) : same(mine.captured, other.sums)) matched++
    else differs.push(difference)
  }
  for (const [payment, { sums }] of theirs) extra.push({ payment, ours: [], theirs: sums, state: null })
  return { matched, missing, extra, differs, unreadable }
}

async function oursOf(rows: AsyncIterable<ReportedRow>): Promise<Map<string, Ours>> {
  const ours = new Map<string, Ours>()
  for await (const { payment: named, state, amount, outcome } of rows) {
    if (named === null) continue
    const payment = bareName(named)
    const known = ours.get(payment) ?? { captured: [], captures: 0, unnamed: 0, state }
    ours.set(payment, known)
    if (state !== 'captured' && state !== 'accepted') continue
    known.state = state
    known.captures++
    // What the provider answered goes before what was asked: a capture can be short.
    const said = outcome?.status === 'captured' ? (outcome.amount ?? amount) : amount
    if (said === null) known.unnamed++
    else add(known.captured, said)
  }
  return ours
}

/** pipwave's names of payments say which of its two ids they are; a report has the id alone. */
export function bareName(payment: string): string {
  return payment.replace(/^(?:pw_id|txn_id)=/, '')
}

function add(sums: Money[], amount: Money): void {
  const index = sums.findIndex(({ currency }) => currency === amount.currency)
  const before = sums[index]
  if (before === undefined) sums.push(amount)
  else sums[index] = addMoney(before, amount)
}

/**
 * Whether a payment with captures of an unknown amount can be what the report says: a line for each capture, so that nothing
 * was captured twice, and beyond what is known a rest for the others.
 */
function canBe({ captured, captures }: Ours, { sums, lines }: Theirs): boolean {
  const left = new Map(sums.map(({ amount, currency }) => [currency, toMinorUnits(money(amount, currency))]))
  for (const { amount, currency } of captured) {
    left.set(currency, (left.get(currency) ?? 0n) - toMinorUnits(money(amount, currency)))
  }
  const rest = [...left.values()]
  return lines === captures && rest.every((minor) => minor >= 0n) && rest.some((minor) => minor > 0n)
}

function same(a: readonly Money[], b: readonly Money[]): boolean {
  return (
    a.length === b.length &&
    a.every((one) => b.some((other) => other.currency === one.currency && equalMoney(other, one)))
  )
}

/**
 * An emulator's book, as a settlement report of the payments a batch names. Other batches' entries are left out.
 *
 * @param names of the batch's payments, by whatever the book may call them: a key, or one of the ids
 */
export async function* settledInBook(
  book: readonly BookEntry[],
  names: ReadonlyMap<string, string>,
): AsyncGenerator<SettledLine> {
  for (const { key, payment, amount } of book) {
    const name = (key === null ? undefined : names.get(key)) ?? names.get(payment)
    if (name !== undefined) yield { payment: name, amount }
  }
}

/** Which columns of a provider's report hold what. */
export interface ColumnMap {
  readonly payment: string
  readonly amount: string
  readonly currency: string
}

/**
 * Reads `payment=order_id,amount=gross,currency=cur`.
 *
 * @throws UsageError
 */
export function columnMapOf(text: string): ColumnMap {
  const pairs = new Map(
    text.split(',').map((pair): [string, string] => {
      const [name = '', column = ''] = pair.split('=').map((part) => part.trim())
      return [name, column.toLowerCase()]
    }),
  )
  const [payment, amount, currency] = ['payment', 'amount', 'currency'].map((name) => pairs.get(name))
  if (!payment || !amount || !currency || pairs.size !== 3) {
    throw new UsageError('--columns: must be payment=<column>,amount=<column>,currency=<column>')
  }
  return { payment, amount, currency }
}

/** Reads a provider's settlement report. @throws UsageError when it has not the columns */
export async function* settledInFile(
  path: string,
  columns: ColumnMap,
): AsyncGenerator<SettledLine | { line: number; problem: string }> {
  for await (const row of readFile(path, Object.values(columns))) {
    if ('problem' in row) {
      yield row
      continue
    }
    const { line, cells } = row
    const [payment, amount, currency] = [cells[columns.payment], cells[columns.amount], cells[columns.currency]]
    if (typeof payment !== 'string' || typeof amount !== 'string' || typeof currency !== 'string') {
      yield { line, problem: `has no text in ${Object.values(columns).join(', ')}` }
      continue
    }
    try {
      yield { payment, amount: money(amount, currency) }
    } catch (error) {
      if (!CaptureError.isInstance(error)) throw error
      yield { line, problem: error.message }
    }
  }
}
