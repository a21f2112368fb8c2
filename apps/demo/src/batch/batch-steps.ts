import { join } from 'node:path'
import type { BatchGuards, Enqueued, Ledger } from '@cap/ledger'
import type { Harm } from '../engine/fault-plan.ts'
import type { Values } from '../engine/field.ts'
import type { Environment, Provider } from '../engine/provider.ts'
import { type BatchPlace, emulatedPlace, sandboxPlace } from './batch-place.ts'
import { batchRows } from './batch-rows.ts'
import type { OpenedLedger } from './open-place.ts'
import { bareName, type Reconciliation, reconcile, type SettledLine, settledInBook } from './reconcile.ts'

/** Every how manieth capture a fault strikes, when nobody says. */
const usualEvery = 10

export interface PlaceChoice {
  /** Values that hold for every row, such as switches. */
  readonly values: Values
  /** Of the emulator only. */
  readonly harm: Harm | undefined
  readonly every: number | undefined
}

/** The emulator that belongs to a ledger: it remembers what that ledger's batches captured. */
export function ledgerEmulator(
  provider: Provider,
  { values, harm, every }: PlaceChoice,
  { folder, dataKey }: Pick<OpenedLedger, 'folder' | 'dataKey'>,
): Promise<BatchPlace> {
  return emulatedPlace(provider, {
    values,
    folder: join(folder, 'emulators'),
    dataKey,
    harm: harm === undefined ? null : { step: harm.step, every: every ?? usualEvery },
  })
}

/** @throws UsageError when the sandbox is not armed */
export function sandboxFor(provider: Provider, environment: Environment, values: Values): BatchPlace {
  return sandboxPlace(provider, environment, values)
}

/** A file that is to become a batch, or is one already and goes on. */
export interface FileBatch extends BatchGuards {
  readonly batch: string
  readonly provider: Provider
  readonly path: string
  readonly strict: boolean
  /** Two rows may be of one payment. */
  readonly samePayment: boolean
  readonly priority?: number | undefined
}

export interface EnqueueFileOptions {
  /** Checks every row, and writes nothing. */
  readonly dryRun: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (rows: number) => void
}

/**
 * Writes the rows of a file down. The same again goes on where it stopped.
 *
 * @throws UsageError when the file cannot be read, LedgerError when a guard refuses it
 */
export function enqueueFile(
  ledger: Ledger,
  place: BatchPlace,
  { provider, path, samePayment, ...batch }: FileBatch,
  options: EnqueueFileOptions,
): Promise<Enqueued> {
  return ledger.enqueue(batchRows(provider, place, path), {
    ...batch,
    ...options,
    clients: place.client,
    samePayment: samePayment ? 'allow' : 'refuse',
  })
}

/**
 * What the emulator's book has of a batch: what really moved.
 *
 * @returns null at a sandbox, whose book nobody sees
 */
export async function settledByPlace(ledger: Ledger, batch: string, place: BatchPlace): Promise<SettledLine[] | null> {
  const book = place.book()
  if (book === null) return null
  const names = new Map(place.keys())
  for await (const { payment, outcome } of ledger.rows(batch)) {
    if (payment === null) continue
    for (const id of [payment, ...Object.values(outcome?.reference ?? {})]) names.set(id, bareName(payment))
  }
  const settled: SettledLine[] = []
  for await (const line of settledInBook(book, names)) settled.push(line)
  return settled
}

/** A batch against a list that is at hand. */
export function reconcileWith(ledger: Ledger, batch: string, settled: readonly SettledLine[]): Promise<Reconciliation> {
  return reconcile(ledger.rows(batch), each(settled))
}

async function* each<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all
}

/** Nothing is missing, extra, different or unreadable. */
export function agrees({ missing, extra, differs, unreadable }: Reconciliation): boolean {
  return missing.length + extra.length + differs.length + unreadable.length === 0
}
