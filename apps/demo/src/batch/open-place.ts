import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Ledger, LedgerError, openLedger } from '@cap/ledger'
import { UsageError } from '../engine/usage-error.ts'
import { dataKeyIn } from './data-key.ts'

/** Where a ledger is, on the command line. */
export interface LedgerChoice {
  /** A folder, or `postgres://…`. */
  readonly ledger?: string
  readonly keyFile?: string
}

/** Not versioned, like everything in it. */
export const defaultLedger = fileURLToPath(new URL('../../.ledger', import.meta.url))

/** Beside the default folder, not in it: who copies the ledger should not copy its key. */
const defaultKey = fileURLToPath(new URL('../../.ledger.key', import.meta.url))

export interface OpenedLedger {
  readonly ledger: Ledger
  readonly dataKey: Uint8Array
  /** For files that belong to the ledger. */
  readonly folder: string
}

/** The folder of what belongs to a ledger, known before it is open. */
export function folderOf({ ledger: place = defaultLedger }: LedgerChoice): string {
  return isServer(place) ? defaultLedger : resolve(place)
}

/** The file of a ledger's key, unless another one is named: beside the folder, however that is written. */
export function keyFileOf({ ledger: place = defaultLedger, keyFile }: LedgerChoice): string {
  if (keyFile !== undefined) return keyFile
  return isServer(place) || resolve(place) === resolve(defaultLedger) ? defaultKey : `${resolve(place)}.key`
}

function isServer(place: string): boolean {
  return /^postgres(ql)?:\/\//.test(place)
}

/** @throws UsageError when the ledger cannot be opened, with what to do about it */
export async function openChosenLedger(choice: LedgerChoice): Promise<OpenedLedger> {
  const { ledger: place = defaultLedger } = choice
  const remote = isServer(place)
  const dataKey = dataKeyIn(keyFileOf(choice))
  try {
    const ledger = await openLedger(
      remote ? { connectionString: place, dataKey } : { folder: join(place, 'ledger'), dataKey },
    )
    return { ledger, dataKey, folder: folderOf(choice) }
  } catch (error) {
    throw asUsageError(error)
  }
}

/** What the ledger refuses is the user's to mend. */
export function asUsageError(error: unknown): unknown {
  return LedgerError.isInstance(error) ? new UsageError(error.message, { cause: error }) : error
}
