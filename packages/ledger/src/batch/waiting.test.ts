import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerLost, ledgerOn, mercadopago } from '../__fixtures__/world.ts'

type TestLedger = Awaited<ReturnType<typeof ledgerOn>>

describe.each(['PGlite', 'PostgreSQL'] as const)('a row whose payment waits for a person, on %s', (place) => {
  let ledger: TestLedger
  beforeAll(async () => {
    // Whatever is unknown is a person's at once, and rows are tried again after a second.
    const schedule = { first: [], everyMs: 1, windowMs: 0, laterMs: 1, laterTimes: 0 }
    ledger = await ledgerOn(place, { leaseMs: 1_000, schedule })
  })
  afterAll(() => ledger.close())

  /** Two rows; the payment of the first has an earlier capture of which nobody knows what became. */
  async function blocked(batch: string) {
    const mp = mercadopago()
    mp.through(answerLost)
    const { operation } = await ledger.capture(mp.client, mp.request(`${batch}1`, `${batch}-before`))
    expect(await ledger.operation(operation)).toMatchObject({ state: 'person' })
    mp.through(null)
    const rows = [{ request: mp.request(`${batch}1`) }, { request: mp.request(`${batch}2`) }]
    await ledger.enqueue(rows, { batch, clients: mp.client })
    return { mp, operation }
  }
  const statesOf = async (batch: string, state?: 'waiting' | 'queued') => {
    const found: [number, string, string | null][] = []
    for await (const row of ledger.rows(batch, { state })) found.push([row.line, row.state, row.reason])
    return found
  }

  it('is told as waiting, with its reason, does not hold up the worker, and goes out after the decision', async () => {
    const batch = `${place}w`
    const { mp, operation } = await blocked(batch)
    for (const until of ['sent', 'settled'] as const) {
      const signal = AbortSignal.timeout(20_000)
      await ledger.work({ clients: mp.client, batch, until, signal })
      expect(signal.aborted).toBe(false)
      expect(await ledger.progress(batch)).toMatchObject({
        state: 'ready',
        counts: { captured: 1, waiting: 1, queued: 0 },
      })
    }
    const [row, ...others] = await statesOf(batch, 'waiting')
    expect([row?.slice(0, 2), others]).toEqual([[1, 'waiting'], []])
    expect(row?.[2]).toContain(operation)
    expect(await statesOf(batch, 'queued')).toEqual([])
    expect((await ledger.report(batch)).sums.map(({ state }) => state).sort()).toEqual(['captured', 'waiting'])
    expect(mp.sent()).toBe(2)

    await ledger.decide(operation, { outcome: 'not_captured', evidence: 'ticket 3', by: 'ana' })
    await ledger.work({ clients: mp.client, batch })
    expect(await ledger.progress(batch)).toMatchObject({ state: 'done', counts: { captured: 2, waiting: 0 } })
    expect(mp.sent()).toBe(3)
  })

  it('is taken back with its batch', async () => {
    const batch = `${place}c`
    const { mp } = await blocked(batch)
    await ledger.work({ clients: mp.client, batch, signal: AbortSignal.timeout(20_000) })
    expect(await ledger.cancel(batch, 'ana')).toBe(1)
    expect((await ledger.progress(batch)).counts).toMatchObject({ captured: 1, waiting: 0, cancelled: 1 })
  })
})
