import { describe, expect, it } from 'vitest'
import { losesFirst } from './__fixtures__/bad-way.ts'
import { answerLost, ledgerOn, mercadopago } from './__fixtures__/world.ts'

describe.each(['PGlite', 'PostgreSQL'] as const)('a call of the database that is lost, on %s', (place) => {
  it('keeps no chunk for ever whose claim was written', async () => {
    const mp = mercadopago()
    const ledger = await ledgerOn(place, { leaseMs: 600 }, losesFirst('claim', 'answer'))
    await ledger.enqueue([{ request: mp.request(`lost-${place}`) }], { batch: 'lost', clients: mp.client })
    expect(await ledger.work({ clients: mp.client, batch: 'lost' })).toMatchObject({ captured: 1 })
    expect(mp.sent()).toBe(1)
    await ledger.close()
  })

  it.each([
    ['complete', null, 'captured'],
    ['suspend', answerLost, 'unknown'],
  ] as const)('says that an outcome is stored which is: answer of %s lost', async (method, network, status) => {
    const mp = mercadopago()
    mp.through(network)
    const ledger = await ledgerOn(place, {}, losesFirst(method, 'answer'))
    const request = mp.request(`${method}-${place}`)
    const { operation, ...outcome } = await ledger.capture(mp.client, request)
    expect(outcome).toMatchObject({ status, recorded: true })
    expect((await ledger.operation(operation))?.outcome).toMatchObject({ status })
    await ledger.close()
  })

  it.each(['question', 'answer'] as const)('sends nothing without its intent: %s lost', async (what) => {
    const mp = mercadopago()
    const ledger = await ledgerOn(place, {}, losesFirst('intend', what))
    const request = mp.request(`intent-${what}-${place}`)
    await expect(ledger.capture(mp.client, request)).rejects.toMatchObject({
      name: 'LedgerError',
      code: 'unavailable',
      message: expect.stringContaining('nothing was sent'),
    })
    expect(mp.sent()).toBe(0)
    expect(await ledger.capture(mp.client, request)).toMatchObject({ status: 'captured', repeated: false })
    expect([mp.sent(), mp.emulator.book().length]).toEqual([1, 1])
    await ledger.close()
  })
})
