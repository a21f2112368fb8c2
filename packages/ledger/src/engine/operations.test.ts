import { expect, inject, it } from 'vitest'
import { serverDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { Operations, type ToBegin } from './operations.ts'

it('waits for the disk only where an intent is found, which nothing written later would take along', async () => {
  const schema = 'cap_begin'
  const db = serverDatabase(inject('postgres'), 2)
  try {
    await migrate(db.migrations, schema)
    const operations = new Operations(db, schema)
    const item = (key: string): ToBegin => ({ key, grp: key, fingerprint: 'f', leaseMs: 1_000 })
    const syncOf = (items: readonly ToBegin[], at: number) =>
      db.transaction(async (query) => {
        const begun = await query(`select i, state from ${schema}.begin_operations($1::json, $2::float8) order by i`, [
          JSON.stringify(items),
          at,
        ])
        const [row] = await query(`select current_setting('synchronous_commit') as sync`)
        return [begun.map(({ state }) => state), row?.sync]
      })

    expect(await syncOf([item('s:1')], 1_000)).toEqual([['new'], 'off'])
    const [begun] = await operations.begin([item('s:2')], 1_000)
    const handle = {
      version: 1,
      provider: 'mercadopago',
      environment: 'test',
      account: 'a',
      operation: 'o',
      idempotencyKey: 'k',
      ids: {},
      fingerprint: 'f',
      firstSentAt: null,
    } as const
    expect(await operations.intend([{ key: 's:2', lease: begun?.lease ?? '', handle }], 1_000)).toEqual([null])
    expect(await syncOf([item('s:1'), item('s:2')], 1_500)).toEqual([['running', 'running'], 'off'])
    expect(await syncOf([item('s:2'), item('s:3'), item('s:4')], 5_000)).toEqual([['open', 'new', 'new'], 'on'])
    const [setting] = await db.query(`select current_setting('synchronous_commit') as sync`)
    expect(setting?.sync).toBe('on')
  } finally {
    await db.close()
  }
})
