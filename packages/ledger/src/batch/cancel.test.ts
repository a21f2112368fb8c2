import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ledgerOn, mercadopago, refusedConnection } from '../__fixtures__/world.ts'

type TestLedger = Awaited<ReturnType<typeof ledgerOn>>

describe.each(['PGlite', 'PostgreSQL'] as const)('a batch cancelled under way, on %s', (place) => {
  let ledger: TestLedger
  beforeAll(async () => {
    ledger = await ledgerOn(place)
  })
  afterAll(() => ledger.close())

  it('takes back what was in flight and was not sent', async () => {
    const mp = mercadopago()
    const rows = Array.from({ length: 4 }, (_, n) => ({ request: mp.request(`back-${n}`) }))
    await ledger.enqueue(rows, { batch: 'b', clients: mp.client })
    let inFlight = 0
    const cancelled = Promise.withResolvers<void>()
    mp.through(async (...exchange) => {
      if (++inFlight === 4) cancelled.resolve(ledger.cancel('b', 'ana').then(() => {}))
      await cancelled.promise
      return refusedConnection(...exchange)
    })
    await ledger.work({ clients: mp.client, batch: 'b', breaker: { after: 100, pauseMs: 1 } })
    expect(await ledger.progress('b')).toMatchObject({ state: 'cancelled', counts: { queued: 0, cancelled: 4 } })
    const { rows: stored } = (await ledger.desk.engine.exportPage('row', null, 10))!
    expect(JSON.parse(stored)).toMatchObject(Array(4).fill({ secret: null, reason: 'cancelled by ana' }))
  })
})
