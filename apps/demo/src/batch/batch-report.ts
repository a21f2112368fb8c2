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

/** Writes what a batch came to, row by row, in memory that does not grow with it. */
export async function writeBatchReport(ledger: Ledger, batch: string, path: string): Promise<void> {
  const format = reportFormatOf(path)
  const report = await ledger.report(batch)
  const file = createWriteStream(path)
  const write = async (text: string) => {
    if (!file.write(text)) await once(file, 'drain')
  }
  try {
    await once(file, 'open')
    await writers[format](write, report, ledger.rows(batch))
  } finally {
    await closed(file)
  }
}

type Write = (text: string) => Promise<void>
type Writer = (write: Write, report: BatchReport, rows: AsyncIterable<ReportedRow>) => Promise<void>

const writers: Readonly<Record<ReportFormat, Writer>> = {
  async json(write, report, rows) {
    const head = JSON.stringify({ version: 1, ...report }, undefined, 2)
    await write(`${head.slice(0, -2)},\n  "rows": [`)
    let first = true
    for await (const row of rows) {
      await write(`${first ? '' : ','}\n    ${JSON.stringify(row)}`)
      first = false
    }
    await write(`${first ? '' : '\n  '}]\n}\n`)
  },
  async csv(write, _, rows) {
    await write(`${columns.join(',')}\r\n`)
    for await (const row of rows) await write(`${cellsOf(row).map(csvCell).join(',')}\r\n`)
  },
  async html(write, report, rows) {
    await write(htmlBegin(report, columns))
    for await (const row of rows) await write(htmlRow(cellsOf(row).map(escapeHtml)))
    await write(htmlEnd)
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
