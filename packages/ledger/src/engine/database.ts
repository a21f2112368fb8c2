import { type PGliteInterface, types } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely'
import pg from 'pg'
import { fromPglite } from 'pg-boss'

/** A row of a result: text, numbers (`float8`, `int4`), booleans or null. Nothing else is ever selected. */
export type Row = Readonly<Record<string, string | number | boolean | null>>

/** Runs one statement. Parameters are `$1`, `$2`, …: text, numbers, booleans or null. */
export type Query = (text: string, values?: readonly (string | number | boolean | null)[]) => Promise<readonly Row[]>

/** As pg-boss asks for it: without parameters a text may hold several statements. */
export interface JobDatabase {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Row[] }>
}

/** PostgreSQL, wherever it runs. */
export interface Database {
  readonly query: Query
  /** Commits when the function resolves, rolls back when it rejects. */
  transaction<T>(run: (query: Query, jobs: JobDatabase) => Promise<T>): Promise<T>
  /** Runs while no other process does the same: the making of tables, which is no transaction as a whole. */
  exclusively<T>(run: () => Promise<T>): Promise<T>
  /** For the migrator alone: closing it is left to `close`. */
  readonly migrations: Kysely<unknown>
  /** For pg-boss. */
  readonly jobs: JobDatabase
  readonly backend: 'postgres' | 'pglite'
  close(): Promise<void>
}

/** A server, through a pool of connections. */
export function serverDatabase(connectionString: string, maxConnections: number): Database {
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    application_name: 'cap-ledger',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  const jobs: JobDatabase = {
    executeSql: async (text, values) => ({ rows: rowsOf(await pool.query(text, values as unknown[])) }),
  }
  return {
    backend: 'postgres',
    jobs,
    query: async (text, values) => (await pool.query(text, values as unknown[])).rows,
    async transaction(run) {
      const client = await pool.connect()
      let broken = false
      const broke = () => {
        broken = true
      }
      client.on('error', broke)
      try {
        await client.query('begin')
        const result = await run(async (text, values) => (await client.query(text, values as unknown[])).rows, {
          executeSql: async (text, values) => ({ rows: rowsOf(await client.query(text, values as unknown[])) }),
        })
        await client.query('commit')
        return result
      } catch (error) {
        await client.query('rollback').catch(broke)
        throw error
      } finally {
        client.off('error', broke)
        client.release(broken)
      }
    },
    async exclusively(run) {
      const client = await pool.connect()
      try {
        await client.query('begin')
        await client.query(`select pg_advisory_xact_lock(hashtext('@cap/ledger tables'))`)
        return await run()
      } finally {
        await client.query('rollback').catch(() => {})
        client.release()
      }
    },
    migrations: new Kysely({ dialect: new PostgresDialect({ pool }) }),
    close: () => pool.end(),
  }
}

/** The embedded one. It has one connection: statements wait for a transaction to end. */
export function embeddedDatabase(pglite: PGliteInterface): Database {
  return {
    backend: 'pglite',
    jobs: fromPglite(pglite),
    query: async (text, values) => (await pglite.query<Row>(text, values as unknown[], { parsers })).rows,
    transaction: (run) =>
      pglite.transaction((within) =>
        run(async (text, values) => (await within.query<Row>(text, values as unknown[], { parsers })).rows, {
          async executeSql(text, values) {
            if (values !== undefined && values.length > 0) return within.query(text, values)
            return { rows: (await within.exec(text)).flatMap(({ rows }) => rows) }
          },
        }),
      ) as Promise<never>,
    // Whoever has the folder is alone.
    exclusively: (run) => run(),
    migrations: new Kysely({ dialect: new PGliteDialect({ pglite }) }),
    close: () => pglite.close(),
  }
}

/** Text stays text: `json` and times are read where they are understood. */
const parsers = { [types.JSON]: (text: string) => text, [types.JSONB]: (text: string) => text }

/** Several statements in one text give several results. */
function rowsOf(result: pg.QueryResult | readonly pg.QueryResult[]): pg.QueryResult['rows'] {
  return Array.isArray(result) ? result.flatMap(({ rows }) => rows) : (result as pg.QueryResult).rows
}

/** The keys of a result. */
export function keysOf(rows: readonly Row[]): ReadonlySet<string> {
  return new Set(rows.map(({ key }) => String(key)))
}
