import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import type { BatchReport, Ledger, ReportedRow } from '@cap/ledger'
import { UsageError } from '../engine/usage-error.ts'
import { escapeHtml, htmlBegin, htmlEnd, htmlRow } from './report-html.ts'

export type ReportFormat = 'json' | 'csv' | 'html'

/** @throws UsageError for a name that says none of them */
export function reportFormatOf(path: string): ReportFormat {
  const ending = /\.(json|csv|html)$/i.exec(path)?.[1]?.toLowerCase()
  if (ending === 'json' || ending === 'csv' || ending === 'html') return ending
  throw new UsageError(`--report ${path}: must end in .json, .csv or .html`)
}

/** Writes what a batch came to into a file, row by row, in memory that does not grow with it. */
export async function writeBatchReport(ledger: Ledger, batch: string, path: string): Promise<void> {
  const format = reportFormatOf(path)
  const report = await ledger.report(batch)
  const file = createWriteStream(path)
  try {
    await once(file, 'open')
    for await (const text of batchReport(format, report, ledger.rows(batch))) {
      if (!file.write(text)) await once(file, 'drain')
    }
  } finally {
    await closed(file)
  }
}

/** What a batch came to as text, a row at a time. */
export function batchReport(
  format: ReportFormat,
  report: BatchReport,
  rows: AsyncIterable<ReportedRow>,
): AsyncIterable<string> {
  return writers[format](report, rows)
}

type Writer = (report: BatchReport, rows: AsyncIterable<ReportedRow>) => AsyncGenerator<string>

const writers: Readonly<Record<ReportFormat, Writer>> = {
  async *json(report, rows) {
    const head = JSON.stringify({ version: 1, ...report }, undefined, 2)
    yield `${head.slice(0, -2)},\n  "rows": [`
    let first = true
    for await (const row of rows) {
      yield `${first ? '' : ','}\n    ${JSON.stringify(row)}`
      first = false
    }
    yield `${first ? '' : '\n  '}]\n}\n`
  },
  async *csv(_, rows) {
    yield `${columns.join(',')}\r\n`
    for await (const row of rows) yield `${cellsOf(row).map(csvCell).join(',')}\r\n`
  },
  async *html(report, rows) {
    yield htmlBegin(report, columns)
    for await (const row of rows) yield htmlRow(cellsOf(row).map(escapeHtml))
    yield htmlEnd
  },
}

const columns = ['line', 'state', 'reason', 'amount', 'currency', 'payment', 'operation', 'advice'] as const

function cellsOf(row: ReportedRow): string[] {
  const { line, state, reason, amount, payment, operation, outcome } = row
  const advice = outcome?.status === 'declined' ? outcome.advice : ''
  return [
    String(line),
    state,
    reason ?? '',
    amount?.amount ?? '',
    amount?.currency ?? '',
    payment ?? '',
    operation ?? '',
    advice,
  ]
}

/** RFC 4180; and nothing a spreadsheet would take for a formula. */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

async function closed(file: WriteStream): Promise<void> {
  if (file.closed) return
  file.end()
  await once(file, 'close')
}
