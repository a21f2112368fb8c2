import { expect, it } from 'vitest'
import { ledgerOn } from './__fixtures__/world.ts'

it.each(['PGlite', 'PostgreSQL'] as const)(
  'a closed ledger says so of whatever is asked of it, on %s',
  async (place) => {
    const ledger = await ledgerOn(place)
    const rows = ledger.rows('b')[Symbol.asyncIterator]()
    await ledger.close()
    const closed = { code: 'closed' }
    await expect(rows.next()).rejects.toMatchObject(closed)
    await expect(ledger.store.expire(0)).rejects.toMatchObject(closed)
    await expect(ledger.progress('b')).rejects.toMatchObject(closed)
    await ledger.close()
  },
)
