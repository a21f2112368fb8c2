import type { Database } from './database.ts'

/** The first data key a ledger is opened with is the one it is opened with from then on. */
export async function claimDataKey(db: Database, schema: string, check: string): Promise<boolean> {
  await db.query(`insert into ${schema}.setting (name, value) values ('data_key', $1) on conflict do nothing`, [check])
  const [row] = await db.query(`select value from ${schema}.setting where name = 'data_key'`)
  return row?.value === check
}

/** For an embedded ledger that was just locked: its last process is gone, and with it whoever held a lease. */
export async function freeLeases(db: Database, schema: string): Promise<void> {
  await db.query(
    `update ${schema}.operation set lease_ends = 0, next_at = case when next_at is not null then 0 end
     where money = 'open' and lease is not null`,
  )
}
