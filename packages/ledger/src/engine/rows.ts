import type { Database } from './database.ts'
import { movingRows, waiting } from './move-rows.ts'
import type { RowMove } from './settle.ts'

/** A row that is queued still. */
export interface WaitingRow {
  readonly batch: string
  readonly n: number
  /** What it waits for. */
  readonly reason: string
}

/** Where a row goes. */
export interface MovedRow extends RowMove {
  readonly batch: string
  readonly n: number
}

/**
 * Moves rows without their operations. A row whose operation is under way, or may have been sent, is neither refused nor
 * taken back: it goes where the operation goes.
 *
 * @returns whether each was moved
 */
export async function moveRows(
  db: Database,
  schema: string,
  moves: readonly MovedRow[],
  at: number | null,
): Promise<readonly boolean[]> {
  const moved = await db.query(
    `with moves as (
       select m.* from json_to_recordset($1::json) as m (batch text, n int, state text, reason text, why text)
       where m.state not in ('refused', 'cancelled') or not exists (
         select from ${schema}.row r join ${schema}.operation o on o.key = r.key and o.batch = r.batch and o.row = r.n
         where r.batch = m.batch and r.n = m.n
           and (o.money <> 'open' or o.handle is not null or (o.lease is not null and ${schema}.now_ms($2::float8) < o.lease_ends))
       )
     ), ${movingRows(schema)} select batch, n from moved_rows`,
    [JSON.stringify(moves), at],
  )
  const found = new Set(moved.map(({ batch, n }) => `${n} ${batch}`))
  return moves.map(({ batch, n }) => found.has(`${n} ${batch}`))
}

/** Writes down what a row waits for that is still queued. */
export async function markWaiting(
  db: Database,
  schema: string,
  { batch, n, reason }: WaitingRow,
  at: number | null,
): Promise<void> {
  await db.query(
    `with moves as (
       select $1::text as batch, $3::int as n, 'queued' as state, $4::text as reason, '${waiting}' as why
     ), ${movingRows(schema, "'queued'")} select n from moved_rows`,
    [batch, at, n, reason],
  )
}
