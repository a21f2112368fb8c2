import type { CaptureHandle } from '@cap/core'
import { type Database, keysOf, type Row } from './database.ts'
import { movingRows } from './move-rows.ts'
import { merge, type Refused } from './operations.ts'

/** Where a row of a batch goes with its operation. */
export interface RowMove {
  readonly state: string
  /** For people: the provider's code, the cause. */
  readonly reason: string | null
  /** For the tally. */
  readonly why: string
}

interface Settling {
  readonly key: string
  readonly lease: string
  /** For the audit trail: JSON. Captures only. */
  readonly detail?: string
  /** Of the row the operation belongs to, if it belongs to one. */
  readonly move?: RowMove
}

export interface ToComplete extends Settling {
  readonly money: 'moved' | 'none'
  /** JSON. */
  readonly record: string
  /** Minor units, where the operation reserved. */
  readonly moved?: string | null
  readonly currency?: string | null
}

export interface ToSuspend extends Settling {
  /** JSON; null: the one stored before. */
  readonly record: string | null
  readonly handle?: CaptureHandle
  /** Milliseconds until it is asked for again; null: never by itself. */
  readonly nextInMs?: number | null
  readonly person?: boolean
  /** Counts one more question of the schedule. */
  readonly tried?: boolean
  /** Gives it back as it was: nothing was asked. */
  readonly untouched?: boolean
}

export interface ToRelease {
  readonly key: string
  readonly lease: string
  /** A proof that nothing moved under this lease. */
  readonly proof: boolean
  /** Why, for the audit trail: JSON. */
  readonly detail?: string
}

/** What an operation comes to holds for its row, also where that was given up by a worker that did not know of it. */
const anyOpenRow = "'queued', 'pending', 'unknown', 'person', 'refused', 'cancelled'"
const stillHeld = (now: string) => `(o.handle is not null or ${now} < o.lease_ends)`
const columns =
  'key text, lease text, money text, record text, moved numeric, currency text, detail text, state text, reason text, why text'

/** The ends of operations. Every function takes many; what is refused is left as it was. */
export class Settlement {
  readonly #db: Database
  readonly #schema: string

  constructor(db: Database, schema: string) {
    this.#db = db
    this.#schema = schema
  }

  async complete(items: readonly ToComplete[], at: number | null): Promise<readonly Refused[]> {
    const s = this.#schema
    const rows = await this.#db.query(
      `with given as (select * from json_to_recordset($1::json) as g (${columns})),
       done as (
         update ${s}.operation o
         set money = g.money, record = g.record, moved = g.moved, handle = null, secret = null, lease = null,
           next_at = null, person = false, ended_at = now
         from given g, ${s}.now_ms($2::float8) as now
         where o.key = g.key and o.lease = g.lease and ${stillHeld('now')}
           and (g.currency is null or o.currency is null or g.currency = o.currency)
         returning o.key, o.batch, o.row, g.detail, g.state, g.reason, g.why, now
       ), told as (
         insert into ${s}.audit (key, at, event, detail)
         select key, now, 'outcome', detail from done where detail is not null
       ), moves as (
         select batch, row as n, state, reason, why from done where batch is not null and state is not null
       ), ${movingRows(s, anyOpenRow)}
       select key from done`,
      [JSON.stringify(items.map(flat)), at],
    )
    const done = keysOf(rows)
    const answers: Refused[] = []
    for (const item of items) answers.push(done.has(item.key) ? null : await this.#whyNot(item))
    return answers
  }

  /** Another currency than the reservation's, or else a lease that has ended. */
  async #whyNot({ key, lease, currency = null }: ToComplete): Promise<Refused> {
    if (currency === null) return 'stale_lease'
    const [row] = await this.#db.query(
      `select currency from ${this.#schema}.operation where key = $1 and lease = $2 and currency <> $3`,
      [key, lease, currency],
    )
    return typeof row?.currency === 'string' ? { currency: row.currency } : 'stale_lease'
  }

  async suspend(items: readonly ToSuspend[], at: number | null): Promise<readonly Refused[]> {
    const s = this.#schema
    return this.#db.transaction(async (query) => {
      const held = await query(
        `select o.key, o.handle from json_to_recordset($1::json) as g (key text, lease text)
         join ${s}.operation o on o.key = g.key and o.lease = g.lease
         where ${stillHeld(`${s}.now_ms($2::float8)`)} order by o.key for update of o`,
        [JSON.stringify(items.map(({ key, lease }) => ({ key, lease }))), at],
      )
      const found = new Map(held.map((row) => [String(row.key), row]))
      const writes: Record<string, unknown>[] = []
      const answers = items.map((item): Refused => {
        const row = found.get(item.key)
        if (row === undefined) return 'stale_lease'
        const kept = keep(row, item.handle)
        if (kept === 'no_intent' || 'invalid' in kept) return kept
        const { nextInMs = null, person = false, tried = false, untouched = false } = item
        writes.push({ ...flat(item), handle: kept.text, next: nextInMs, person, tried, untouched })
        return null
      })
      if (writes.length === 0) return answers
      await query(
        `with given as (
           select * from json_to_recordset($1::json) as g (${columns}, handle text, next float8, person boolean, tried boolean, untouched boolean)
         ), done as (
           update ${s}.operation o
           set record = coalesce(g.record, o.record), handle = g.handle, intent_lease = coalesce(o.intent_lease, g.lease), lease = null,
             opened_at = coalesce(o.opened_at, now), next_at = case when g.untouched then o.next_at else now + g.next end,
             person = case when g.untouched then o.person else g.person end,
             tries = o.tries + case when g.tried then 1 else 0 end
           from given g, ${s}.now_ms($2::float8) as now where o.key = g.key
           returning o.key, o.batch, o.row, g.detail, g.state, g.reason, g.why, now
         ), told as (
           insert into ${s}.audit (key, at, event, detail)
           select key, now, case state when 'person' then 'person' else 'outcome' end, detail from done where detail is not null
         ), moves as (
           select batch, row as n, state, reason, why from done where batch is not null and state is not null
         ), ${movingRows(s, anyOpenRow)}
         select key from done`,
        [JSON.stringify(writes), at],
      )
      return answers
    })
  }

  async release(items: readonly ToRelease[], at: number | null): Promise<readonly Refused[]> {
    const s = this.#schema
    const rows = await this.#db.query(
      `with given as (select * from json_to_recordset($1::json) as g (key text, lease text, proof boolean, detail text)),
       gone as (
         delete from ${s}.operation o using given g, ${s}.now_ms($2::float8) as now
         where o.key = g.key and o.lease = g.lease
           and (case when o.handle is null then now < o.lease_ends else g.proof and o.intent_lease = g.lease end)
         returning o.key, o.handle, g.detail, now
       ), told as (
         insert into ${s}.audit (key, at, event, detail)
         select key, now, 'void', detail from gone where detail is not null and handle is not null
       ), left_over as (
         select o.key from ${s}.operation o join given g on o.key = g.key and o.lease = g.lease
         where o.handle is not null and o.key not in (select key from gone)
       )
       select key, true as done from gone union all select key, false from left_over`,
      [JSON.stringify(items), at],
    )
    const found = new Map(rows.map(({ key, done }) => [String(key), done]))
    return items.map(({ key }) => {
      const done = found.get(key)
      return done === undefined ? 'stale_lease' : done === true ? null : 'intent_exists'
    })
  }
}

/** The handle to keep of an operation that stays open. */
function keep(row: Row, handle: CaptureHandle | undefined): ReturnType<typeof merge> | 'no_intent' {
  if (handle !== undefined) return merge(row, handle)
  return typeof row.handle === 'string' ? { text: row.handle } : 'no_intent'
}

function flat({ move, ...item }: ToComplete | ToSuspend): Record<string, unknown> {
  return { ...item, handle: undefined, ...move }
}
