import type { Run, RunSummary } from '../api/run.ts'
import { type Database, openDatabase } from './database.ts'
import { lockFolder } from './folder-lock.ts'
import type { History } from './history.ts'
import { readMatrices, readMatrix, writeMatrix } from './matrices.ts'
import { createTables, markInterrupted } from './tables.ts'

export interface HistoryOptions {
  /** Where it is kept; null: in memory, for this session. */
  readonly folder: string | null
  /** Told when {@link History.status} says something else. */
  readonly onStatus?: () => void
}

/**
 * The history in an embedded PostgreSQL. Opens in the background: the caller goes on at once, reads wait until it is open,
 * and when its folder cannot be had, this session is kept in memory and {@link History.status} says why.
 */
export function openHistory({ folder, onStatus }: HistoryOptions): History {
  let state: 'opening' | 'open' | 'memory' = 'opening'
  let why: string | null = folder === null ? 'no folder was given' : null
  let release = () => {}
  let writes = Promise.resolve()
  const opened = open()

  async function open(): Promise<Database> {
    let database: Database
    try {
      database = await inFolder()
      state = folder === null ? 'memory' : 'open'
    } catch (error) {
      why = error instanceof Error ? error.message : String(error)
      release()
      database = await openDatabase(null)
      await createTables(database)
      state = 'memory'
    }
    onStatus?.()
    return database
  }

  async function inFolder(): Promise<Database> {
    if (folder !== null) {
      const lock = lockFolder(folder)
      if ('heldBy' in lock) throw new Error(`another harness (process ${lock.heldBy}) keeps the history in ${folder}`)
      release = lock.release
    }
    const database = await openDatabase(folder)
    await createTables(database)
    await markInterrupted(database)
    return database
  }

  /** Writes come one after the other, whatever becomes of them. */
  function queued(work: (database: Database) => Promise<void>): Promise<void> {
    writes = writes
      .then(async () => work(await opened))
      .catch((error: unknown) => {
        why = error instanceof Error ? error.message : String(error)
        state = 'memory'
        onStatus?.()
      })
    return writes
  }

  async function write(database: Database, run: Run): Promise<void> {
    const { id, at, provider, target, ending, fault, state: progress } = run
    await database.query(
      `insert into runs (id, at, provider, target, state, ending, fault, summary, document)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (id) do update set state = excluded.state, ending = excluded.ending,
         summary = excluded.summary, document = excluded.document`,
      [id, at, provider, target, progress, ending, fault?.name ?? null, summaryOf(run), run],
    )
  }

  /** @param value what $1 stands for in the condition */
  async function documents(condition: string, value: string): Promise<readonly Run[]> {
    const sql = `select document from runs where ${condition}`
    const rows = await (await opened).query<{ document: Run }>(sql, [value])
    return rows.map(({ document }) => document)
  }

  return {
    status: () => ({ state, why: state === 'memory' ? why : null }),
    save(run) {
      const copy = structuredClone(run)
      // One after the other: an earlier state never overwrites a later one.
      return queued((database) => write(database, copy))
    },
    async get(id) {
      const [found] = await documents('id = $1', id)
      return found ?? null
    },
    async list({ provider, ending, fault, before, limit }) {
      const conditions: string[] = []
      const values: unknown[] = []
      const add = (condition: (place: string) => string, value: unknown) => {
        values.push(value)
        conditions.push(condition(`$${values.length}`))
      }
      if (provider !== undefined) add((place) => `provider = ${place}`, provider)
      if (ending !== undefined) add((place) => `ending = ${place}`, ending)
      if (fault === 'none') conditions.push('fault is null')
      else if (fault !== undefined) add((place) => `fault = ${place}`, fault)
      if (before !== undefined) add((place) => `id < ${place}`, before)
      values.push(limit + 1)
      const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
      const sql = `select summary from runs ${where} order by id desc limit $${values.length}`
      const rows = await (await opened).query<{ summary: RunSummary }>(sql, values)
      return { runs: rows.slice(0, limit).map(({ summary }) => summary), more: rows.length > limit }
    },
    openAtSandbox: (provider) =>
      documents(
        `provider = $1 and target = 'sandbox' and (state <> 'finished' or ending in ('pending', 'unknown'))`,
        provider,
      ),
    saveMatrix(run, calls) {
      const copy = structuredClone({ run, calls })
      return queued((database) => writeMatrix(database, copy.run, copy.calls))
    },
    matrices: async () => readMatrices(await opened),
    matrix: async (id) => readMatrix(await opened, id),
    async close() {
      const database = await opened
      await writes
      await database.close()
      release()
    },
  }
}

export function summaryOf(run: Run): RunSummary {
  const {
    id,
    at,
    provider,
    target,
    state,
    ending,
    code,
    amount,
    scenario,
    fault,
    exchanges,
    ms,
    moved,
    held,
    origin,
    bridge,
  } = run
  return {
    id,
    at,
    provider,
    target,
    state,
    ending,
    code,
    amount,
    scenario,
    fault,
    exchanges,
    ms,
    moved,
    held,
    origin,
    bridge,
  }
}
