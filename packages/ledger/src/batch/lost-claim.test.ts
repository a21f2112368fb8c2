import { describe, expect, it } from 'vitest'
import { ledgerOn, mercadopago } from '../__fixtures__/world.ts'
import type { Engine } from '../engine/engine.ts'

describe.each(['PGlite', 'PostgreSQL'] as const)('on %s', (place) => {
  it('a chunk whose claim was written, and its answer lost, is not kept for ever', async () => {
    const mp = mercadopago()
    const ledger = await ledgerOn(place, { leaseMs: 600 })
    const { engine } = ledger.desk
    let lost = 0
    const claim: Engine['claim'] = async (...args) => {
      const chunk = await engine.claim(...args)
      if (chunk === null || lost++ > 0) return chunk
      throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
    }
    Object.assign(ledger.desk, {
      engine: new Proxy(engine, {
        get: (target, name) => (name === 'claim' ? claim : Reflect.get(target, name)),
      }),
    })
    await ledger.enqueue([{ request: mp.request(`lost-${place}`) }], { batch: 'lost', clients: mp.client })
    expect(await ledger.work({ clients: mp.client, batch: 'lost' })).toMatchObject({ captured: 1 })
    expect([lost, mp.sent()]).toEqual([2, 1])
    await ledger.close()
  })
})
