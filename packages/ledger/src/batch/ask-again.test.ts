import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { answerLost, ledgerOn, mercadopago } from '../__fixtures__/world.ts'

type TestLedger = Awaited<ReturnType<typeof ledgerOn>>

const noBreaker = { after: 1_000, pauseMs: 1 }

describe.each(['PGlite', 'PostgreSQL'] as const)('askAgain on %s', (place) => {
  let now = Date.UTC(2026, 0, 1)
  const clock = { now: () => now }
  let ledger: TestLedger
  let mp: ReturnType<typeof mercadopago>
  let batch = ''
  let batches = 0

  beforeAll(async () => {
    ledger = await ledgerOn(place, { clock })
  })
  afterAll(() => ledger.close())

  /** Three rows whose answers are lost: the schedule asks for them in half a minute. */
  beforeEach(async () => {
    mp = mercadopago(clock)
    batch = `${place}-${++batches}`
    const rows = [1, 2, 3].map((n) => ({ request: mp.request(`${batch}-${n}`) }))
    await ledger.enqueue(rows, { batch, clients: mp.client })
    mp.through(answerLost)
    await work()
  })

  const work = () => ledger.work({ clients: mp.client, batch, breaker: noBreaker })
  const operations = async () => {
    const found: string[] = []
    for await (const { operation } of ledger.rows(batch)) if (operation !== null) found.push(operation)
    return found
  }

  it('lets work ask at once for what the schedule asks for later', async () => {
    mp.through(null)
    const before = mp.sent()
    await work()
    expect(mp.sent()).toBe(before)
    expect(await ledger.askAgain(batch)).toBe(3)
    expect(await work()).toMatchObject({ captured: 3 })
    expect(mp.emulator.book()).toHaveLength(3)
    expect(await ledger.askAgain(batch)).toBe(0)
  })

  it('is a question more: the schedule goes on from where it was', async () => {
    for (let again = 0; again < 3; again++) {
      await ledger.askAgain(batch)
      await work()
    }
    const [first] = await operations()
    const open = await ledger.operation(first ?? '')
    expect([open?.state, open?.nextAt]).toEqual(['open', new Date(now + 30_000).toISOString()])
    now += 31_000
    expect(await ledger.askAgain(batch)).toBe(0)
  })

  it('leaves other batches alone, and what a worker has in hand', async () => {
    const first = batch
    batch = `${first}-other`
    await ledger.enqueue([{ request: mp.request(batch) }], { batch, clients: mp.client })
    await work()
    await ledger.desk.engine.due(1, ['mercadopago'], Number.POSITIVE_INFINITY, first, 60_000, now + 31_000)
    expect(await ledger.askAgain(batch)).toBe(1)
    expect(await ledger.askAgain(first)).toBe(2)
  })

  it('leaves to a person what waits for one', async () => {
    now += 30 * 86_400_000
    await ledger.askAgain(batch)
    await work()
    expect((await ledger.report(batch)).counts).toMatchObject({ person: 3 })
    expect(await ledger.askAgain(batch)).toBe(0)
  })

  it('refuses a batch that does not exist', async () => {
    await expect(ledger.askAgain('no such batch')).rejects.toMatchObject({ code: 'batch_unknown' })
  })
})
