import type { Database, Row } from './database.ts'
import type { Jobs } from './jobs.ts'
import { jobId, urgency } from './jobs.ts'

/** A batch as it is first written. */
export interface NewBatch {
  readonly name: string
  /** JSON: what must be the same when the batch is enqueued again. */
  readonly options: string
  readonly environment: string | null
  readonly priority: number
  readonly chunkRows: number
  readonly prior: boolean
}

/** A batch as it stands. */
export interface StoredBatch extends NewBatch {
  readonly state: 'loading' | 'refused' | 'ready' | 'cancelled'
  readonly problem: string | null
}

/** A row as it is written. Amounts are minor units, requests JSON. */
export interface NewRow {
  readonly n: number
  readonly line: number
  readonly client: string
  readonly key: string | null
  readonly grp: string | null
  /** What may stand in the batch only once; null for a refused row. */
  readonly once: string | null
  readonly payment: string | null
  readonly fingerprint: string
  readonly amount: string | null
  readonly currency: string | null
  readonly capture_by: number | null
  readonly request: string | null
  readonly secret: string | null
  readonly state: 'queued' | 'refused'
  readonly reason: string | null
}

/** What became of rows that were not simply added. */
export interface NotAdded {
  readonly n: number
  readonly line: number
  /** `differs`: another row stands in its place. `twice`: refused, since line `of` says the same already. */
  readonly why: 'differs' | 'twice'
  readonly of: number
}

/** What became of making a batch ready. `grown`: other rows were added meanwhile. */
export type Readiness = 'ready' | 'grown' | 'cancelled'

/** A sum of a batch. */
export interface Tally {
  readonly state: string
  readonly why: string
  readonly currency: string
  readonly n: number
  readonly minor: string
  readonly at: number
}

const rowColumns =
  'n int, line int, client text, key text, grp text, once text, payment text, fingerprint text, amount numeric, currency text, ' +
  'capture_by float8, request text, secret text, state text, reason text'
const rowNames = rowColumns.replaceAll(/ (?:int|text|numeric|float8)/g, '')

/** Batches and their rows, until they are ready to be sent. */
export class Batches {
  readonly #db: Database
  readonly #schema: string
  readonly #jobs: Jobs

  constructor(db: Database, schema: string, jobs: Jobs) {
    this.#db = db
    this.#schema = schema
    this.#jobs = jobs
  }

  /** Writes a batch down, or finds the one of that name. */
  async openBatch(batch: NewBatch, at: number | null): Promise<StoredBatch> {
    const { name, options, environment, priority, chunkRows, prior } = batch
    await this.#db.query(
      `insert into ${this.#schema}.batch (name, state, options, environment, priority, chunk_rows, prior, created_at)
       values ($1, 'loading', $2, $3, $4::int, $5::int, $6::boolean, ${this.#schema}.now_ms($7::float8)) on conflict do nothing`,
      [name, options, environment, priority, chunkRows, prior, at],
    )
    const [row] = await this.#db.query(
      `select name, options, environment, priority, chunk_rows, prior, state, problem from ${this.#schema}.batch where name = $1`,
      [name],
    )
    return storedBatch(row)
  }

  async setEnvironment(name: string, environment: string): Promise<void> {
    await this.#db.query(`update ${this.#schema}.batch set environment = $2 where name = $1 and environment is null`, [
      name,
      environment,
    ])
  }

  /** Adds rows in one statement; those that are there already stay as they are. None is added once the guards have passed. */
  async addRows(
    batch: string,
    rows: readonly NewRow[],
    chunkRows: number,
    at: number | null,
  ): Promise<readonly NotAdded[]> {
    const s = this.#schema
    const text = JSON.stringify(rows)
    const missing = await this.#db.query(
      `with given as (select * from json_to_recordset($1::json) as g (${rowColumns})),
       loading as (select 1 from ${s}.batch where name = $2 and state = 'loading' for share),
       put as (
         insert into ${s}.row (batch, chunk, ${rowNames})
         -- In one order: two statements with the same payments must not wait for each other.
         select $2, (n - 1) / $3::int, ${rowNames} from given where exists (select from loading) order by once, n
         on conflict do nothing
         returning n, state, coalesce(currency, '') as currency, coalesce(amount, 0) as amount
       ), tallied as (
         insert into ${s}.tally as t (batch, state, why, currency, n, minor, at)
         select $2, state, '', currency, count(*), sum(amount), ${s}.now_ms($4::float8) from put
         group by state, currency order by state, currency
         on conflict (batch, state, why, currency)
         do update set n = t.n + excluded.n, minor = t.minor + excluded.minor, at = excluded.at
       )
       select n from given where n not in (select n from put)`,
      [text, batch, chunkRows, at],
    )
    if (missing.length === 0) return []
    const wanted = new Set(missing.map(({ n }) => n))
    const unexplained = rows.filter(({ n }) => wanted.has(n))
    return this.#explain(batch, unexplained, chunkRows, at)
  }

  async #explain(
    batch: string,
    rows: readonly NewRow[],
    chunkRows: number,
    at: number | null,
  ): Promise<readonly NotAdded[]> {
    const found = await this.#db.query(
      `select g.n, r.n is not null as present, r.fingerprint = g.fingerprint and r.line = g.line and r.key is not distinct from g.key
           and r.amount is not distinct from g.amount and r.currency is not distinct from g.currency as same,
         r.state = 'refused' and g.state = 'queued' as was_twice, d.line as twice, g.line
       from json_to_recordset($1::json) as g (${rowColumns})
       left join ${this.#schema}.row r on r.batch = $2 and r.n = g.n
       left join ${this.#schema}.row d on d.batch = $2 and d.once = g.once`,
      [JSON.stringify(rows), batch],
    )
    const answers: NotAdded[] = []
    const refused: NewRow[] = []
    for (const { n, present, same, was_twice: wasTwice, twice, line } of found) {
      const row = rows.find((one) => one.n === n)
      if (row === undefined) continue
      if (present) {
        if (!same) answers.push({ n: row.n, line: row.line, why: 'differs', of: Number(line) })
        else if (wasTwice) answers.push({ n: row.n, line: row.line, why: 'twice', of: Number(twice) })
        continue
      }
      if (twice === null) {
        answers.push({ n: row.n, line: row.line, why: 'differs', of: Number(line) })
        continue
      }
      answers.push({ n: row.n, line: row.line, why: 'twice', of: Number(twice) })
      refused.push({ ...row, once: null, secret: null, state: 'refused', reason: `the same as line ${twice}` })
    }
    // A batch that is no longer loading takes none of them either: it never had these rows.
    return refused.length === 0 ? answers : [...answers, ...(await this.addRows(batch, refused, chunkRows, at))]
  }

  async tally(batch: string): Promise<readonly Tally[]> {
    const rows = await this.#db.query(
      `select state, why, currency, n, minor::text as minor, at from ${this.#schema}.tally where batch = $1 and n <> 0
       order by state, why, currency`,
      [batch],
    )
    return rows as readonly (Row & Tally)[]
  }

  /** Ends a batch whose guards have not passed, and erases its secrets: nothing of it will be sent. */
  async refuse(batch: string, problem: string): Promise<void> {
    await this.#db.query(
      `with refused as (
         update ${this.#schema}.batch set state = 'refused', problem = $2 where name = $1 and state = 'loading' returning name
       )
       update ${this.#schema}.row r set secret = null from refused where r.batch = refused.name and r.secret is not null`,
      [batch, problem],
    )
  }

  /**
   * Makes the jobs of a batch whose guards have passed: all of them, or none.
   *
   * @param rows what the guards were about
   */
  async ready(batch: string, rows: number, ordered: boolean, at: number | null): Promise<Readiness> {
    const s = this.#schema
    const queue = await this.#jobs.prepare(batch)
    return this.#db.transaction(async (query, within) => {
      const [found] = await query(`select state, chunk_rows from ${s}.batch where name = $1 for update`, [batch])
      if (found?.state === 'cancelled') return 'cancelled'
      if (found?.state !== 'loading') return 'ready'
      const [last] = await query(`select coalesce(max(n), 0)::int4 as n from ${s}.row where batch = $1`, [batch])
      if (last?.n !== rows) return 'grown'
      if (ordered) {
        await query(
          `update ${s}.row r set chunk = o.place / $2::int
           from (select n, row_number() over (order by state, capture_by nulls last, n) - 1 as place from ${s}.row where batch = $1) o
           where r.batch = $1 and r.n = o.n`,
          [batch, found.chunk_rows ?? 1],
        )
      }
      const chunks = await query(
        `select chunk, min(capture_by) as capture_by from ${s}.row where batch = $1 and state = 'queued' group by chunk order by chunk`,
        [batch],
      )
      const jobs = chunks.map(({ chunk, capture_by: by }) => ({
        id: jobId(batch, Number(chunk), 0),
        priority: urgency(by),
        chunk: Number(chunk),
      }))
      for (let from = 0; from < jobs.length; from += 1_000) {
        const some = jobs.slice(from, from + 1_000)
        await query(
          `insert into ${s}.chunk (batch, n, job) select $1, chunk, id
           from json_to_recordset($2::json) as g (id uuid, chunk int)`,
          [batch, JSON.stringify(some)],
        )
        await this.#jobs.insert(queue, some, within)
      }
      await query(`update ${s}.batch set state = 'ready', started_at = ${s}.now_ms($2::float8) where name = $1`, [
        batch,
        at,
      ])
      return 'ready'
    })
  }
}

export function storedBatch(row: Row | undefined): StoredBatch {
  if (row === undefined) throw new Error('the batch is gone')
  // Each column has the type it has in the tables.
  const { chunk_rows: chunkRows, ...rest } = row as Row & Omit<StoredBatch, 'chunkRows'> & { chunk_rows: number }
  return { ...rest, chunkRows }
}
