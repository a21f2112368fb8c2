import type { Ledger } from './ledger.ts'
import type { LedgerOptions } from './options.ts'

/**
 * Opens a ledger, and brings its tables up to date.
 *
 * @throws LedgerError `folder_in_use`, `invalid_request`, `unavailable`
 * @example
 * const ledger = await openLedger({ folder: './ledger', dataKey })
 * const outcome = await ledger.capture(client, request)
 */
export async function openLedger(_options: LedgerOptions): Promise<Ledger> {
  throw new Error('not built yet')
}
