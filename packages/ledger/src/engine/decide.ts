import type { Database } from './database.ts'
import { movingRows } from './move-rows.ts'
import type { RowMove } from './settle.ts'

/** What a person decided, as it is written. */
export interface ToDecide {
  readonly key: string
  /** JSON. */
  readonly decision: string
  readonly money: 'moved' | 'none'
  /** The outcome from now on: JSON. */
  readonly record: string
  readonly detail: string
  readonly move: RowMove
}

export type NotDecided = 'unknown' | 'running' | 'final'

/** Writes a decision down. An open operation ends with it; a decline may be tried again after it. */
export function writeDecision(
  db: Database,
  schema: string,
  { key, decision, money, record, detail, move }: ToDecide,
  at: number | null,
): Promise<NotDecided | null> {
  return db.transaction(async (query) => {
    const [row] = await query(
      `select money, decision, handle is null as void, lease is not null and ${schema}.now_ms($2::float8) < lease_ends as leased
       from ${schema}.operation where key = $1 for update`,
      [key, at],
    )
    if (row === undefined || (row.money === 'open' && row.void && !row.leased)) return 'unknown'
    if (row.money === 'open' && row.leased) return 'running'
    if (row.money === 'moved' || row.decision !== null) return 'final'
    await query(
      `with done as (
         update ${schema}.operation o
         set decision = $3, money = $4, record = $5, handle = null, secret = null, lease = null, next_at = null,
           person = false, ended_at = now
         from ${schema}.now_ms($2::float8) as now where o.key = $1
         returning o.key, o.batch, o.row, now
       ), told as (
         insert into ${schema}.audit (key, at, event, detail) select key, now, 'decided', $6 from done
       ), moves as (
         select batch, row as n, $7::text as state, $8::text as reason, $9::text as why from done where batch is not null
       ), ${movingRows(schema, "'queued', 'pending', 'unknown', 'person', 'declined'")}
       select key from done`,
      [key, at, decision, money, record, detail, move.state, move.reason, move.why],
    )
    return null
  })
}
