import { type StoredBatch, storedBatch } from './batches.ts'
import type { Database, Row } from './database.ts'
import { waiting } from './move-rows.ts'

/** A row for a report. Amounts are minor units, the record JSON. */
export interface StoredRow {
  readonly n: number
  readonly line: number
  readonly client: string
  readonly state: string
  readonly reason: string | null
  readonly amount: string | null
  readonly currency: string | null
  readonly payment: string | null
  readonly operation: string | null
  readonly record: string | null
}

export interface BatchTimes {
  readonly started_at: number | null
  readonly oldest_open: number | null
  readonly unfinished: boolean
}

/** Reads of batches. */
export class BatchReads {
  readonly #db: Database
  readonly #schema: string

  constructor(db: Database, schema: string) {
    this.#db = db
    this.#schema = schema
  }

  async batch(name: string): Promise<(StoredBatch & BatchTimes) | null> {
    const s = this.#schema
    const [row] = await this.#db.query(
      `select name, options, environment, priority, chunk_rows, prior, state, problem, started_at,
         exists (select 1 from ${s}.chunk c where c.batch = b.name and not c.done) as unfinished,
         -- Whatever is open is either asked for again or waits for a person, and each has an index.
         least(
           (select min(o.opened_at) from ${s}.operation o where o.next_at is not null and o.batch = b.name and o.money = 'open'),
           (select min(o.opened_at) from ${s}.operation o where o.person and o.batch = b.name and o.money = 'open')
         ) as oldest_open
       from ${s}.batch b where name = $1`,
      [name],
    )
    return row === undefined ? null : (storedBatch(row) as StoredBatch & BatchTimes)
  }

  /** A page of rows, in order. A queued one that waits for its payment is `waiting`. */
  async rows(batch: string, state: string | null, after: number, limit: number): Promise<readonly StoredRow[]> {
    const s = this.#schema
    const shown = `case when r.state = 'queued' and r.why = '${waiting}' then 'waiting' else r.state end`
    const rows = await this.#db.query(
      `select r.n, r.line, r.client, ${shown} as state, r.reason, r.amount::text as amount, r.currency, r.payment, o.key as operation, o.record
       from ${s}.row r left join ${s}.operation o on o.key = r.key
       where r.batch = $1 and r.n > $3::int and ($2::text is null or ${shown} = $2) order by r.n limit $4::int`,
      [batch, state, after, limit],
    )
    return rows as readonly (Row & StoredRow)[]
  }

  /** The highest row there is. */
  async lastRow(batch: string): Promise<number> {
    const [row] = await this.#db.query(
      `select coalesce(max(n), 0)::int4 as n from ${this.#schema}.row where batch = $1`,
      [batch],
    )
    return Number(row?.n ?? 0)
  }
}
