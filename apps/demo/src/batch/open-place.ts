import { join } from 'node:path'
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
  return isServer(place) ? defaultLedger : place
}

function isServer(place: string): boolean {
  return /^postgres(ql)?:\/\//.test(place)
}

/** @throws UsageError when the ledger cannot be opened, with what to do about it */
export async function openChosenLedger(choice: LedgerChoice): Promise<OpenedLedger> {
  const { ledger: place = defaultLedger, keyFile } = choice
  const remote = isServer(place)
  const dataKey = dataKeyIn(keyFile ?? (remote || place === defaultLedger ? defaultKey : `${place}.key`))
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
