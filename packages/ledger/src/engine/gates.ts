import type { Database } from './database.ts'

/** What a worker asks of the limits of a provider's account. */
export interface PermitRequest {
  readonly owner: string
  readonly worker: string
  /** Captures at the same time, over all workers. */
  readonly concurrency: number
  /** Captures it has in flight now. */
  readonly inFlight: number
  /** Captures a second, over all workers; null: as many as there are. */
  readonly ratePerSecond: number | null
  /** How many captures it would like to begin soon. */
  readonly want: number
  /** Milliseconds after which a worker that has not asked again no longer counts. */
  readonly ttlMs: number
}

export interface Permit {
  /** Captures it may have in flight, until it asks again or its time is over. */
  readonly held: number
  /** Captures it may begin. */
  readonly tokens: number
  /** Milliseconds until asking for tokens makes sense again. */
  readonly waitMs: number
  /** Milliseconds for which the account is paused. */
  readonly pausedMs: number
}

/** Limits over all workers: a share of the concurrency for each, and one bucket of tokens for all. */
export class Gates {
  readonly #db: Database
  readonly #schema: string

  constructor(db: Database, schema: string) {
    this.#db = db
    this.#schema = schema
  }

  permit(request: PermitRequest, at: number | null): Promise<Permit> {
    const s = this.#schema
    const { owner, worker, concurrency, inFlight, ratePerSecond, want, ttlMs } = request
    return this.#db.transaction(async (query) => {
      await query(`insert into ${s}.gate (owner) values ($1) on conflict do nothing`, [owner])
      const [gate] = await query(
        `select tokens, filled_at, paused_until, ${s}.now_ms($2::float8) as now from ${s}.gate where owner = $1 for update`,
        [owner, at],
      )
      const now = Number(gate?.now)
      const [others] = await query(
        `select count(*)::int4 as workers, coalesce(sum(held), 0)::int4 as held from ${s}.slot
         where owner = $1 and worker <> $2 and seen > $3::float8`,
        [owner, worker, now - ttlMs],
      )
      // What others hold is theirs until they ask again and find one worker more.
      const share = Math.ceil(concurrency / (Number(others?.workers) + 1))
      const held = Math.max(0, Math.min(share, concurrency - Number(others?.held)))
      await query(
        `insert into ${s}.slot (owner, worker, held, seen) values ($1, $2, $3::int, $4::float8)
         on conflict (owner, worker) do update set held = excluded.held, seen = excluded.seen`,
        // What is in flight counts until it ends, whatever the share has become.
        [owner, worker, Math.max(held, inFlight), now],
      )
      const pausedMs = Math.max(0, Number(gate?.paused_until) - now)
      if (ratePerSecond === null) return { held, tokens: want, waitMs: 0, pausedMs }
      const filled = Number(gate?.tokens) + (Math.max(0, now - Number(gate?.filled_at)) / 1_000) * ratePerSecond
      const bucket = Math.min(Math.max(1, ratePerSecond / 10), filled)
      const tokens = pausedMs > 0 ? 0 : Math.min(want, Math.floor(bucket))
      await query(`update ${s}.gate set tokens = $2::float8, filled_at = $3::float8 where owner = $1`, [
        owner,
        bucket - tokens,
        now,
      ])
      const waitMs = tokens > 0 ? 0 : Math.ceil(((1 - bucket) / ratePerSecond) * 1_000)
      return { held, tokens, waitMs: Math.max(1, waitMs), pausedMs }
    })
  }

  /** Nothing of the account is begun by any worker for so long. */
  async pause(owner: string, ms: number, at: number | null): Promise<void> {
    await this.#db.query(
      `insert into ${this.#schema}.gate (owner, paused_until) values ($1, ${this.#schema}.now_ms($3::float8) + $2::float8)
       on conflict (owner) do update set paused_until = greatest(gate.paused_until, excluded.paused_until)`,
      [owner, ms, at],
    )
  }

  /** Gives all shares back: nobody can have one. */
  async clear(): Promise<void> {
    await this.#db.query(`delete from ${this.#schema}.slot`)
  }

  /** Gives a worker's shares back. */
  async leave(worker: string): Promise<void> {
    await this.#db.query(`delete from ${this.#schema}.slot where worker = $1`, [worker])
  }
}
