import type { RefusedRow } from '@cap/ledger'
import type { BatchCheck } from '../api/batch.ts'
import { columnOf } from '../batch/batch-rows.ts'
import type { Provider } from '../engine/provider.ts'

/** Where a bad row is bad, and why: the column by the name it has in the file. */
export function refusalOf(provider: Provider, { line, field, problem }: RefusedRow): BatchCheck['refusals'][number] {
  const [, named, reason] = /^column ([^:]+): (.+)$/s.exec(problem) ?? []
  const column = named ?? columnOf(provider, field)
  // The column is beside it already.
  return { line, column, reason: withoutStart(reason ?? problem, column) }
}

function withoutStart(text: string, name: string | null): string {
  return name !== null && text.startsWith(`${name} `) ? text.slice(name.length + 1) : text
}
