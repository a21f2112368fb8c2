import { PGlite } from '@electric-sql/pglite'
import { expect, it } from 'vitest'
import { embeddedDatabase } from '../engine/database.ts'
import { startEngine } from '../engine/engine.ts'
import { upkeep } from './upkeep.ts'

it('clears what ended operations leave behind, and shortens the log', async () => {
  const pglite = await PGlite.create()
  const engine = await startEngine(embeddedDatabase(pglite), 'cap_upkeep')
  const see = async () => {
    const { rows } = await pglite.query<{ known: number; scheduled: number; log: number }>(
      `select o.reltuples::int as known, pg_relation_size('cap_upkeep.operation_due')::int as scheduled,
         (select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::int from pg_control_checkpoint()) as log
       from pg_class o where o.oid = 'cap_upkeep.operation'::regclass`,
    )
    return rows[0]
  }
  const addEnded = async (name: string, rows: number) => {
    await pglite.query(
      `insert into cap_upkeep.operation (key, grp, fingerprint, started_at, next_at)
       select $1 || x, $1 || x, '', 1, x from generate_series(1, $2::int) x`,
      [name, rows],
    )
    await pglite.exec(`update cap_upkeep.operation set next_at = null, money = 'moved' where next_at is not null`)
    // What has changed is counted a second later.
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    await pglite.exec('select 1')
  }
  try {
    await addEnded('a', 3_000)
    const before = await see()
    expect(before).toMatchObject({ known: -1 })

    await upkeep(pglite, 'cap_upkeep', { dead: 1e6, newPages: 1e6, logBytes: 1e12 })
    const nothing = await see()
    expect(nothing?.known).toBe(-1)
    expect(nothing?.log).toBeGreaterThanOrEqual(before?.log ?? 0)

    await upkeep(pglite, 'cap_upkeep', { dead: 2_000, newPages: 1e6, logBytes: 200_000 })
    const after = await see()
    expect(after?.known).toBe(3_000)
    expect(after?.log).toBeLessThan(200_000)

    // Whatever earlier processes left, of which nothing is counted any more.
    await addEnded('b', 3_000)
    await upkeep(pglite, 'cap_upkeep', { dead: 1e6, newPages: 10, logBytes: 1e12 })
    const again = await see()
    expect(again?.known).toBe(6_000)
    // Its pages are used again.
    expect(again?.scheduled).toBeLessThan(2 * (before?.scheduled ?? 0))
  } finally {
    await engine.close()
  }
})
