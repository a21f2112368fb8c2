import type { CaptureHandle } from '@cap/core'
import { mergeHandles } from '@cap/core/store'
import { type Database, keysOf, type Query, type Row } from './database.ts'

/** An operation to begin, as it is written when it is new. */
export interface ToBegin {
  readonly key: string
  readonly grp: string
  readonly fingerprint: string
  /** With `reserved` and `limit`, minor units. */
  readonly currency?: string | null
  readonly reserved?: string | null
  readonly limit?: string | null
  readonly leaseMs: number
  /** Of captures only. */
  readonly provider?: string
  readonly environment?: string
  readonly account?: string
  readonly payment?: string
  readonly name?: string
  readonly root?: string
  readonly attempt?: number
  readonly request?: string | null
  readonly secret?: string | null
  readonly batch?: string
  readonly row?: number
}

/** An operation as it was looked at: what is begun after it depends on that. The record and the decision are JSON. */
export interface Earlier {
  readonly key: string
  readonly record: string | null
  readonly decision: string | null
}

/** What `begin` found. Handles and records are JSON. */
export interface Begun {
  readonly state:
    | 'new'
    | 'open'
    | 'running'
    | 'conflict'
    | 'blocked'
    | 'over_limit'
    | 'other_currency'
    | 'cancelled'
    | 'done'
  readonly lease: string | null
  readonly handle: string | null
  readonly record: string | null
  readonly open_key: string | null
  readonly open_fingerprint: string | null
  readonly currency: string | null
  /** Of an open one. */
  readonly request: string | null
  readonly secret: string | null
  readonly tries: number | null
  readonly opened_at: number | null
  /** The row of a batch an open one belongs to. */
  readonly of_batch: string | null
  readonly of_row: number | null
}

/** An operation as it stands. The record is JSON. */
export interface Peeked {
  readonly state: 'running' | 'open' | 'done'
  readonly fingerprint: string
  readonly record: string | null
}

export interface ToIntend {
  readonly key: string
  readonly lease: string
  readonly handle: CaptureHandle
}

/** Why nothing was changed; null: it was done. */
export type Refused =
  | 'stale_lease'
  | 'intent_exists'
  | 'no_intent'
  /** The handle is another operation's. */
  | { readonly invalid: string }
  /** The reservation is in this one. */
  | { readonly currency: string }
  | null

/** Operations in SQL. Every function takes many, and is one statement unless something unusual is among them. */
export class Operations {
  readonly #db: Database
  readonly #schema: string

  constructor(db: Database, schema: string) {
    this.#db = db
    this.#schema = schema
  }

  begin(items: readonly ToBegin[], at: number | null): Promise<readonly Begun[]> {
    return this.#begin(this.#db.query, items, at)
  }

  async #begin(query: Query, items: readonly ToBegin[], at: number | null): Promise<readonly Begun[]> {
    const rows = await query(`select * from ${this.#schema}.begin_operations($1::json, $2::float8)`, [
      JSON.stringify(items),
      at,
    ])
    const found: Begun[] = []
    for (const row of rows as readonly (Row & Begun)[]) found[Number(row.i) - 1] = row
    return found
  }

  /**
   * Begins an operation after another one of its group.
   *
   * @returns null: that one has changed since it was looked at
   */
  beginAfter(item: ToBegin, earlier: Earlier, at: number | null): Promise<Begun | null> {
    return this.#db.transaction(async (query) => {
      // In the order in which everybody locks: the group, then an operation of it.
      await query(`select ${this.#schema}.lock_group($1)`, [item.grp])
      // Shared until the end: a decision that comes now waits, and finds the next attempt begun.
      const same = await query(
        `select key from ${this.#schema}.operation where key = $1 and grp = $2
           and record is not distinct from $3 and decision is not distinct from $4 for share`,
        [earlier.key, item.grp, earlier.record, earlier.decision],
      )
      return same.length === 0 ? null : ((await this.#begin(query, [item], at))[0] ?? null)
    })
  }

  /** Writes intents down. */
  async intend(items: readonly ToIntend[], at: number | null): Promise<readonly Refused[]> {
    const list = items.map(({ key, lease, handle }) => ({ key, lease, handle: JSON.stringify(handle) }))
    const written = await this.#db.query(
      `with given as (select * from json_to_recordset($1::json) as g (key text, lease text, handle text)),
       written as (
         update ${this.#schema}.operation o
         set handle = g.handle, intent_lease = g.lease
         from given g, ${this.#schema}.now_ms($2::float8) as now
         where o.key = g.key and o.lease = g.lease and o.handle is null and now < o.lease_ends
         returning o.key
       ), told as (
         insert into ${this.#schema}.audit (key, at, event, detail)
         select key, ${this.#schema}.now_ms($2::float8), 'intent', '{}' from written where key like 'c:%'
       )
       select key from written`,
      [JSON.stringify(list), at],
    )
    const done = keysOf(written)
    const answers: Refused[] = []
    for (const item of items) answers.push(done.has(item.key) ? null : await this.#intendAgain(item, at))
    return answers
  }

  /** An intent after an earlier one: what was first sent decides, so the handles are merged. */
  #intendAgain({ key, lease, handle }: ToIntend, at: number | null): Promise<Refused> {
    return this.#db.transaction(async (query) => {
      const [row] = await query(
        `select handle from ${this.#schema}.operation
         where key = $1 and lease = $2 and ${this.#schema}.now_ms($3::float8) < lease_ends for update`,
        [key, lease, at],
      )
      if (row === undefined) return 'stale_lease'
      const merged = merge(row, handle)
      if ('invalid' in merged) return merged
      await query(
        `update ${this.#schema}.operation set handle = $2, intent_lease = coalesce(intent_lease, $3)
         where key = $1`,
        [key, merged.text, lease],
      )
      return null
    })
  }

  /** The state of an operation, without touching it; null: as if it had never been. */
  async peek(key: string, at: number | null): Promise<Peeked | null> {
    const [row] = await this.#db.query(
      `select fingerprint, record, case when money <> 'open' then 'done'
         when lease is not null and ${this.#schema}.now_ms($2::float8) < lease_ends then 'running' else 'open' end as state
       from ${this.#schema}.operation
       where key = $1 and (money <> 'open' or handle is not null
         or (lease is not null and ${this.#schema}.now_ms($2::float8) < lease_ends))`,
      [key, at],
    )
    return row === undefined ? null : (row as Row & Peeked)
  }

  async expire(before: number, at: number | null): Promise<number> {
    const [row] = await this.#db.query(`select ${this.#schema}.expire_operations($1, $2::float8) as n`, [before, at])
    return Number(row?.n ?? 0)
  }
}

/** The handle to keep. */
export function merge(row: Row, next: CaptureHandle): { readonly text: string } | { readonly invalid: string } {
  const stored = typeof row.handle === 'string' ? (JSON.parse(row.handle) as CaptureHandle) : null
  try {
    return { text: JSON.stringify(mergeHandles(stored, next)) }
  } catch (error) {
    return { invalid: error instanceof Error ? error.message : 'the handles do not belong together' }
  }
}
