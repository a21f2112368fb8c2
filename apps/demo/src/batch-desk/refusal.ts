import type { RefusedRow } from '@cap/ledger'
import type { BatchCheck } from '../api/batch.ts'
import { columnOf } from '../batch/batch-rows.ts'
import type { Provider } from '../engine/provider.ts'

/** Where a bad row is bad, and why: the column by the name it has in the file. */
export function refusalOf(provider: Provider, { line, field, problem }: RefusedRow): BatchCheck['refusals'][number] {
  const [, named, reason] = /^column ([^:]+): (.+)$/s.exec(problem) ?? []
  return { line, column: named ?? columnOf(provider, field), reason: reason ?? problem }
}
