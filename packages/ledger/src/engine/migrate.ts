import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { tables } from './schema/0001-tables.ts'
import { functions } from './schema/0002-functions.ts'
import { lighter } from './schema/0003-lighter.ts'

/** Every step, in order. A step that has been released is never changed: another one is added. */
const steps: Readonly<Record<string, (schema: string) => readonly string[]>> = {
  '0001-tables': tables,
  '0002-functions': functions,
  '0003-lighter': lighter,
}

/**
 * Brings a schema up to date: all steps in one transaction, one process at a time.
 *
 * @throws Error of the database, or of a schema that a later release has changed
 */
export async function migrate(db: Kysely<unknown>, schema: string): Promise<void> {
  await sql`create schema if not exists ${sql.id(schema)}`.execute(db)
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrationsOf(schema) },
    migrationTableSchema: schema,
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

function migrationsOf(schema: string): Record<string, Migration> {
  return Object.fromEntries(
    Object.entries(steps).map(([name, statements]) => [
      name,
      {
        async up(db) {
          for (const statement of statements(schema)) await sql.raw(statement).execute(db)
        },
      } satisfies Migration,
    ]),
  )
}
