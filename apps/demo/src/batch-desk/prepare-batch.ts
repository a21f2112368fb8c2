import type { BatchOrder } from '../api/batch.ts'
import type { BatchPlace } from '../batch/batch-place.ts'
import { type FileBatch, ledgerEmulator, sandboxFor } from '../batch/batch-steps.ts'
import { guardsOf } from '../batch/guards.ts'
import type { OpenedLedger } from '../batch/open-place.ts'
import type { Environment, Provider } from '../engine/provider.ts'
import { harmFor, providerNamed } from '../session/order.ts'
import { runId } from '../session/run-id.ts'
import { fieldError, SessionError } from '../session/session-error.ts'
import type { BatchRecord } from './batch-records.ts'
import { asSessionError } from './ledger-problems.ts'
import type { Upload } from './uploads.ts'

/** What an order is read against. */
export interface Surroundings {
  readonly providers: readonly Provider[]
  readonly environment: () => Environment
}

/**
 * The file of a batch, with what it must come to.
 *
 * @throws SessionError
 */
export function fileOf({ providers }: Surroundings, order: BatchOrder, upload: Upload): FileBatch {
  const provider = providerNamed(providers, order.provider)
  const batch = (order.name ?? '').trim() || upload.name
  const { strict, samePayment } = order
  try {
    return { batch, provider, path: upload.path, strict, samePayment, ...guardsOf(order) }
  } catch (error) {
    throw asSessionError(error, upload)
  }
}

/**
 * Where the captures of a batch are made.
 *
 * @throws SessionError
 */
export async function placeOf(
  { environment }: Surroundings,
  order: BatchOrder,
  provider: Provider,
  opened: OpenedLedger,
): Promise<BatchPlace> {
  const { target, fault, switches } = order
  const unknown = switches.find(
    (name) => !provider.fields.some((field) => field.name === name && field.placeholder === undefined),
  )
  if (unknown !== undefined) throw fieldError('switches', `${provider.title} has no switch ${unknown}`)
  const values = Object.fromEntries(switches.map((name) => [name, true as const]))
  if (target === 'sandbox' && fault !== undefined) {
    throw new SessionError('not-allowed', 'Faults are the emulator’s: nobody can make a sandbox do that.')
  }
  const moved = fault?.moved === undefined ? {} : { moved: fault.moved }
  const harm =
    fault === undefined
      ? undefined
      : harmFor(provider, { name: fault.name, always: false, strikes: 'capture', ...moved })
  try {
    if (target === 'sandbox') return sandboxFor(provider, environment(), values)
    return await ledgerEmulator(provider, { values, harm, every: fault?.every }, opened)
  } catch (error) {
    throw asSessionError(error)
  }
}

const noCounts = {
  queued: 0,
  waiting: 0,
  captured: 0,
  accepted: 0,
  declined: 0,
  pending: 0,
  unknown: 0,
  person: 0,
  refused: 0,
  cancelled: 0,
}

/** What is known of a batch before its first row is read. */
export function newRecord(order: BatchOrder, upload: Upload, file: FileBatch): BatchRecord {
  const now = Date.now()
  return {
    version: 1,
    order: { ...order, name: file.batch },
    file: upload.id,
    settled: null,
    shown: {
      id: runId(now),
      name: file.batch,
      provider: file.provider.name,
      target: order.target,
      fault: order.fault?.name ?? null,
      at: new Date(now).toISOString(),
      phase: 'reading',
      why: null,
      rows: 0,
      counts: { ...noCounts },
      perSecond: 0,
      secondsLeft: null,
      ms: 0,
      moved: null,
      duplicates: 0,
      agrees: null,
      points: [],
    },
  }
}

/** @throws SessionError for the name of a batch that the ledger has */
export async function refuseKnownName({ ledger }: OpenedLedger, batch: string): Promise<void> {
  const known = await ledger.progress(batch).then(
    () => true,
    () => false,
  )
  if (known)
    throw fieldError(
      'name',
      `a batch is called ${JSON.stringify(batch)} already: go on with it, or choose another name`,
    )
}
