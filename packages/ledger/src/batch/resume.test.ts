import { money } from '@cap/core'
import { createMercadoPago } from '@cap/mercadopago'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { answerLost, ledgerOn, mercadopago, pipwave, refusedConnection } from '../__fixtures__/world.ts'
import type { NewRow } from '../engine/batches.ts'
import { operationKey } from '../operation/operation-key.ts'

type TestLedger = Awaited<ReturnType<typeof ledgerOn>>
type MercadoPago = ReturnType<typeof mercadopago>

const leaseMs = 5_000

describe.each(['PGlite', 'PostgreSQL'] as const)('a batch that goes on, on %s', (place) => {
  let now = Date.UTC(2026, 0, 1)
  const clock = { now: () => now }
  let ledger: TestLedger
  let batches = 0

  const rowsOf = (mp: MercadoPago, batch: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({ request: mp.request(`${batch}-${n + 1}`) }))
  const nameOne = () => `${place}-resume-${++batches}`
  const stateOf = async (batch: string) => {
    const states: string[] = []
    for await (const { state } of ledger.rows(batch)) states.push(state)
    return states
  }
  beforeAll(async () => {
    ledger = await ledgerOn(place, { clock, leaseMs })
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })
  afterAll(() => ledger.close())

  it('takes no row that the guards have not seen', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const options = { batch, clients: mp.client, expectedCount: 2 }
    await ledger.enqueue(rowsOf(mp, batch, 2), options)
    await expect(ledger.enqueue(rowsOf(mp, batch, 5), options)).rejects.toMatchObject({ code: 'batch_differs' })
    expect((await ledger.progress(batch)).rows).toBe(2)
    await ledger.work({ clients: mp.client, batch })
    expect(mp.sent()).toBe(2)
    expect(await ledger.progress(batch)).toMatchObject({ state: 'done', counts: { captured: 2, queued: 0 } })
  })

  it('is not sent while another enqueue adds rows to it', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const { engine } = ledger.desk
    const { addRows, ready } = engine
    let added: readonly NewRow[] = []
    vi.spyOn(engine, 'addRows').mockImplementation((name, rows, ...rest) => {
      added = rows
      return addRows(name, rows, ...rest)
    })
    vi.spyOn(engine, 'ready').mockImplementation(async (...args) => {
      const late = { ...added[0]!, n: 3, line: 3, key: 'c:late', once: 'c:late' }
      expect(await addRows(batch, [late], 250, now)).toEqual([])
      return ready(...args)
    })
    await expect(ledger.enqueue(rowsOf(mp, batch, 2), { batch, clients: mp.client })).rejects.toMatchObject({
      code: 'batch_differs',
    })
    expect((await ledger.progress(batch)).state).toBe('loading')
  })

  it.each([
    ['rows are still read', 600],
    ['the last rows are read', 900],
  ])('says that it was cancelled while %s, rather than that it differs', async (_, after) => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const rows = rowsOf(mp, batch, 900)
    async function* source() {
      yield* rows.slice(0, after)
      await vi.waitFor(async () => expect((await ledger.progress(batch)).rows).toBe(500))
      await ledger.cancel(batch, 'ana')
      yield* rows.slice(after)
    }
    const cancelled = { code: 'batch_cancelled', message: expect.stringContaining(batch) }
    await expect(ledger.enqueue(source(), { batch, clients: mp.client })).rejects.toMatchObject(cancelled)
    await expect(ledger.enqueue(rows, { batch, clients: mp.client })).rejects.toMatchObject(cancelled)
    expect(await ledger.progress(batch)).toMatchObject({ state: 'cancelled', counts: { cancelled: 500, queued: 0 } })
  })

  it('says that it was cancelled when that came between the last row and the guards', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const { engine } = ledger.desk
    const { ready } = engine
    vi.spyOn(engine, 'ready').mockImplementation(async (...args) => {
      await ledger.cancel(batch, 'ana')
      return ready(...args)
    })
    await expect(ledger.enqueue(rowsOf(mp, batch, 2), { batch, clients: mp.client })).rejects.toMatchObject({
      code: 'batch_cancelled',
    })
  })

  it('answers the same enqueue as before when it was cancelled afterwards', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const rows = rowsOf(mp, batch, 2)
    const first = await ledger.enqueue(rows, { batch, clients: mp.client })
    await ledger.cancel(batch, 'ana')
    expect(await ledger.enqueue(rows, { batch, clients: mp.client })).toEqual(first)
    await expect(ledger.enqueue(rows.slice(1), { batch, clients: mp.client })).rejects.toMatchObject({
      code: 'batch_differs',
    })
  })

  it('keeps to the keys, accounts and amounts it was begun with', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const [row] = rowsOf(mp, batch, 1)
    await ledger.enqueue([row!], { batch, clients: mp.client })
    const differs = { code: 'batch_differs' }
    const otherKey = { request: { ...row!.request, idempotencyKey: 'another-key' } }
    await expect(ledger.enqueue([otherKey], { batch, clients: mp.client })).rejects.toMatchObject(differs)
    const pw = pipwave(clock)
    const whole = { request: pw.request(batch.replace(/\W/g, '')), amount: money('100.00', 'MYR') }
    await ledger.enqueue([whole], { batch: `${batch}p`, clients: pw.client })
    const otherAmount = { ...whole, amount: money('1.00', 'MYR') }
    await expect(ledger.enqueue([otherAmount], { batch: `${batch}p`, clients: pw.client })).rejects.toMatchObject(
      differs,
    )
    const stranger = createMercadoPago({ accessToken: `TEST-${'1'.repeat(16)}-112233-${'a'.repeat(32)}-99` })
    await expect(ledger.enqueue([row!], { batch, clients: stranger })).rejects.toMatchObject(differs)
    await expect(ledger.enqueue([row!], { batch, clients: mp.client })).resolves.toMatchObject({ accepted: 1 })
  })

  it.each(['not wanted any more', 'past its time'])('concludes a row that was sent, though it is %s', async (why) => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const captureBy = new Date(now + 500).toISOString()
    await ledger.enqueue([{ ...rowsOf(mp, batch, 1)[0]!, captureBy }], { batch, clients: mp.client })
    const stop = new AbortController()
    mp.through((...exchange) => {
      stop.abort()
      return answerLost(...exchange)
    })
    // Killed after the answer was lost, before anything of it is stored.
    const killed = vi.spyOn(ledger.desk, 'suspend').mockResolvedValue('stale_lease')
    await ledger.work({ clients: mp.client, batch, signal: stop.signal })
    killed.mockRestore()
    expect(mp.emulator.book()).toHaveLength(1)
    if (why === 'past its time') now += 600
    const stillWanted = () => why === 'past its time'
    const signal = AbortSignal.timeout(300)
    const { refused } = await ledger.work({ clients: mp.client, batch, stillWanted, signal })
    expect([refused, await stateOf(batch)]).toEqual([0, ['queued']])
    now += leaseMs
    mp.through(null)
    const told: string[] = []
    // Asked for as a row, or by the schedule: whichever comes first.
    const onOutcome = ({ outcome }: { outcome: { status: string } }) => told.push(outcome.status)
    await ledger.work({ clients: mp.client, batch, stillWanted, onOutcome })
    expect([await stateOf(batch), told]).toEqual([['captured'], ['captured']])
    expect(mp.emulator.book()).toHaveLength(1)
  })

  it('writes down that nothing was sent, though the database is away for a moment', async () => {
    const mp = mercadopago(clock)
    const request = mp.request(nameOne())
    mp.through(refusedConnection)
    vi.spyOn(ledger.desk.engine, 'release').mockRejectedValueOnce(new Error('terminating connection'))
    await expect(ledger.capture(mp.client, request)).rejects.toMatchObject({ code: 'not_sent' })
    const { key } = operationKey(mp.client.provider, await mp.client.describe(request))
    expect(await ledger.desk.engine.peek(key, now)).toBeNull()
  })

  it('sends the most urgent first after it was stopped', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const rows = rowsOf(mp, batch, 4).map((row, n) => ({
      ...row,
      captureBy: new Date(now + (n + 1) * 3_600_000).toISOString(),
    }))
    await ledger.enqueue(rows, { batch, clients: mp.client, chunkRows: 2 })
    const stop = new AbortController()
    const onOutcome = () => stop.abort()
    await ledger.work({ clients: mp.client, batch, concurrency: 1, signal: stop.signal, onOutcome })
    expect(await stateOf(batch)).toEqual(['captured', 'queued', 'queued', 'queued'])
    await ledger.work({ clients: mp.client, batch, concurrency: 1 })
    expect(mp.emulator.book().map(({ key }) => key?.at(-1))).toEqual(['1', '2', '3', '4'])
  })

  it('erases the secrets of a batch that is refused', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const options = { batch, clients: mp.client, expectedCount: 3 }
    const { engine } = ledger.desk
    await expect(ledger.enqueue(rowsOf(mp, batch, 2), options)).rejects.toMatchObject({ code: 'batch_refused' })
    const page = await engine.exportPage('row', null, 10_000)
    const stored = (JSON.parse(page!.rows) as { batch: string; secret: string | null }[]).filter(
      (row) => row.batch === batch,
    )
    expect(stored.map(({ secret }) => secret)).toEqual([null, null])
  })

  it('reports a reason that PostgreSQL cannot store as it is', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const unreadable = { line: 1, problem: `\0${'x'.repeat(498)}😀` }
    await ledger.enqueue([unreadable, ...rowsOf(mp, batch, 1)], { batch, clients: mp.client })
    expect(await stateOf(batch)).toEqual(['refused', 'queued'])
  })
})
