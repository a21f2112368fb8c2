import type { Database, Query, Row } from './database.ts'
import { type Jobs, jobId, urgency } from './jobs.ts'
import { movingRows, waiting } from './move-rows.ts'

/** A row to be sent. */
export interface QueuedRow {
  readonly n: number
  readonly line: number
  readonly client: string
  readonly key: string
  readonly request: string
  readonly secret: string | null
  readonly capture_by: number | null
}

/** A chunk in the hands of a worker. */
export interface Chunk {
  readonly batch: string
  readonly chunk: number
  readonly job: string
  readonly prior: boolean
  /** How often it was given up with rows left. */
  readonly round: number
  readonly rows: readonly QueuedRow[]
}

/** The chunks of ready batches: taken by one worker at a time, given back when it is gone. */
export class Chunks {
  readonly #db: Database
  readonly #schema: string
  readonly #jobs: Jobs

  constructor(db: Database, schema: string, jobs: Jobs) {
    this.#db = db
    this.#schema = schema
    this.#jobs = jobs
  }

  /** The next chunk, by the priority of batches and the deadlines of rows; null: there is none now. */
  async claim(worker: string, only: string | null, at: number | null): Promise<Chunk | null> {
    const s = this.#schema
    const batches = await this.#db.query(
      `select b.name, b.prior from ${s}.batch b
       where b.state in ('ready', 'cancelled') and ($1::text is null or b.name = $1)
         and exists (select 1 from ${s}.chunk c where c.batch = b.name and not c.done)
       order by b.priority desc, b.created_at`,
      [only],
    )
    for (const { name, prior } of batches) {
      const chunk = await this.#claimOf(String(name), prior === true, worker, at)
      if (chunk !== null) return chunk
    }
    return null
  }

  async #claimOf(batch: string, prior: boolean, worker: string, at: number | null): Promise<Chunk | null> {
    const s = this.#schema
    const queue = await this.#jobs.prepare(batch)
    return this.#db.transaction(async (query, within) => {
      const job = await this.#jobs.fetch(queue, within)
      if (job === null) return null
      const [chunk] = await query(
        `update ${s}.chunk set worker = $3, seen = ${s}.now_ms($4::float8) where batch = $1 and n = $2::int returning round`,
        [batch, job.chunk, worker, at],
      )
      const rows = await query(
        `select n, line, client, key, request, secret, capture_by from ${s}.row
         where batch = $1 and chunk = $2::int and state = 'queued' order by capture_by nulls last, n`,
        [batch, job.chunk],
      )
      const round = Number(chunk?.round ?? 0)
      return { batch, chunk: job.chunk, job: job.id, prior, round, rows: rows as readonly (Row & QueuedRow)[] }
    })
  }

  /** Ends a worker's hold of a chunk. Rows that are still queued are tried again after a while. */
  async finish(
    { batch, chunk, job }: Pick<Chunk, 'batch' | 'chunk' | 'job'>,
    worker: string,
    delayMs: number,
    at: number | null,
  ): Promise<void> {
    const s = this.#schema
    const queue = await this.#jobs.prepare(batch)
    await this.#db.transaction(async (query, within) => {
      const [held] = await query(
        `select c.round, case when b.state = 'cancelled' then b.cancelled_by end as by from ${s}.chunk c join ${s}.batch b on b.name = c.batch
         where c.batch = $1 and c.n = $2::int and c.job = $3::uuid and c.worker = $4 and not c.done for update of c for share of b`,
        [batch, chunk, job, worker],
      )
      // Taken away meanwhile: whoever has it now goes on with it.
      if (held === undefined) return
      // What was in flight when the batch was cancelled, and then was not sent.
      if (held.by !== null) await this.#takeBack(query, batch, chunk, String(held.by), at)
      const [left] = await query(
        `select count(*)::int4 as n, min(capture_by) as capture_by from ${s}.row
         where batch = $1 and chunk = $2::int and state = 'queued'`,
        [batch, chunk],
      )
      await this.#jobs.complete(queue, job, within)
      if (Number(left?.n ?? 0) === 0) {
        await query(`update ${s}.chunk set done = true, worker = null where batch = $1 and n = $2::int`, [batch, chunk])
        return
      }
      const round = Number(held.round) + 1
      const id = jobId(batch, chunk, round)
      await this.#jobs.insert(queue, [{ id, priority: urgency(left?.capture_by), chunk, delayMs }], within)
      await query(
        `update ${s}.chunk set round = $3::int, job = $4::uuid, worker = null, seen = null where batch = $1 and n = $2::int`,
        [batch, chunk, round, id],
      )
    })
  }

  /**
   * Says that a worker is alive and at these jobs. A chunk that was claimed for it, and whose answer was lost on the way, is not
   * among them: nobody is at that one.
   */
  async beat(worker: string, jobs: readonly string[], at: number | null): Promise<void> {
    await this.#db.query(
      `update ${this.#schema}.chunk set seen = ${this.#schema}.now_ms($2::float8)
       where worker = $1 and not done and job in (select json_array_elements_text($3::json)::uuid)`,
      [worker, at, JSON.stringify(jobs)],
    )
  }

  /** Gives back the chunks of workers that have not been heard of for so long. */
  async recover(silentMs: number, at: number | null): Promise<void> {
    const s = this.#schema
    const batches = await this.#db.query(
      `select distinct batch from ${s}.chunk where not done and worker is not null and seen <= ${s}.now_ms($2::float8) - $1::float8`,
      [silentMs, at],
    )
    for (const { batch } of batches) {
      const queue = await this.#jobs.prepare(String(batch))
      await this.#db.transaction(async (query, within) => {
        const lost = await query(
          `update ${s}.chunk set worker = null, seen = null
           where batch = $1 and not done and worker is not null and seen <= ${s}.now_ms($3::float8) - $2::float8
           returning job::text as job`,
          [String(batch), silentMs, at],
        )
        if (lost.length > 0)
          await this.#jobs.giveBack(
            queue,
            lost.map(({ job }) => String(job)),
            within,
          )
      })
    }
  }

  async unfinishedBatches(): Promise<readonly string[]> {
    const rows = await this.#db.query(`select distinct batch from ${this.#schema}.chunk where not done`)
    return rows.map(({ batch }) => String(batch))
  }

  /**
   * How many chunks have rows that do not wait for a person.
   *
   * @param leftOut clients whose rows do not count
   */
  async chunksLeft(only: string | null, leftOut: readonly string[]): Promise<number> {
    const s = this.#schema
    const [row] = await this.#db.query(
      `select count(*)::int4 as n from ${s}.chunk c join ${s}.batch b on b.name = c.batch and b.state = 'ready'
       where not c.done and ($1::text is null or c.batch = $1) and (c.worker is not null or exists (
         select from ${s}.row r where r.batch = c.batch and r.chunk = c.n and r.state = 'queued'
           and r.client not in (select json_array_elements_text($2::json))
           -- Looked up for rows only that were found waiting before.
           and (r.why <> '${waiting}' or not exists (
             select from ${s}.operation o where o.grp = r.grp and o.money = 'open' and o.person))
       ))`,
      [only, JSON.stringify(leftOut)],
    )
    return Number(row?.n ?? 0)
  }

  /** Takes back what was not sent. */
  async cancel(batch: string, by: string, at: number | null): Promise<number | null> {
    const s = this.#schema
    return this.#db.transaction(async (query) => {
      await query(`select pg_advisory_xact_lock(hashtext('${s}.batch'), hashtext($1))`, [batch])
      const [found] = await query(
        `update ${s}.batch set state = 'cancelled', cancelled_by = coalesce(cancelled_by, $2) where name = $1 returning name`,
        [batch, by],
      )
      if (found === undefined) return null
      return this.#takeBack(query, batch, null, by, at)
    })
  }

  /** @param chunk null: of all */
  async #takeBack(query: Query, batch: string, chunk: number | null, by: string, at: number | null): Promise<number> {
    const s = this.#schema
    const [row] = await query(
      `with moves as (
         select r.batch, r.n, 'cancelled' as state, $3::text as reason, '' as why from ${s}.row r
         where r.batch = $1 and r.state = 'queued' and ($4::int is null or r.chunk = $4)
           and not exists (select 1 from ${s}.operation o where o.key = r.key and o.batch = r.batch and o.row = r.n)
       ), ${movingRows(s)} select count(*)::int4 as n from moved_rows`,
      [batch, at, `cancelled by ${by}`, chunk],
    )
    return Number(row?.n ?? 0)
  }
}
