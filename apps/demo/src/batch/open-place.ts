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

/** @throws UsageError when the ledger cannot be opened, with what to do about it */
export async function openChosenLedger({
  ledger: place = defaultLedger,
  keyFile,
}: LedgerChoice): Promise<OpenedLedger> {
  const isServer = /^postgres(ql)?:\/\//.test(place)
  const dataKey = dataKeyIn(keyFile ?? (isServer || place === defaultLedger ? defaultKey : `${place}.key`))
  try {
    const ledger = await openLedger(
      isServer ? { connectionString: place, dataKey } : { folder: join(place, 'ledger'), dataKey },
    )
    return { ledger, dataKey, folder: isServer ? defaultLedger : place }
  } catch (error) {
    throw asUsageError(error)
  }
}

/** What the ledger refuses is the user's to mend. */
export function asUsageError(error: unknown): unknown {
  return LedgerError.isInstance(error) ? new UsageError(error.message, { cause: error }) : error
}
