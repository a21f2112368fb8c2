import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { type CsvError, type Info, parse } from 'csv-parse'
import { UsageError } from '../engine/usage-error.ts'

/** A line of a file, as far as the file's own format goes. */
export type FileRow =
  | { readonly line: number; readonly cells: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly problem: string }

/** Beyond this, a line is no capture: an unclosed quote would otherwise read the rest of the file into memory. */
const longestLine = 64 * 1024

export type FileFormat = 'csv' | 'ndjson'

/** @throws UsageError for a name that says neither */
export function formatOf(path: string): FileFormat {
  if (/\.csv$/i.test(path)) return 'csv'
  if (/\.(ndjson|jsonl)$/i.test(path)) return 'ndjson'
  throw new UsageError(`${path}: a batch is read from a .csv file, or from .ndjson with one JSON object a line`)
}

/**
 * Reads a file row by row, in memory that does not grow with it. A line that cannot be read is a row with a problem, which
 * never repeats the line: it can hold a payer token.
 *
 * @throws UsageError when the file cannot be read, or has no header line
 */
export async function* readFile(path: string): AsyncGenerator<FileRow> {
  const rows = formatOf(path) === 'csv' ? readCsv(path) : readNdjson(path)
  try {
    yield* rows
  } catch (error) {
    if (error instanceof UsageError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`
    throw new UsageError(`${path}: ${why}`, { cause: error })
  }
}

async function* readCsv(path: string): AsyncGenerator<FileRow> {
  const skipped: FileRow[] = []
  let lastLine = 1
  const parser = parse({
    bom: true,
    columns: (header: readonly string[]) => columnsOf(path, header),
    info: true,
    trim: true,
    skip_empty_lines: true,
    // A quote in the middle of a value is part of it, and the field it is in will say what is wrong.
    relax_quotes: true,
    max_record_size: longestLine,
    skip_records_with_error: true,
    on_record(record, { lines }) {
      lastLine = lines
      return record
    },
    on_skip(error) {
      if (error !== undefined && endless.has(error.code)) parser.destroy(neverClosed(path, lastLine))
      else skipped.push(problemOf(error))
      return undefined
    },
  })
  const file = createReadStream(path)
  file.on('error', (error) => parser.destroy(error))
  file.pipe(parser)
  for await (const { record, info } of parser as AsyncIterable<{ record: Record<string, string>; info: Info }>) {
    yield* skipped.splice(0)
    const cells = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''))
    yield { line: info.lines, cells }
  }
  yield* skipped
}

function columnsOf(path: string, header: readonly string[]): string[] {
  const names = header.map((name) => name.trim().toLowerCase())
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new UsageError(`${path}: line 1 names the column ${JSON.stringify(twice)} twice`)
  return names
}

const endless: ReadonlySet<string> = new Set(['CSV_QUOTE_NOT_CLOSED', 'CSV_MAX_RECORD_SIZE'])

/** What follows cannot be told from the value that never ends, so nothing of the file can be trusted to be a row. */
function neverClosed(path: string, lastLine: number): UsageError {
  return new UsageError(
    `${path}: a quote is opened after line ${lastLine} and never closed, so the rows from there on cannot be read`,
  )
}

function problemOf(error: CsvError | undefined): FileRow {
  const line = Number(error?.lines ?? 0)
  switch (error?.code) {
    case 'CSV_RECORD_INCONSISTENT_COLUMNS':
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return { line, problem: 'has more or fewer columns than line 1: a comma inside a value needs quotes' }
    default:
      return { line, problem: 'is not CSV' }
  }
}

async function* readNdjson(path: string): AsyncGenerator<FileRow> {
  const file = createReadStream(path)
  const failed = new Promise<never>((_, reject) => file.once('error', reject))
  failed.catch(() => {})
  let line = 0
  for await (const text of createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++
    if (text.trim() === '') continue
    yield text.length > longestLine ? { line, problem: 'is longer than 64 KiB' } : jsonRow(line, text)
  }
  if (file.errored !== null) throw file.errored
}

function jsonRow(line: number, text: string): FileRow {
  try {
    const cells: unknown = JSON.parse(text)
    if (typeof cells === 'object' && cells !== null && !Array.isArray(cells)) {
      return { line, cells: cells as Record<string, unknown> }
    }
    return { line, problem: 'is not a JSON object' }
  } catch {
    return { line, problem: 'is not JSON' }
  }
}
