import type { CaptureHandle } from '@cap/core'
import type { StoredOperation } from '../engine/reads.ts'
import { LedgerError } from '../error.ts'
import { conclude } from '../operation/conclude.ts'
import { unseal } from '../operation/seal.ts'
import type { AnyClient } from './work-types.ts'
import type { Worker } from './worker.ts'

const atOnce = 32
const idleMs = 500

/**
 * Asks for operations that are due: by the schedule, or because their worker is gone.
 *
 * @param drained whether nothing is left to be sent
 * @returns `done`, or milliseconds until the next look
 */
export async function sweep(worker: Worker, drained: () => boolean): Promise<'done' | number> {
  const { desk, options, clients } = worker
  const only = options.batch ?? null
  // Before the look: what is left open afterwards is for the next one.
  const last = drained()
  const providers = [...new Set(clients.all().map(({ provider }) => provider))]
  const since = performance.now()
  const due = await desk.engine.due(atOnce, providers, only, desk.leaseMs, desk.at())
  await Promise.all(due.map((operation) => ask(worker, operation, since)))
  if (due.length === atOnce) return 0
  if (!last || options.until === 'stopped') return Math.min(idleMs, desk.leaseMs / 4)
  if (options.until !== 'settled') return 'done'
  const { open } = await desk.engine.remaining(only)
  return open === 0 ? 'done' : idleMs
}

async function ask(worker: Worker, operation: StoredOperation, since: number): Promise<void> {
  const { desk } = worker
  const { key, lease, handle, request, secret, tries } = operation
  const client = await clientOf(worker, operation)
  if (lease === null || handle === null) return
  if (client === null) {
    // Another worker may have its client.
    await desk.suspend({ key, lease, record: null, untouched: true })
    return
  }
  const open = { key, lease, since, handle: JSON.parse(handle) as CaptureHandle, request, secret, tries }
  try {
    const { outcome, recorded } = await conclude(desk, client, open, {}, true)
    if (recorded) worker.count(outcome)
  } catch (error) {
    if (!LedgerError.isInstance(error)) throw error
  }
}

/** The client of the operation's own account, so that it is never resolved with another's. */
async function clientOf(worker: Worker, operation: StoredOperation): Promise<AnyClient | null> {
  const { provider, account, environment, request, secret, key, client: name } = operation
  const named = name === null ? null : worker.clients.get(name)
  const candidates = named === null ? worker.clients.all() : [named]
  const stored = request === null ? null : unseal({ request, secret }, worker.desk.dataKey, key)
  for (const client of candidates) {
    if (client.provider !== provider) continue
    if (stored === null) return client
    const description = await client.describe(stored).catch(() => null)
    if (description?.account === account && description.environment === environment) return client
  }
  return null
}
