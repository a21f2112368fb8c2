import { LedgerError } from './error.ts'
import type { Ledger } from './ledger.ts'
import { conduct } from './operation/conduct.ts'
import { decide } from './operation/decide.ts'
import type { Desk } from './operation/desk.ts'
import { retry } from './operation/retry.ts'
import { resolveNow } from './operation/resolve-now.ts'
import { seal } from './operation/seal.ts'
import { operationKey } from './operation/operation-key.ts'
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
    enqueue: notYet,
    work: notYet,
    progress: notYet,
    cancel: notYet,
    report: notYet,
    rows: notYet,
    close: release,
  }
}

function notYet(): never {
  throw new LedgerError({ code: 'invalid_request', message: 'batches are not built yet' })
}
