/** Why a row is queued still: another operation of its payment stands open. Like any queued row it is sent once it can be. */
export const waiting = 'payment_open'

/**
 * The tail of a statement that moves rows of a batch from one state to another, and the tally with them. It goes after a
 * `with` that has named `moves (batch, n, state, reason, why)`, one for each row. A row that has ended stays as it is.
 *
 * @param from the states a row may leave
 */
export function movingRows(schema: string, from = "'queued', 'pending', 'unknown', 'person'"): string {
  return `before as (
      select r.batch, r.n, r.state as was, r.why as was_why, coalesce(r.currency, '') as currency,
        coalesce(r.amount, 0) as amount, m.state, m.reason, m.why
      from moves m join ${schema}.row r on r.batch = m.batch and r.n = m.n
      where r.state in (${from})
      order by r.batch, r.n
      for update of r
    ), moved_rows as (
      update ${schema}.row r
      set state = b.state, reason = b.reason, why = b.why,
        secret = case when b.state in ('queued', 'pending', 'unknown', 'person') then r.secret end
      from before b where r.batch = b.batch and r.n = b.n
      returning r.batch, r.n
    ), deltas as (
      select batch, was as state, was_why as why, currency, -1 as n, -amount as minor from before
      union all
      select batch, state, why, currency, 1, amount from before
    ), tallied as (
      insert into ${schema}.tally as t (batch, state, why, currency, n, minor, at)
      select batch, state, why, currency, sum(n), sum(minor), ${schema}.now_ms($2::float8) from deltas
      group by batch, state, why, currency having sum(n) <> 0
      order by batch, state, why, currency
      on conflict (batch, state, why, currency)
      do update set n = t.n + excluded.n, minor = t.minor + excluded.minor, at = excluded.at
    )`
}
