import type { Database, Query } from './database.ts'

/** What a ledger consists of, in the order it is copied. Shares of workers are nobody's by then. */
export const tablesToMove = ['setting', 'operation', 'audit', 'batch', 'row', 'tally', 'chunk', 'gate'] as const
export type TableToMove = (typeof tablesToMove)[number]

/** Some rows of a table, as JSON, and where the next ones begin; null: there are none. */
export interface ExportedPage {
  readonly rows: string
  readonly count: number
  readonly next: string
}

/** Reads a page of a table in the order it lies on disk. Nothing may write meanwhile. */
export async function exportPage(
  db: Database,
  schema: string,
  table: TableToMove,
  after: string | null,
  limit: number,
): Promise<ExportedPage | null> {
  const [row] = await db.query(
    `select json_agg(t)::text as rows, count(*)::int4 as count, max(place)::text as next from (
       select ctid as place, t.* from ${schema}.${table} t where ctid > coalesce($1, '(0,0)')::tid order by ctid limit $2::int
     ) t`,
    [after, limit],
  )
  if (row === undefined || row.count === 0) return null
  return { rows: String(row.rows), count: Number(row.count), next: String(row.next) }
}

/** Writes a page into the same table elsewhere. */
export async function importPage(query: Query, schema: string, table: TableToMove, rows: string): Promise<void> {
  const keeping = table === 'audit' ? 'overriding system value' : ''
  await query(
    `insert into ${schema}.${table} ${keeping} select * from json_populate_recordset(null::${schema}.${table}, $1::json)
     ${table === 'setting' ? 'on conflict (name) do update set value = excluded.value' : ''}`,
    [rows],
  )
}

/** Which ledger this is: the same for a copy. */
export async function ledgerId(query: Query, schema: string): Promise<string> {
  await query(
    `insert into ${schema}.setting (name, value) values ('ledger_id', gen_random_uuid()::text) on conflict do nothing`,
  )
  const [row] = await query(`select value from ${schema}.setting where name = 'ledger_id'`)
  return String(row?.value)
}
