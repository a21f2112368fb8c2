import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ledgerOn, mercadopago } from '../__fixtures__/world.ts'
import type { BatchRow } from './enqueue-types.ts'

type TestLedger = Awaited<ReturnType<typeof ledgerOn>>

describe.each(['PGlite', 'PostgreSQL'] as const)('enqueuing on %s', (place) => {
  let ledger: TestLedger
  const mp = mercadopago()
  type Row = BatchRow<ReturnType<typeof mp.request>>
  const row = (order: string): Row => ({ request: mp.request(`${order}-${place}`) })
  beforeAll(async () => {
    ledger = await ledgerOn(place)
  })
  afterAll(() => ledger.close())

  it.each([
    ['U+0000', 'order\0one'],
    ['half a character', 'order\ud83done'],
  ])('refuses a row named with %s, and takes the others', async (name, externalReference) => {
    const bad = { request: { ...mp.request(`bad-${place}`), externalReference } }
    const enqueued = await ledger.enqueue([row('before'), bad, row('after')], { batch: name, clients: mp.client })
    expect(enqueued).toMatchObject({ accepted: 2, refused: 1, refusals: [{ line: 2, field: 'request' }] })
    await expect(ledger.capture(mp.client, bad.request)).rejects.toMatchObject({
      code: 'invalid_request',
      field: 'request',
    })
  })

  it('refuses a row whose line is no line', async () => {
    const rows = [row('line'), { ...row('beyond'), line: 3_000_000_000 }, { ...row('half'), line: 1.5 }]
    const refused = { field: 'line', problem: expect.stringContaining('whole number') }
    expect(await ledger.enqueue(rows, { batch: 'lines', clients: mp.client })).toMatchObject({
      accepted: 1,
      refusals: [
        { line: 2, ...refused },
        { line: 3, ...refused },
      ],
    })
  })

  it('refuses what follows the rows of a ready batch, also when it is there already', async () => {
    const rows = [row('one'), row('two')]
    await ledger.enqueue(rows, { batch: 'longer', clients: mp.client })
    await expect(ledger.enqueue([...rows, row('one')], { batch: 'longer', clients: mp.client })).rejects.toMatchObject({
      code: 'batch_differs',
    })
    expect((await ledger.progress('longer')).rows).toBe(2)
  })

  it.each([false, true])('leaves the event loop its turns while an array is read (dryRun: %s)', async (dryRun) => {
    let turns = 0
    let reading = true
    const turn = () => {
      turns++
      if (reading) setImmediate(turn)
    }
    setImmediate(turn)
    const rows = Array.from({ length: 2_000 }, (_, at) => row(`turns-${at}`))
    let turnsWhenRead = 0
    function* source() {
      yield* rows
      turnsWhenRead = turns
    }
    await ledger.enqueue(source(), { batch: `turns ${dryRun}`, clients: mp.client, dryRun })
    reading = false
    expect(turnsWhenRead).toBeGreaterThanOrEqual(19)
  })

  it('finds every payment that is there twice, in whatever order', async () => {
    for (let n = 0; n < 4; n++) {
      const rows = Array.from({ length: 500 }, (_, at) => row(`twice-${n}-${at}`))
      const all = [...rows, ...rows.toReversed()]
      expect(await ledger.enqueue(all, { batch: `twice ${n}`, clients: mp.client })).toMatchObject({
        accepted: 500,
        refused: 500,
      })
    }
  })
})
