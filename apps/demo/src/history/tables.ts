import type { Database } from './database.ts'

const statements = [
  `create table if not exists runs (
     id text primary key,
     at timestamptz not null,
     provider text not null,
     target text not null,
     state text not null,
     ending text,
     fault text,
     summary jsonb not null,
     document jsonb not null
   )`,
  `create table if not exists matrices (
     id text primary key,
     at timestamptz not null,
     summary jsonb not null,
     document jsonb not null,
     calls jsonb not null
   )`,
  'create index if not exists runs_by_provider on runs (provider, id)',
]

export async function createTables(database: Database): Promise<void> {
  for (const statement of statements) await database.query(statement)
}

/** Runs of a harness that ended before they did. */
export async function markInterrupted(database: Database): Promise<void> {
  await database.query(
    `update runs set state = 'interrupted',
       summary = jsonb_set(summary, '{state}', '"interrupted"'),
       document = jsonb_set(document, '{state}', '"interrupted"')
     where state = 'running'`,
  )
}
