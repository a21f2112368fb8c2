import type { CaptureHandle, CaptureOutcome } from '@cap/core'
import type { StoredOperation } from '../engine/reads.ts'
import { LedgerError } from '../error.ts'
import { conclude } from '../operation/conclude.ts'
import { ownerOf } from '../operation/operation-key.ts'
import { isOver, overAfterMs } from '../operation/schedule.ts'
import { unseal } from '../operation/seal.ts'
import { isConclusion, openFor } from '../operation/settle-outcome.ts'
import type { AnyClient } from './work-types.ts'
import type { Worker } from './worker.ts'

const mostAtOnce = 32
const idleMs = 500
/** How much of its lease an operation may wait for its turn. */
const waitingShare = 0.25
/** What becomes of an operation whose account no client speaks for any more. */
const toPerson = {
  person: true,
  detail: JSON.stringify({ error: 'account_differs' }),
  move: { state: 'person', reason: 'account_differs', why: '' },
}

/**
 * Asks for operations that are due: by the schedule, or because their worker is gone. Each question is a call like a
 * capture's: it keeps to the limits of its account.
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
  const atOnce = withinRate(options.ratePerSecond, desk.leaseMs)
  const due = await desk.engine.due(atOnce, providers, overAfterMs(desk.schedule), only, desk.leaseMs, desk.at())
  const asked = await Promise.all(due.map((operation) => ask(worker, operation, since)))
  if (due.length === atOnce || asked.includes('later')) return 0
  if (!last || options.until === 'stopped') return Math.min(idleMs, desk.leaseMs / 4)
  if (options.until !== 'settled') return 'done'
  return (await desk.engine.openLeft(providers, only)) === 0 ? 'done' : idleMs
}

/** No more than have their turn while they may wait for it. */
function withinRate(ratePerSecond: number | undefined, leaseMs: number): number {
  if (ratePerSecond === undefined) return mostAtOnce
  return Math.max(1, Math.min(mostAtOnce, Math.floor((ratePerSecond * leaseMs * waitingShare) / 1_000)))
}

/** @returns `later`: its turn has not come in time, and it is due again at once */
async function ask(worker: Worker, operation: StoredOperation, since: number): Promise<'later' | 'over'> {
  const { desk } = worker
  const { key, lease, handle: text, request, secret, tries, opened_at: openedAt, batch, line } = operation
  const client = await clientOf(worker, operation)
  if (lease === null || text === null) return 'over'
  const handle = JSON.parse(text) as CaptureHandle
  if (client === null) {
    // Another worker may have its client. Once the schedule is over nobody has it, and a person is told.
    const openForMs = openFor(desk, { firstSentAt: handle.firstSentAt, openedAt })
    const gone = isOver(desk.schedule, openForMs) ? toPerson : { untouched: true }
    await desk.suspend({ key, lease, record: null, ...gone })
    return 'over'
  }
  const lane = worker.lane(ownerOf(operation.provider, operation))
  const waitMs = desk.leaseMs * waitingShare - (performance.now() - since)
  if (!(await lane.enter(worker.stopping, waitMs))) {
    const pausedMs = lane.pausedForMs()
    await desk.suspend({ key, lease, record: null, nextInMs: pausedMs })
    return pausedMs > 0 ? 'over' : 'later'
  }
  const open = { key, lease, since, handle, request, secret, tries, openedAt }
  try {
    const { outcome, recorded } = await conclude(desk, client, open, {}, true)
    const concluded = isConclusion(outcome)
    // A lookup that is answered and concludes nothing says nothing of captures: it must not hide that those fail.
    if (concluded || isUnanswered(outcome)) lane.note(!concluded)
    if (!recorded) return 'over'
    if (concluded && batch !== null && line !== null) worker.tell(batch, line, outcome)
    else worker.count(outcome)
  } catch (error) {
    if (!LedgerError.isInstance(error)) throw error
  } finally {
    lane.leave()
  }
  return 'over'
}

/** The provider was asked, and is not there. */
function isUnanswered({ attempts }: CaptureOutcome): boolean {
  return attempts.length > 0 && attempts.every(({ status }) => status === null || status >= 500 || status === 429)
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
