import { enqueue } from './batch/enqueue.ts'
import { batchUnknown, progress, report, rowsOf } from './batch/report.ts'
import { work } from './batch/work.ts'
import type { Ledger } from './ledger.ts'
import { conduct } from './operation/conduct.ts'
import { decide } from './operation/decide.ts'
import type { Desk } from './operation/desk.ts'
import { operationKey } from './operation/operation-key.ts'
import { resolveNow } from './operation/resolve-now.ts'
import { retry } from './operation/retry.ts'
import { seal } from './operation/seal.ts'
import { auditOf, viewOf } from './operation/view.ts'
import { sqlStore } from './store.ts'

/** The ledger over an engine. */
export function createLedger(desk: Desk, release: () => Promise<void>): Ledger {
  const { engine } = desk
  return {
    async capture(client, request, options = {}) {
      const description = await client.describe(request)
      const { key } = operationKey(client.provider, description)
      const sealed = seal(request, description.secretPaths, desk.dataKey, key)
      return conduct(desk, { client, request, description, sealed }, options)
    },
    retry: (client, operation, request, options = {}) => retry(desk, client, operation, request, options),
    resolve: (client, operation, options = {}) => resolveNow(desk, client, operation, options),
    decide: (operation, decision) => decide(desk, operation, decision),
    async operation(operation) {
      const found = await engine.operation(operation, desk.at())
      return found === null ? null : viewOf(found)
    },
    audit: async (operation) => (await engine.audit(operation)).map(auditOf),
    needsPerson: async (limit = 100) => (await engine.needsPerson(limit)).map(viewOf),
    store: sqlStore(engine, () => desk.at()),
    enqueue: (rows, options) => enqueue(desk, rows, options),
    work: (options) => work(desk, options),
    progress: (batch) => progress(engine, batch),
    async cancel(batch, by) {
      const taken = await engine.cancel(batch, by, desk.at())
      if (taken === null) throw batchUnknown(batch)
      return taken
    },
    report: (batch) => report(engine, batch),
    rows: (batch, filter = {}) => rowsOf(engine, batch, filter),
    close: release,
  }
}
