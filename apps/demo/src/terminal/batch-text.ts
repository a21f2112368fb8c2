import type { Money } from '@cap/core'
import type { AuditEntry, BatchReport, Enqueued, OperationView } from '@cap/ledger'
import { agrees } from '../batch/batch-steps.ts'
import type { Difference, Reconciliation } from '../batch/reconcile.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

const mostShown = 20

export function printEnqueued(terminal: Terminal, enqueued: Enqueued, dryRun: boolean): void {
  const { batch, rows, accepted, refused, refusals, sums } = enqueued
  const would = dryRun ? 'would be captured (dry run: nothing is written or sent)' : 'to capture'
  terminal.line(
    `${terminal.paint('bold', batch)}: ${rows} rows, ${accepted} ${would}${sums.length === 0 ? '' : `, ${sums.map(textOf).join(' + ')}`}`,
  )
  for (const { line, problem } of refusals.slice(0, mostShown)) {
    terminal.line(`  ${terminal.paint('yellow', 'refused')} line ${line}: ${problem}`)
  }
  if (refused > mostShown) terminal.line(`  … and ${refused - mostShown} more: see the report`)
  terminal.line()
}

export function printBatchReport(terminal: Terminal, report: BatchReport): void {
  const { rows, counts, declined, open, sums } = report
  const shown = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => [
      state,
      String(count),
      sums
        .filter((sum) => sum.state === state)
        .map(({ amount }) => textOf(amount))
        .join(' + '),
    ])
  const columns = [{ title: 'rows' }, { title: '', align: 'right' as const }, { title: 'asked for' }]
  for (const line of table(columns, shown, terminal.columns)) terminal.line(line)
  const reasons = Object.entries(declined).map(([reason, count]) => `${reason} ${count}`)
  if (reasons.length > 0) terminal.line(`declined: ${reasons.join(', ')}`)
  if (open.count > 0) terminal.line(`open: ${open.count}, the oldest since ${open.oldest}; the same command asks again`)
  terminal.line(`${rows} rows in all`)
  terminal.line()
}

/** @returns whether both sides agree */
export function printReconciliation(terminal: Terminal, result: Reconciliation, other: string): boolean {
  const { matched, missing, extra, differs, unreadable } = result
  const agreed = agrees(result)
  const verdict = agreed ? terminal.paint('green', 'agrees') : terminal.paint('red', 'DOES NOT AGREE')
  terminal.line(
    `With ${other}: ${verdict}: ${matched} matched, ${missing.length} missing there, ${extra.length} extra there, ${differs.length} with another amount${unreadable.length > 0 ? `, ${unreadable.length} lines unreadable` : ''}`,
  )
  printDifferences(terminal, 'missing there', missing)
  printDifferences(terminal, 'extra there', extra)
  printDifferences(terminal, 'differs', differs)
  for (const { line, problem } of unreadable.slice(0, mostShown)) terminal.line(`  line ${line}: ${problem}`)
  return agreed
}

function printDifferences(terminal: Terminal, what: string, differences: readonly Difference[]): void {
  for (const { payment, ours, theirs, state } of differences.slice(0, mostShown)) {
    const sides = `ours ${sumsOf(ours)}, theirs ${sumsOf(theirs)}`
    terminal.line(`  ${what}: ${payment} (${state ?? 'not in the batch'}): ${sides}`)
  }
  if (differences.length > mostShown) terminal.line(`  … and ${differences.length - mostShown} more`)
}

export function printOperations(terminal: Terminal, operations: readonly OperationView[]): void {
  if (operations.length === 0) {
    terminal.line('Nothing waits for a person.')
    return
  }
  const rows = operations.map(({ operation, provider, payment, startedAt, outcome }) => [
    operation,
    provider,
    payment,
    startedAt,
    outcome?.status === 'unknown' ? outcome.cause : (outcome?.status ?? ''),
  ])
  const columns = ['operation', 'provider', 'payment', 'since', 'why'].map((title) => ({ title }))
  for (const line of table(columns, rows, terminal.columns)) terminal.line(line)
}

export function printAudit(terminal: Terminal, entries: readonly AuditEntry[]): void {
  for (const { at, event, detail } of entries) terminal.line(`${at}  ${event.padEnd(8)}  ${JSON.stringify(detail)}`)
  if (entries.length === 0) terminal.line('Nothing is known of it.')
}

function textOf({ amount, currency }: Money): string {
  return `${amount} ${currency}`
}

function sumsOf(sums: readonly Money[]): string {
  return sums.length === 0 ? 'nothing' : sums.map(textOf).join(' + ')
}
