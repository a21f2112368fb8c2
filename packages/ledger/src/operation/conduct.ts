import {
  type CaptureClient,
  type CaptureDescription,
  CaptureError,
  type CaptureHandle,
  type CaptureOutcome,
} from '@cap/core'
import type { Begun, Earlier, ToBegin } from '../engine/operations.ts'
import { LedgerError } from '../error.ts'
import type { LedgerCaptureOptions, LedgerOutcome } from '../ledger.ts'
import { begin, beginAfter, notWritten } from './begin.ts'
import { conclude } from './conclude.ts'
import type { Desk } from './desk.ts'
import { operationKey } from './operation-key.ts'
import type { SealedRequest } from './seal.ts'
import { patiently, settleOutcome } from './settle-outcome.ts'
import { callWithinMs, withinLease } from './within-lease.ts'

/** A capture to be conducted. */
export interface Task<Request> {
  readonly client: CaptureClient<Request>
  readonly request: Request
  readonly description: CaptureDescription
  /** Of the request, where it is stored with the operation; a batch keeps it with the row. */
  readonly sealed: SealedRequest | null
  readonly root?: string
  readonly attempt?: number
  /** The attempt before, as it was when this one was found to be allowed. */
  readonly earlier?: Earlier
  readonly batch?: string
  readonly row?: number
  /** Told when an operation of another row had to be concluded first, and was. */
  readonly onOther?: (of: { readonly batch: string; readonly row: number }, outcome: CaptureOutcome) => Promise<void>
}

const defaultWaitMs = 10_000

/**
 * Brings one operation to an outcome: begins it, resolves whatever stands open in its way, captures with the intent stored
 * first, and stores what came of it.
 */
export async function conduct<Request>(
  desk: Desk,
  task: Task<Request>,
  options: LedgerCaptureOptions,
): Promise<LedgerOutcome> {
  const { client, description } = task
  const longest = callWithinMs(desk.leaseMs)
  if ((options.deadlineMs ?? 0) > longest) {
    const message = `deadlineMs must be at most ${longest}, three quarters of the ledger's leaseMs: a call is aborted then`
    throw new LedgerError({ code: 'invalid_request', field: 'deadlineMs', message })
  }
  const item = toBegin(desk, task)
  const { key } = item
  const giveUpAt = Date.now() + (options.waitMs ?? defaultWaitMs)
  for (let wait = 20; ; wait = Math.min(wait * 2, 500)) {
    const since = performance.now()
    const begun = await (task.earlier === undefined ? begin(desk, item) : beginAfter(desk, item, task.earlier))
    switch (begun.state) {
      case 'new':
        return captureNow(desk, task, { key, lease: said(begun.lease), since }, options)
      case 'done':
        return { ...(JSON.parse(said(begun.record)) as CaptureOutcome), operation: key, recorded: true, repeated: true }
      case 'open': {
        if (task.batch !== undefined && (begun.of_batch !== task.batch || begun.of_row !== task.row)) {
          await desk.suspend({ key, lease: said(begun.lease), record: null, untouched: true })
          const message = `the operation is open in row ${begun.of_row} of batch ${begun.of_batch}, which goes on with it`
          throw new LedgerError({ code: 'operation_elsewhere', operation: key, message })
        }
        const open = openOf(key, begun, since)
        const { outcome, recorded } = await conclude(desk, client, open, options, false)
        return { ...outcome, operation: key, recorded, repeated: false }
      }
      case 'conflict':
        throw new LedgerError({
          code: 'operation_differs',
          operation: key,
          message: `${description.operation} is known with other content: nothing was sent. Repeat the first request, or name a new operation`,
        })
      case 'cancelled':
        throw new LedgerError({ code: 'row_cancelled', message: 'the row was taken back: nothing was sent' })
      case 'blocked':
        if (await clear(desk, task, item, begun, options)) continue
        break
      default:
        break
    }
    if (options.signal?.aborted || Date.now() + wait > giveUpAt) {
      throw new LedgerError({
        code: 'operation_running',
        operation: begun.open_key ?? key,
        message: 'another call or worker has this payment in hand: nothing was sent. Try again later',
      })
    }
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

/**
 * Concludes the other operation of the payment.
 *
 * @returns whether the way is free; false: somebody else has it in hand
 * @throws LedgerError `payment_open`
 */
async function clear<Request>(
  desk: Desk,
  { client, onOther }: Task<Request>,
  { grp, leaseMs }: ToBegin,
  { open_key: key, open_fingerprint: fingerprint }: Begun,
  options: LedgerCaptureOptions,
): Promise<boolean> {
  const other = { key: said(key), grp, fingerprint: said(fingerprint), leaseMs }
  const since = performance.now()
  const begun = await begin(desk, other)
  if (begun.state === 'new') {
    await desk.release({ key: other.key, lease: said(begun.lease), proof: false })
    return true
  }
  if (begun.state !== 'open') return begun.state === 'done'
  const { outcome, recorded } = await conclude(desk, client, openOf(other.key, begun, since), options, false)
  if (outcome.status === 'captured' || outcome.status === 'declined') {
    const { of_batch: batch, of_row: row } = begun
    if (recorded && batch !== null && row !== null) await onOther?.({ batch, row }, outcome)
    return true
  }
  throw new LedgerError({
    code: 'payment_open',
    operation: other.key,
    message: `an earlier capture of this payment, ${other.key}, is ${outcome.status}: nothing was sent. It is asked for again by the schedule, or waits for a person`,
  })
}

async function captureNow<Request>(
  desk: Desk,
  { client, request }: Task<Request>,
  { key, lease, since }: { readonly key: string; readonly lease: string; readonly since: number },
  { signal, deadlineMs, priorAttempt }: LedgerCaptureOptions,
): Promise<LedgerOutcome> {
  let sent: CaptureHandle | null = null
  let unwritten: LedgerError | null = null
  let outcome: CaptureOutcome
  try {
    const beforeSend = async (handle: CaptureHandle) => {
      const plain = JSON.parse(JSON.stringify(handle)) as CaptureHandle
      const refused = await desk.intend({ key, lease, handle: plain }).catch((error: unknown) => {
        unwritten = notWritten(error)
        throw unwritten
      })
      if (refused !== null) throw new Error('the intent could not be stored: the lease of the operation has ended')
      sent = handle
    }
    outcome = await withinLease({ leaseMs: desk.leaseMs, since }, signal, (untilThen) =>
      client.capture(request, { signal: untilThen, deadlineMs, priorAttempt, beforeSend }),
    )
  } catch (error) {
    // A throw moved no money, so the operation may begin afresh. Without this written it is resolved first.
    const detail = JSON.stringify({ error: CaptureError.isInstance(error) ? error.code : 'not a CaptureError' })
    if (CaptureError.isInstance(error) || sent === null) {
      const proof = CaptureError.isInstance(error)
      await patiently(() => desk.release({ key, lease, proof, detail })).catch(() => {})
      // The client says that it did not send; why is the ledger's to say.
      throw unwritten ?? error
    }
    // Not one of our clients: whatever it threw after the intent proves nothing.
    outcome = unproven(client.provider, sent)
  }
  const held = { key, lease, tries: 0, openedAt: null, firstSentAt: null }
  const recorded = await settleOutcome(desk, held, outcome, false)
  return { ...outcome, operation: key, recorded, repeated: false }
}

function unproven(provider: string, handle: CaptureHandle): CaptureOutcome {
  return {
    status: 'unknown',
    provider,
    reference: handle.ids,
    attempts: [],
    raw: null,
    cause: 'internal',
    handle,
    needs: 'resolve',
  }
}

function toBegin<Request>(desk: Desk, task: Task<Request>): ToBegin {
  const { client, description, sealed, root, attempt, batch, row } = task
  const { environment, account, paymentKey, operation, fingerprint } = description
  return {
    ...operationKey(client.provider, description),
    fingerprint,
    leaseMs: desk.leaseMs,
    provider: client.provider,
    environment,
    account,
    payment: paymentKey,
    name: operation,
    ...(sealed === null ? {} : { request: sealed.request, secret: sealed.secret }),
    ...(root === undefined ? {} : { root }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(batch === undefined ? {} : { batch }),
    ...(row === undefined ? {} : { row }),
  }
}

function openOf(key: string, { lease, handle, request, secret, tries, opened_at: openedAt }: Begun, since: number) {
  return {
    key,
    since,
    lease: said(lease),
    handle: JSON.parse(said(handle)) as CaptureHandle,
    request,
    secret,
    tries: tries ?? 0,
    openedAt,
  }
}

function said(value: string | null): string {
  if (value === null) throw new Error('the database left out what it must say')
  return value
}
