import { expect, inject, it } from 'vitest'
import { openLedger } from '../open-ledger.ts'
import { serverDatabase } from './database.ts'
import { migrate } from './migrate.ts'

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
  expect(row?.n).toBe(2)
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
