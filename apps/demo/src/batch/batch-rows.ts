import { CaptureError } from '@cap/core'
import type { BatchRow, UnreadableRow } from '@cap/ledger'
import type { Provider } from '../engine/provider.ts'
import { UsageError } from '../engine/usage-error.ts'
import type { BatchPlace } from './batch-place.ts'
import { readFile } from './read-file.ts'
import { RowReader } from './row-values.ts'

/** The rows of a file, as the ledger takes them: one at a time, each bad one with its line and what is wrong. */
export async function* batchRows(
  provider: Provider,
  place: BatchPlace,
  path: string,
): AsyncGenerator<BatchRow<unknown> | UnreadableRow> {
  const reader = new RowReader(provider)
  for await (const fileRow of readFile(path)) {
    const row = reader.read(fileRow)
    if ('problem' in row) {
      yield row
      continue
    }
    try {
      yield { line: row.line, request: place.request(row.values) }
    } catch (error) {
      if (!(error instanceof UsageError) && !CaptureError.isInstance(error)) throw error
      const column = columnOf(provider, error.field)
      // The messages of options name them as options.
      const problem = error.message.replace(/^--/, '')
      yield { line: row.line, problem: column === null ? problem : `column ${column}: ${problem}` }
    }
  }
}

/** The column that fills in a field of the request; null where none is at fault. */
export function columnOf({ fieldOf }: Provider, field: string | null): string | null {
  if (field === null) return null
  return fieldOf[field] ?? field
}
