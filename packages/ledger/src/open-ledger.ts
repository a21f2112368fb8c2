import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createLedger } from './create-ledger.ts'
import { lockFolder } from './embedded/folder-lock.ts'
import { startThread } from './embedded/remote-engine.ts'
import { serverDatabase } from './engine/database.ts'
import { type Engine, startEngine } from './engine/engine.ts'
import { LedgerError } from './error.ts'
import type { Ledger } from './ledger.ts'
import { Desk } from './operation/desk.ts'
import { keyCheck } from './operation/seal.ts'
import { defaultSchedule, type LedgerOptions } from './options.ts'

/** Left in a folder whose ledger was moved to a server. */
export const movedFile = 'moved-to-a-server'

/**
 * Opens a ledger, and brings its tables up to date.
 *
 * @throws LedgerError `folder_in_use`, `invalid_request`, `data_key_wrong`, `unavailable`
 * @example
 * const ledger = await openLedger({ folder: './ledger', dataKey })
 * const outcome = await ledger.capture(client, request)
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const {
    dataKey,
    schema = 'cap_ledger',
    leaseMs = 90_000,
    schedule = defaultSchedule,
    replay = 'allow',
    clock,
  } = options
  checkSchema(schema)
  if (!(leaseMs > 0 && leaseMs < Number.POSITIVE_INFINITY))
    throw invalid('leaseMs', 'must be a number of milliseconds above 0')
  if (dataKey !== undefined && !(dataKey instanceof Uint8Array && dataKey.length === 32)) {
    throw invalid('dataKey', 'must be 32 bytes: crypto.randomBytes(32), kept apart from the ledger')
  }
  const { engine, release } = await openPlace(options, schema)
  try {
    if (dataKey !== undefined && !(await engine.claimDataKey(keyCheck(dataKey)))) {
      throw new LedgerError({
        code: 'data_key_wrong',
        field: 'dataKey',
        message: 'this ledger was written with another dataKey',
      })
    }
  } catch (error) {
    await engine.close().catch(() => {})
    release()
    throw error
  }
  const settings = { dataKey: dataKey ?? null, leaseMs, schedule, replay, clock: clock ?? null }
  return createLedger(new Desk(engine, settings), async () => {
    await engine.close()
    release()
  })
}

async function openPlace(options: LedgerOptions, schema: string): Promise<{ engine: Engine; release: () => void }> {
  const { folder, connectionString, maxConnections = 4 } = options
  if (folder !== undefined && connectionString === undefined) return openFolder(resolve(folder), schema)
  if (connectionString === undefined || folder !== undefined) {
    throw invalid('folder', 'or connectionString must be given, and not both')
  }
  if (!Number.isInteger(maxConnections) || maxConnections < 2)
    throw invalid('maxConnections', 'must be a whole number, 2 or more')
  const db = serverDatabase(connectionString, maxConnections)
  try {
    return { engine: await startEngine(db, schema), release: () => {} }
  } catch (error) {
    await db.close().catch(() => {})
    throw unavailable(error)
  }
}

async function openFolder(folder: string, schema: string): Promise<{ engine: Engine; release: () => void }> {
  const release = lockFolder(folder)
  try {
    if (existsSync(join(folder, movedFile))) {
      throw invalid(
        'folder',
        `holds a ledger that was moved to a server, or is being moved: open that one, or call migrateLedger again. Delete ${movedFile} only if nothing has arrived there: two ledgers would each send the same rows`,
      )
    }
    const engine = await startThread({ folder: join(folder, 'data'), schema })
    try {
      await engine.freeLeases()
    } catch (error) {
      // What kept it from opening is told, not what came of that.
      await engine.close().catch(() => {})
      throw error
    }
    return { engine, release }
  } catch (error) {
    release()
    throw LedgerError.isInstance(error) ? error : unavailable(error)
  }
}

/** @throws LedgerError `invalid_request` */
export function checkSchema(schema: string): void {
  if (!/^[a-z_][a-z0-9_]{0,40}$/.test(schema))
    throw invalid('schema', 'must be 1 to 41 lower-case letters, digits or _')
}

function invalid(field: string, problem: string): LedgerError {
  return new LedgerError({ code: 'invalid_request', field, message: `${field} ${problem}` })
}

function unavailable(error: unknown): LedgerError {
  const reason = error instanceof Error ? error.message : String(error)
  return new LedgerError({ code: 'unavailable', message: `the ledger could not be opened: ${reason}` })
}
