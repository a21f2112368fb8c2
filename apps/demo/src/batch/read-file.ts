import { createReadStream } from 'node:fs'
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
 * never repeats the line: it can hold a payer token. The same file gives the same rows in the same order, however fast it is read.
 *
 * @param needed columns that line 1 of a CSV file must name
 * @throws UsageError when the file cannot be read, or has not the columns
 */
export async function* readFile(path: string, needed: readonly string[] = []): AsyncGenerator<FileRow> {
  const rows = formatOf(path) === 'csv' ? readCsv(path, needed) : readNdjson(path)
  try {
    yield* rows
  } catch (error) {
    if (error instanceof UsageError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`
    throw new UsageError(`${path}: ${why}`, { cause: error })
  }
}

async function* readCsv(path: string, needed: readonly string[]): AsyncGenerator<FileRow> {
  // The parser is ahead of whoever takes its records: a row that is no record waits for those before it.
  const skipped: { readonly after: number; readonly row: FileRow }[] = []
  let [parsed, taken, lastLine] = [0, 0, 1]
  const parser = parse({
    bom: true,
    columns: (header: readonly string[]) => columnsOf(path, header, needed),
    info: true,
    trim: true,
    skip_empty_lines: true,
    // A quote in the middle of a value is part of it, and the field it is in will say what is wrong.
    relax_quotes: true,
    max_record_size: longestLine,
    skip_records_with_error: true,
    on_record(record, { lines }) {
      lastLine = lines
      parsed++
      return record
    },
    on_skip(error) {
      if (error !== undefined && endless.has(error.code)) parser.destroy(neverClosed(path, lastLine))
      else skipped.push({ after: parsed, row: problemOf(error) })
      return undefined
    },
  })
  const file = createReadStream(path)
  file.on('error', (error) => parser.destroy(error))
  file.pipe(parser)
  for await (const { record, info } of parser as AsyncIterable<{ record: Record<string, string>; info: Info }>) {
    while (skipped[0] !== undefined && skipped[0].after <= taken) yield* skipped.splice(0, 1).map(({ row }) => row)
    taken++
    const cells = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''))
    yield Object.values(cells).some(isGarbled) ? { line: info.lines, problem: garbled } : { line: info.lines, cells }
  }
  for (const { row } of skipped) yield row
}

const garbled = 'is not UTF-8: save the file in that encoding'

/** What is not UTF-8 was read as this character: two names may have become one. */
function isGarbled(text: string): boolean {
  return text.includes('\ufffd')
}

function columnsOf(path: string, header: readonly string[], needed: readonly string[]): string[] {
  const names = header.map((name) => name.trim().toLowerCase())
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new UsageError(`${path}: line 1 names the column ${JSON.stringify(twice)} twice`)
  const missing = needed.find((name) => !names.includes(name))
  if (missing !== undefined) throw new UsageError(`${path}: line 1 names no column ${JSON.stringify(missing)}`)
  return names
}

const endless: ReadonlySet<string> = new Set(['CSV_QUOTE_NOT_CLOSED', 'CSV_MAX_RECORD_SIZE'])

/** What follows cannot be told from the value that never ends, so nothing of the file can be trusted to be a row. */
function neverClosed(path: string, lastLine: number): UsageError {
  return new UsageError(
    `${path}: a quote is opened after line ${lastLine} and never closed, or a row is longer than 64 KiB, so the rows from there on cannot be read`,
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
  let line = 0
  for await (const text of linesOf(path)) {
    line++
    if (text.trim() === '') continue
    if (text.length > longestLine) yield { line, problem: 'is longer than 64 KiB' }
    else yield isGarbled(text) ? { line, problem: garbled } : jsonRow(line, text)
  }
}

/** Lines as JSON has them: U+2028 is no end of one. Of a line that is too long, as much as tells that it is. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let [rest, isFirst] = ['', true]
  for await (const chunk of createReadStream(path, 'utf8') as AsyncIterable<string>) {
    const lines = (rest + (isFirst ? chunk.replace(/^\ufeff/, '') : chunk)).split('\n')
    isFirst = false
    rest = (lines.pop() ?? '').slice(0, longestLine + 1)
    yield* lines
  }
  if (rest !== '') yield rest
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
