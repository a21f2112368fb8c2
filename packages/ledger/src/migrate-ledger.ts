import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { lockFolder } from './embedded/folder-lock.ts'
import { noLedger, startThread } from './embedded/remote-engine.ts'
import { type Database, serverDatabase } from './engine/database.ts'
import type { Engine } from './engine/engine.ts'
import { Jobs, jobId, urgency } from './engine/jobs.ts'
import { migrate } from './engine/migrate.ts'
import { importPage, ledgerId, tablesToMove } from './engine/transfer.ts'
import { LedgerError } from './error.ts'
import { checkSchema, movedFile } from './open-ledger.ts'
import { tell } from './tell.ts'

/** Options of {@link migrateLedger}. */
export interface MigrateOptions {
  /** The folder to copy from. Nobody else may have it open. */
  readonly folder: string
  /** The server to copy to. Its schema must not hold a ledger with operations or batches. The same again finishes a move. */
  readonly connectionString: string
  /** The one the folder's ledger is in, and the server's will be. Default `cap_ledger`. */
  readonly schema?: string | undefined
  /** Told of each page that is copied. What it throws is ignored. */
  readonly onProgress?: ((copied: { readonly table: string; readonly rows: number }) => void) | undefined
}

/** What was copied. */
export interface Migrated {
  /** Rows by table. */
  readonly tables: Readonly<Record<string, number>>
}

const pageRows = 1_000

/**
 * Copies a ledger from a folder to a PostgreSQL server, all or nothing. The folder is left as it was, but marked as moved: it
 * cannot be opened again by mistake. Should the process die meanwhile, the same call again finishes the move.
 *
 * @throws LedgerError `folder_in_use`, `invalid_request`, `unavailable`
 */
export async function migrateLedger(options: MigrateOptions): Promise<Migrated> {
  const { connectionString, schema = 'cap_ledger' } = options
  const folder = resolve(options.folder)
  checkSchema(schema)
  const data = join(folder, 'data')
  if (!existsSync(data)) throw noLedgerIn(folder, schema)
  const release = lockFolder(folder)
  const marker = join(folder, movedFile)
  let source: Engine | null = null
  const target = serverDatabase(connectionString, 4)
  try {
    const note = noteOf(connectionString, schema)
    if (existsSync(marker) && readFileSync(marker, 'utf8') !== note) {
      throw new LedgerError({
        code: 'invalid_request',
        field: 'connectionString',
        message: `${folder} was moved elsewhere, or its move has begun: name the server and schema that ${movedFile} in it names`,
      })
    }
    source = await startThread({ folder: data, schema, existing: true })
    await source.freeLeases()
    const jobs = await target.exclusively(async () => {
      await migrate(target.migrations, schema)
      return Jobs.start(target, schema)
    })
    try {
      // Written first: from the moment of the commit on, nobody may go on with the folder.
      writeFileSync(marker, note)
      return { tables: await copy(source, target, jobs, schema, options) }
    } catch (error) {
      // Only what is known not to have arrived may be gone on with here.
      const id = await source.ledgerId()
      const there = await target.query(`select value from ${schema}.setting where name = 'ledger_id'`).then(
        ([row]) => row?.value ?? null,
        () => id,
      )
      if (there !== id) rmSync(marker, { force: true })
      throw error
    } finally {
      await jobs.stop()
    }
  } catch (error) {
    if (LedgerError.isInstance(error)) throw error
    if (error instanceof Error && 'code' in error && error.code === noLedger) throw noLedgerIn(folder, schema)
    const reason = error instanceof Error ? error.message : String(error)
    throw new LedgerError({ code: 'unavailable', message: `the ledger was not moved: ${reason}` })
  } finally {
    await source?.close().catch(() => {})
    await target.close().catch(() => {})
    release()
  }
}

/** What is left in the folder. No credential is in it. */
function noteOf(connectionString: string, schema: string): string {
  const { host, port, database } = new pg.Client({ connectionString })
  return `This ledger is being, or was, moved to ${host}:${port}/${database}, schema ${schema}. Open it there.\n`
}

function noLedgerIn(folder: string, schema: string): LedgerError {
  return new LedgerError({
    code: 'invalid_request',
    field: 'folder',
    message: `${folder} holds no ledger in the schema ${schema}: name the folder and the schema it was opened with`,
  })
}

async function copy(
  source: Engine,
  target: Database,
  jobs: Jobs,
  schema: string,
  { onProgress }: MigrateOptions,
): Promise<Record<string, number>> {
  const id = await source.ledgerId()
  const queues = new Map<string, string>()
  for (const batch of await source.unfinishedBatches()) queues.set(batch, await jobs.prepare(batch))
  return target.transaction(async (query, within) => {
    // Of two moves to one schema, the second finds the first one's ledger.
    await query(`lock table ${schema}.setting in share row exclusive mode`)
    const [found] = await query(
      `select (select value from ${schema}.setting where name = 'ledger_id') as id,
         exists (select 1 from ${schema}.operation) or exists (select 1 from ${schema}.batch) as used`,
    )
    const tables: Record<string, number> = Object.fromEntries(tablesToMove.map((table) => [table, 0]))
    // An earlier call was cut off after its commit.
    if (found?.id === id) return tables
    if (found?.used === true) {
      throw new LedgerError({
        code: 'invalid_request',
        field: 'schema',
        message: `schema ${schema} of the server holds another ledger: name an empty database`,
      })
    }
    await ledgerId(query, schema)
    for (const table of tablesToMove) {
      let after: string | null = null
      for (;;) {
        const page = await source.exportPage(table, after, pageRows)
        if (page === null) break
        await importPage(query, schema, table, page.rows)
        tables[table] = (tables[table] ?? 0) + page.count
        after = page.next
        tell(onProgress, { table, rows: tables[table] })
      }
    }
    await query(
      `select setval(pg_get_serial_sequence('${schema}.audit', 'id'), greatest(1, (select max(id) from ${schema}.audit)))`,
    )
    const left = await query(
      `update ${schema}.chunk set round = round + 1, worker = null, seen = null where not done
       returning batch, n, round, (select min(r.capture_by) from ${schema}.row r
         where r.batch = chunk.batch and r.chunk = chunk.n and r.state = 'queued') as capture_by`,
    )
    for (const { batch, n, round, capture_by: by } of left) {
      const job = jobId(String(batch), Number(n), Number(round))
      await query(`update ${schema}.chunk set job = $3::uuid where batch = $1 and n = $2::int`, [
        String(batch),
        Number(n),
        job,
      ])
      await jobs.insert(queues.get(String(batch)) ?? '', [{ id: job, priority: urgency(by), chunk: Number(n) }], within)
    }
    return tables
  })
}
