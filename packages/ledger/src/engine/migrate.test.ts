import { PGlite } from '@electric-sql/pglite'
import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, inject, it } from 'vitest'
import { openLedger } from '../open-ledger.ts'
import { embeddedDatabase, serverDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { tables } from './schema/0001-tables.ts'
import { functions } from './schema/0002-functions.ts'

it('lets many processes open a new ledger at once', async () => {
  const options = { connectionString: inject('postgres'), schema: 'cap_at_once' }
  const ledgers = await Promise.all(Array.from({ length: 6 }, () => openLedger(options)))
  for (const ledger of ledgers) expect(await ledger.needsPerson()).toEqual([])
  await Promise.all(ledgers.map((ledger) => ledger.close()))
})

it('changes nothing when everything is up to date', async () => {
  const db = serverDatabase(inject('postgres'), 2)
  for (const _ of [1, 2]) await migrate(db.migrations, 'cap_again')
  const [row] = await db.query('select count(*)::int4 as n from cap_again.migration')
  expect(row?.n).toBe(3)
  await db.close()
})

it('keeps the audit trail append-only', async () => {
  const db = serverDatabase(inject('postgres'), 2)
  await migrate(db.migrations, 'cap_audit')
  await db.query(`insert into cap_audit.audit (key, at, event, detail) values ('c:1', 1, 'intent', '{}')`)
  for (const change of [
    'delete from cap_audit.audit',
    `update cap_audit.audit set event = ''`,
    'truncate cap_audit.audit',
  ]) {
    await expect(db.query(change)).rejects.toThrow('append-only')
  }
  await db.close()
})

it.each(['PGlite', 'PostgreSQL'] as const)('brings a ledger on %s up to date that has operations', async (place) => {
  const schema = 'cap_older'
  const db = place === 'PGlite' ? embeddedDatabase(await PGlite.create()) : serverDatabase(inject('postgres'), 2)
  const step = (statements: readonly string[]) => ({
    async up(within: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(within)
    },
  })
  try {
    await db.query(`create schema ${schema}`)
    const older = new Migrator({
      db: db.migrations,
      provider: {
        getMigrations: async () => ({ '0001-tables': step(tables(schema)), '0002-functions': step(functions(schema)) }),
      },
      migrationTableSchema: schema,
      migrationTableName: 'migration',
      migrationLockTableName: 'migration_lock',
    })
    expect((await older.migrateToLatest()).error).toBeUndefined()
    await db.query(`insert into ${schema}.operation (key, grp, fingerprint, started_at) values ('c:1', 'c:g', 'f', 1)`)
    await db.query(`insert into ${schema}.audit (key, at, event, detail) values ('c:1', 1, 'intent', '{}')`)
    await migrate(db.migrations, schema)
    const found =
      await db.query(`select o.key, a.event from ${schema}.operation o join ${schema}.audit a on a.key = o.key
      where o.grp = 'c:g'`)
    expect(found).toEqual([{ key: 'c:1', event: 'intent' }])
    const indexes = await db.query(
      `select indexname as name from pg_indexes where schemaname = '${schema}' and indexdef like '%USING hash%' order by 1`,
    )
    expect(indexes).toEqual([{ name: 'audit_key' }, { name: 'operation_group' }])
  } finally {
    await db.close()
  }
})
