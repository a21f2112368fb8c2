import { enqueue } from './batch/enqueue.ts'
import { batchUnknown, progress, report, rowsOf } from './batch/report.ts'
import { work } from './batch/work.ts'
import type { WorkOptions } from './batch/work-types.ts'
import { Calls } from './calls.ts'
import type { Engine } from './engine/engine.ts'
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
  const calls = new Calls()
  return {
    capture: (client, request, options = {}) =>
      calls.run(async () => {
        const description = await client.describe(request)
        const { key } = operationKey(client.provider, description)
        const sealed = seal(request, description.secretPaths, desk.dataKey, key)
        return conduct(desk, { client, request, description, sealed }, options)
      }),
    retry: (client, operation, request, options = {}) =>
      calls.run(() => retry(desk, client, operation, request, options)),
    resolve: (client, operation, options = {}) => calls.run(() => resolveNow(desk, client, operation, options)),
    decide: (operation, decision) => calls.run(() => decide(desk, operation, decision)),
    operation: (operation) =>
      calls.run(async () => {
        const found = await engine.operation(operation, desk.at())
        return found === null ? null : viewOf(found)
      }),
    audit: (operation) => calls.run(async () => (await engine.audit(operation)).map(auditOf)),
    needsPerson: (limit = 100) => calls.run(async () => (await engine.needsPerson(limit)).map(viewOf)),
    store: sqlStore(counted(engine, calls), () => desk.at()),
    enqueue: (rows, options) => calls.run(() => enqueue(desk, rows, options)),
    work: (options) =>
      calls.run(() => work(desk, { ...options, signal: AbortSignal.any([calls.closing, ...signalsOf(options)]) })),
    progress: (batch) => calls.run(() => progress(engine, batch)),
    cancel: (batch, by) =>
      calls.run(async () => {
        const taken = await engine.cancel(batch, by, desk.at())
        if (taken === null) throw batchUnknown(batch)
        return taken
      }),
    askAgain: (batch) =>
      calls.run(async () => {
        if ((await engine.batch(batch)) === null) throw batchUnknown(batch)
        return engine.hurry(batch, desk.at())
      }),
    report: (batch) => calls.run(() => report(engine, batch)),
    rows: (batch, filter = {}) => rowsOf(counted(engine, calls), batch, filter),
    async close() {
      if (await calls.close()) await release()
    },
  }
}

/** The engine for what is asked of it bit by bit: closing waits for each question, and none comes after it. */
function counted(engine: Engine, calls: Calls): Engine {
  return new Proxy(engine, {
    get(target, name) {
      const method = Reflect.get(target, name) as (...args: readonly unknown[]) => Promise<unknown>
      return (...args: readonly unknown[]) => calls.run(() => method(...args))
    },
  })
}

function signalsOf({ signal }: WorkOptions): readonly AbortSignal[] {
  return signal === undefined ? [] : [signal]
}
