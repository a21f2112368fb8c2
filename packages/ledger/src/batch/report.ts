import { addMoney, type CaptureOutcome, type DeclineReason, fromMinorUnits, type Money } from '@cap/core'
import type { StoredRow } from '../engine/batch-reads.ts'
import type { Engine } from '../engine/engine.ts'
import { waiting } from '../engine/move-rows.ts'
import { LedgerError } from '../error.ts'
import type { BatchProgress, BatchReport, ReportedRow, RowCounts, RowFilter, RowState } from './report-types.ts'

const none: RowCounts = {
  queued: 0,
  waiting: 0,
  captured: 0,
  accepted: 0,
  declined: 0,
  pending: 0,
  unknown: 0,
  person: 0,
  refused: 0,
  cancelled: 0,
}

/** @throws LedgerError `batch_unknown` */
export async function report(engine: Engine, name: string): Promise<BatchReport> {
  const batch = await engine.batch(name)
  if (batch === null) throw batchUnknown(name)
  const tallies = await engine.tally(name)
  const counts: Record<RowState, number> = { ...none }
  const declined: Partial<Record<DeclineReason, number>> = {}
  const sums = new Map<string, { readonly state: RowState; readonly amount: Money }>()
  let [rows, lastAt] = [0, 0]
  for (const { state: text, why, currency, n, minor, at } of tallies) {
    const state = text === 'queued' && why === waiting ? 'waiting' : (text as RowState)
    counts[state] += n
    rows += n
    lastAt = Math.max(lastAt, at)
    if (state === 'declined') declined[why as DeclineReason] = (declined[why as DeclineReason] ?? 0) + n
    if (currency === '') continue
    const amount = fromMinorUnits(BigInt(minor), currency)
    const earlier = sums.get(`${state} ${currency}`)
    sums.set(`${state} ${currency}`, {
      state,
      amount: earlier === undefined ? amount : addMoney(earlier.amount, amount),
    })
  }
  const open = counts.pending + counts.unknown + counts.person
  const finished = batch.state === 'ready' && !batch.unfinished && counts.queued + counts.waiting === 0 && open === 0
  return {
    batch: name,
    state: finished ? 'done' : batch.state,
    rows,
    counts,
    startedAt: isoOrNull(batch.started_at),
    lastAt: isoOrNull(lastAt === 0 ? null : lastAt),
    declined,
    open: { count: open, oldest: isoOrNull(batch.oldest_open) },
    sums: [...sums.values()],
  }
}

/** @throws LedgerError `batch_unknown` */
export async function progress(engine: Engine, name: string): Promise<BatchProgress> {
  const { batch, state, rows, counts, startedAt, lastAt } = await report(engine, name)
  return { batch, state, rows, counts, startedAt, lastAt }
}

const pageRows = 1_000

/** The rows of a batch in order, a page at a time. */
export async function* rowsOf(engine: Engine, batch: string, { state }: RowFilter): AsyncGenerator<ReportedRow> {
  if ((await engine.batch(batch)) === null) throw batchUnknown(batch)
  let after = 0
  for (;;) {
    const page = await engine.rows(batch, state ?? null, after, pageRows)
    for (const row of page) yield shown(row)
    const last = page.at(-1)
    if (last === undefined || page.length < pageRows) return
    after = last.n
  }
}

function shown(row: StoredRow): ReportedRow {
  const { line, client, state, reason, amount, currency, payment, operation, record } = row
  return {
    line,
    client,
    state: state as RowState,
    reason,
    amount: amount === null || currency === null ? null : fromMinorUnits(BigInt(amount), currency),
    payment,
    operation,
    outcome: record === null ? null : (JSON.parse(record) as CaptureOutcome),
  }
}

export function batchUnknown(batch: string): LedgerError {
  return new LedgerError({
    code: 'batch_unknown',
    message: `there is no batch ${JSON.stringify(batch)} in this ledger`,
  })
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
