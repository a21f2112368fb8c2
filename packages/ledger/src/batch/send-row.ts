import { CaptureError } from '@cap/core'
import type { Chunk, QueuedRow } from '../engine/chunks.ts'
import { LedgerError } from '../error.ts'
import type { LedgerOutcome } from '../ledger.ts'
import { conduct, type Task } from '../operation/conduct.ts'
import { operationKey, ownerOf } from '../operation/operation-key.ts'
import { rowMove, storable } from '../operation/row-move.ts'
import { unseal } from '../operation/seal.ts'
import type { Worker } from './worker.ts'

/** Waiting for a payment that somebody else has in hand is the queue's affair: the row is tried again later. */
const waitMs = 2_000

/**
 * Sends one row, unless it is past its time, no longer wanted, or somebody else's. What cannot be decided now leaves the row
 * queued.
 */
export async function sendRow(worker: Worker, chunk: Chunk, row: QueuedRow): Promise<void> {
  const { desk, options } = worker
  const { batch } = chunk
  const { n, line } = row
  const refuse = async (state: 'refused' | 'cancelled', reason: string, why: string) => {
    await worker.moveRow({ batch, n, state, reason: storable(reason), why })
  }

  if (worker.leftOut.has(row.client)) return
  const client = worker.clients.get(row.client)
  if (client === null) {
    throw new LedgerError({
      code: 'invalid_request',
      field: 'clients',
      message: `clients must name ${row.client}, as rows of ${batch} do`,
    })
  }
  const request = unseal({ request: row.request, secret: row.secret }, desk.dataKey, row.key)
  const description = await client.describe(request)
  if (operationKey(client.provider, description).key !== row.key) {
    return refuse(
      'refused',
      'the client speaks for another account or environment than the row was enqueued for',
      'account_differs',
    )
  }
  const lane = worker.lane(ownerOf(client.provider, description))
  if (!(await lane.enter(worker.stopping))) return
  try {
    // It may have been found out while this row waited for its turn.
    if (worker.leftOut.has(row.client)) return
    if (options.stillWanted !== undefined) {
      let wanted: boolean
      try {
        wanted = await options.stillWanted({ batch, line, request })
      } catch (error) {
        // Whatever it throws, of a client of ours too, says nothing of the row.
        return worker.fail(error)
      }
      if (!wanted) return await refuse('cancelled', 'no longer wanted', 'not_wanted')
    }
    // Last, because the answer above can take its time.
    if (row.capture_by !== null && desk.now() > row.capture_by) {
      return await refuse(
        'refused',
        `captureBy had passed: ${new Date(row.capture_by).toISOString()}`,
        'capture_by_passed',
      )
    }
    const onOther: Task<unknown>['onOther'] = (of, concluded) => worker.tellOther(of, concluded)
    const task = { client, request, description, sealed: null, batch, row: n, onOther }
    const outcome = await conduct(desk, task, { waitMs, priorAttempt: chunk.prior })
    const { repeated, recorded } = outcome
    if (saysSomething(outcome)) lane.note(outcome.status === 'unknown')
    // The operation may have begun elsewhere: then it does not know of this row.
    const moved = repeated && recorded && (await worker.moveRow({ batch, n, ...rowMove(outcome, false) }))
    // Whoever concluded the row itself meanwhile has told of it.
    if (recorded && (!repeated || moved)) worker.tell(batch, line, outcome)
  } catch (error) {
    if (LedgerError.isInstance(error) && error.code === 'payment_open') {
      // The row stays queued, and says what it waits for.
      await desk.engine.markWaiting({ batch, n, reason: storable(error.message) }, desk.at()).catch(() => {})
    } else await afterThrow(worker, row.client, lane, error, refuse)
  } finally {
    lane.leave()
  }
}

/** Not of what had ended before, nor of a payment of which nothing was sent because of the state that it is in. */
function saysSomething(outcome: LedgerOutcome): boolean {
  if (outcome.repeated) return false
  return outcome.status !== 'unknown' || outcome.needs === 'resolve' || outcome.handle.firstSentAt !== null
}

/** A throw moved no money. Some rows are over by it, others wait, and some errors are all rows' affair. */
async function afterThrow(
  worker: Worker,
  client: string,
  lane: { note(wasUnknown: boolean): void },
  error: unknown,
  refuse: (state: 'refused' | 'cancelled', reason: string, why: string) => Promise<void>,
): Promise<void> {
  if (LedgerError.isInstance(error)) {
    if (error.code === 'operation_differs' || error.code === 'operation_elsewhere') {
      return refuse('refused', error.message, error.code)
    }
    if (error.code === 'row_cancelled') return refuse('cancelled', 'the batch was cancelled', 'cancelled')
    if (error.code === 'account_differs' || error.code.startsWith('data_key')) worker.fail(error)
    return
  }
  if (!CaptureError.isInstance(error)) return worker.fail(error)
  switch (error.code) {
    case 'invalid_request':
    case 'refused':
      return refuse('refused', error.message, error.code)
    case 'unauthorized':
      return worker.unauthorized(client, error)
    case 'not_sent':
    case 'aborted':
    case 'lookup_failed':
      lane.note(true)
  }
}
