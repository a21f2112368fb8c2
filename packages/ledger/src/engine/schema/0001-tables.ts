/**
 * The tables. Times are milliseconds since 1970 (`float8`), amounts are minor units (`numeric`), and what is JSON is kept as
 * `text`: it may hold U+0000, which `jsonb` refuses, and it is read by the ledger alone.
 */
export function tables(schema: string): readonly string[] {
  return [
    // One row for each operation: of the store (`s:…`) and of captures (`c:…`).
    `create table ${schema}.operation (
      key text primary key,
      grp text not null,
      fingerprint text not null,
      currency text,
      reserved numeric,
      moved numeric,
      lease text,
      lease_ends float8 not null default 0,
      handle text,
      intent_lease text,
      money text not null default 'open' check (money in ('open', 'moved', 'none')),
      record text,
      ended_at float8,
      started_at float8 not null,
      -- of captures only
      provider text,
      environment text,
      account text,
      payment text,
      name text,
      root text,
      attempt int not null default 1,
      request text,
      secret text,
      opened_at float8,
      tries int not null default 0,
      next_at float8,
      person boolean not null default false,
      decision text,
      batch text,
      row int
    ) with (fillfactor = 70)`,
    `create index operation_group on ${schema}.operation (grp)`,
    `create index operation_due on ${schema}.operation (next_at) where next_at is not null`,
    `create index operation_person on ${schema}.operation (opened_at) where person`,
    `create index operation_root on ${schema}.operation (root, attempt) where attempt > 1`,

    // What happened. Written with the change itself, in one statement.
    `create table ${schema}.audit (
      id bigint generated always as identity primary key,
      key text not null,
      at float8 not null,
      event text not null,
      detail text not null
    )`,
    `create index audit_key on ${schema}.audit (key, id)`,
    `create function ${schema}.audit_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit trail is append-only';
    end $$`,
    `create trigger audit_is_append_only before update or delete or truncate on ${schema}.audit
      for each statement execute function ${schema}.audit_is_append_only()`,

    `create table ${schema}.batch (
      name text primary key,
      state text not null check (state in ('loading', 'refused', 'ready', 'cancelled')),
      options text not null,
      environment text,
      priority int not null,
      chunk_rows int not null,
      prior boolean not null,
      problem text,
      created_at float8 not null,
      started_at float8,
      cancelled_by text
    )`,

    // A row of a batch. `once` is what may stand in it only once: the operation, or the payment.
    `create table ${schema}.row (
      batch text not null,
      n int not null,
      chunk int not null,
      line int not null,
      client text not null,
      key text,
      grp text,
      once text,
      payment text,
      fingerprint text not null,
      amount numeric,
      currency text,
      capture_by float8,
      request text,
      secret text,
      state text not null,
      reason text,
      why text not null default '',
      primary key (batch, n)
    ) with (fillfactor = 85)`,
    `create unique index row_once on ${schema}.row (batch, once)`,
    `create index row_chunk on ${schema}.row (batch, chunk)`,

    // Rows by what became of them, kept up with every change, so that progress costs nothing.
    `create table ${schema}.tally (
      batch text not null,
      state text not null,
      why text not null,
      currency text not null,
      n float8 not null,
      minor numeric not null,
      at float8 not null,
      primary key (batch, state, why, currency)
    )`,

    `create table ${schema}.chunk (
      batch text not null,
      n int not null,
      round int not null default 0,
      job uuid not null,
      done boolean not null default false,
      worker text,
      seen float8,
      primary key (batch, n)
    )`,
    `create index chunk_open on ${schema}.chunk (batch) where not done`,

    `create table ${schema}.setting (name text primary key, value text not null)`,

    // Limits over all workers of a provider's account.
    `create table ${schema}.gate (
      owner text primary key,
      tokens float8 not null default 0,
      filled_at float8 not null default 0,
      paused_until float8 not null default 0
    )`,
    `create table ${schema}.slot (
      owner text not null,
      worker text not null,
      held int not null,
      seen float8 not null,
      primary key (owner, worker)
    )`,
  ]
}
