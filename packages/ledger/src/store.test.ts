import { operationStoreContract } from '@cap/core/testing'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, inject, it } from 'vitest'
import { type Database, embeddedDatabase, serverDatabase } from './engine/database.ts'
import { type Engine, startEngine } from './engine/engine.ts'

import { sqlStore } from './store.ts'

const databases: readonly [string, () => Promise<Database>][] = [
  ['PGlite', async () => embeddedDatabase(await PGlite.create())],
  ['PostgreSQL', async () => serverDatabase(inject('postgres'), 4)],
]

describe.each(databases)('the store on %s', (_, open) => {
  let db: Database
  let engine: Engine
  let now = Date.UTC(2026, 0, 1)
  const clock = {
    now: () => now,
    advance(ms: number) {
      now += ms
    },
  }

  beforeAll(async () => {
    db = await open()
    engine = await startEngine(db, 'cap_store')
  })
  afterAll(() => engine.close())

  for (const { name, run } of operationStoreContract(async () => {
    await db.query('truncate cap_store.operation')
    return sqlStore(engine, clock.now)
  }, clock)) {
    it(name, run)
  }
})
