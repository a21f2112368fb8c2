import type { PGlite } from '@electric-sql/pglite'

const everyMs = 2_000

/** What may gather before it is looked after. */
export interface UpkeepLimits {
  /** Versions of operations that changes have left behind. */
  readonly dead: number
  /** Pages of 8 kB that the planner has not heard of: what earlier processes left behind. */
  readonly newPages: number
  /** So much of the log is gone through again when a ledger is opened whose process was killed. */
  readonly logBytes: number
}

const usual: UpkeepLimits = { dead: 25_000, newPages: 10_000, logBytes: 512 * 1024 * 1024 }

/**
 * Does what a server has processes of its own for, and PGlite has not. Without it the search for what is due would read all
 * operations there are, and the log of changes would grow until the ledger is closed. A little at a time, since everything
 * else waits meanwhile.
 */
export async function keepUp(pglite: PGlite, schema: string): Promise<void> {
  // Reads few pages for its statistics: what matters of them is which columns are mostly empty.
  await pglite.exec('set default_statistics_target = 10')
  let busy = false
  setInterval(() => {
    if (busy) return
    busy = true
    // What fails now is tried again, and the ledger may be closed by now.
    void upkeep(pglite, schema, usual)
      .catch(() => {})
      .finally(() => {
        busy = false
      })
  }, everyMs).unref()
}

/** Looks once. */
export async function upkeep(pglite: PGlite, schema: string, limits: UpkeepLimits): Promise<void> {
  const { rows } = await pglite.query<{ vacuum: boolean; checkpoint: boolean }>(
    `select s.n_dead_tup > $2 or pg_relation_size(c.oid) / 8192 - c.relpages > $3 as vacuum,
       (select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn) > $4 from pg_control_checkpoint()) as checkpoint
     from pg_class c join pg_stat_user_tables s on s.relid = c.oid where c.oid = $1::regclass`,
    [`${schema}.operation`, limits.dead, limits.newPages, limits.logBytes],
  )
  if (rows[0]?.vacuum === true) await pglite.exec(`vacuum (analyze) ${schema}.operation, ${schema}.chunk`)
  if (rows[0]?.checkpoint === true) await pglite.exec('checkpoint')
}
