import type { Database, Row } from './database.ts'

/** An operation as it is stored. Handle, record, decision and request are JSON. */
export interface StoredOperation {
  readonly key: string
  readonly grp: string
  readonly fingerprint: string
  readonly provider: string
  readonly environment: string
  readonly account: string
  readonly payment: string
  readonly root: string | null
  readonly attempt: number
  readonly money: 'open' | 'moved' | 'none'
  readonly lease: string | null
  readonly leased: boolean
  readonly handle: string | null
  readonly record: string | null
  readonly decision: string | null
  readonly request: string | null
  readonly secret: string | null
  readonly tries: number
  readonly person: boolean
  readonly opened_at: number | null
  readonly next_at: number | null
  readonly started_at: number
  readonly batch: string | null
  readonly row: number | null
  /** The name of the row's client, and the row's line. */
  readonly client: string | null
  readonly line: number | null
}

export interface StoredAudit {
  readonly at: number
  readonly event: string
  readonly detail: string
}

/** Reads of operations. */
export class Reads {
  readonly #db: Database
  readonly #schema: string

  constructor(db: Database, schema: string) {
    this.#db = db
    this.#schema = schema
  }

  async operation(key: string, at: number | null): Promise<StoredOperation | null> {
    const [row] = await this.#db.query(`${this.#select('$2::float8')} where o.key = $1 and o.key like 'c:%'`, [key, at])
    return row === undefined ? null : stored(row)
  }

  async needsPerson(limit: number): Promise<readonly StoredOperation[]> {
    const rows = await this.#db.query(
      `${this.#select('null::float8')} where o.person and o.money = 'open' order by o.opened_at limit $1`,
      [limit],
    )
    return rows.map(stored)
  }

  async audit(key: string): Promise<readonly StoredAudit[]> {
    const rows = await this.#db.query(
      `select at, event, detail from ${this.#schema}.audit where key = $1 order by id`,
      [key],
    )
    return rows.map(({ at, event, detail }) => ({ at: Number(at), event: String(event), detail: String(detail) }))
  }

  /**
   * Takes up to so many operations that are due, those of crashed workers too: each under a lease of the caller's.
   *
   * @param providers that the caller can ask
   * @param overMs after so long those of any provider are taken: nobody asks any more, and a person must hear of them
   */
  async due(
    limit: number,
    providers: readonly string[],
    overMs: number,
    batch: string | null,
    leaseMs: number,
    at: number | null,
  ): Promise<readonly StoredOperation[]> {
    const s = this.#schema
    const rows = await this.#db.query(
      `with taken as (
         update ${s}.operation o
         set lease = gen_random_uuid()::text, lease_ends = now + $4::float8, next_at = now + $4::float8
         from ${s}.now_ms($5::float8) as now
         where o.key in (
           select key from ${s}.operation
           -- The time is asked for once, so that the index can be searched for it.
           where next_at is not null and next_at <= (select ${s}.now_ms($5::float8)) and money = 'open' and handle is not null and not person
             and (lease is null or lease_ends <= (select ${s}.now_ms($5::float8)))
             and (provider in (select json_array_elements_text($2::json))
               or coalesce(opened_at, started_at) <= (select ${s}.now_ms($5::float8)) - $6::float8) and ($3::text is null or batch = $3)
           order by next_at limit $1 for update skip locked
         ) and (o.lease is null or o.lease_ends <= now)
         returning o.*
       ) ${this.#select('$5::float8', 'taken')}`,
      [limit, JSON.stringify(providers), batch, leaseMs, at, overMs],
    )
    return rows.map(stored)
  }

  /** How many operations of these providers will be asked for again. */
  async openLeft(providers: readonly string[], batch: string | null): Promise<number> {
    const [row] = await this.#db.query(
      `select count(*)::int4 as n from ${this.#schema}.operation
       where next_at is not null and money = 'open' and handle is not null
         and provider in (select json_array_elements_text($1::json)) and ($2::text is null or batch = $2)`,
      [JSON.stringify(providers), batch],
    )
    return Number(row?.n ?? 0)
  }

  /**
   * Makes everything open of a batch due now. A question more, that the schedule does not count.
   *
   * @returns of how many
   */
  async hurry(batch: string, at: number | null): Promise<number> {
    const s = this.#schema
    const [row] = await this.#db.query(
      `with hurried as (
         update ${s}.operation o set next_at = now, tries = greatest(o.tries - 1, 0)
         from ${s}.now_ms($2::float8) as now
         where o.batch = $1 and o.money = 'open' and o.handle is not null and not o.person and o.next_at > now
           and (o.lease is null or o.lease_ends <= now)
         returning 1
       ) select count(*)::int4 as n from hurried`,
      [batch, at],
    )
    return Number(row?.n ?? 0)
  }

  #select(now: string, from = `${this.#schema}.operation`): string {
    return `select o.key, o.grp, o.fingerprint, o.provider, o.environment, o.account, o.payment, o.root, o.attempt, o.money,
      o.lease, (o.lease is not null and ${this.#schema}.now_ms(${now}) < o.lease_ends) as leased, o.handle, o.record,
      o.decision, coalesce(o.request, r.request) as request, case when o.request is null then r.secret else o.secret end as secret,
      o.tries, o.person, o.opened_at, o.next_at, o.started_at, o.batch, o.row, r.client, r.line
      from ${from} o left join ${this.#schema}.row r on r.batch = o.batch and r.n = o.row`
  }
}

function stored(row: Row): StoredOperation {
  // The columns are listed above, each with the type it has in the tables.
  return row as Row & StoredOperation
}
