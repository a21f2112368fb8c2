import { money } from '@cap/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerLost, ledgerOn, mercadopago, pipwave, refusedConnection } from '../__fixtures__/world.ts'
import type { ReportedRow } from './report-types.ts'

type TestLedger = Awaited<ReturnType<typeof ledgerOn>>
type MercadoPago = ReturnType<typeof mercadopago>

describe.each(['PGlite', 'PostgreSQL'] as const)('batches on %s', (place) => {
  let now = Date.UTC(2026, 0, 1)
  const clock = { now: () => now }
  let ledger: TestLedger
  let batches = 0

  const rowsOf = (mp: MercadoPago, batch: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({ request: mp.request(`${batch}-${n + 1}`) }))
  const nameOne = () => `${place}${++batches}`

  beforeAll(async () => {
    ledger = await ledgerOn(place, { clock, leaseMs: 60_000 })
  })
  afterAll(() => ledger.close())

  it('captures every row once, and reports sums and states', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const rows = rowsOf(mp, batch, 120)
    const enqueued = await ledger.enqueue(rows, { batch, clients: mp.client, chunkRows: 25 })
    expect(enqueued).toMatchObject({ rows: 120, accepted: 120, refused: 0, sums: [money('8460.00', 'BRL')] })
    expect(await ledger.progress(batch)).toMatchObject({ state: 'ready', counts: { queued: 120 } })
    const seen: number[] = []
    const done = await ledger.work({ clients: mp.client, batch, onOutcome: ({ line }) => seen.push(line) })
    expect(done).toMatchObject({ captured: 120 })
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, n) => n + 1))
    expect(await ledger.report(batch)).toMatchObject({
      state: 'done',
      rows: 120,
      counts: { captured: 120, queued: 0 },
      open: { count: 0, oldest: null },
      sums: [{ state: 'captured', amount: money('8460.00', 'BRL') }],
    })
    expect(new Set(mp.emulator.book().map(({ key }) => key)).size).toBe(120)
    expect(mp.sent()).toBe(120)
  })

  it('changes nothing when a batch is enqueued and worked on again', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const rows = rowsOf(mp, batch, 10)
    const first = await ledger.enqueue(rows, { batch, clients: mp.client })
    await ledger.work({ clients: mp.client, batch })
    expect(await ledger.enqueue(rows, { batch, clients: mp.client })).toEqual(first)
    expect(await ledger.work({ clients: mp.client, batch })).toMatchObject({ captured: 0 })
    expect(mp.sent()).toBe(10)
  })

  it('goes on with a batch that was left in the middle of being enqueued', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const rows = rowsOf(mp, batch, 1_200)
    function* broken() {
      yield* rows.slice(0, 900)
      throw new Error('the file broke off')
    }
    await expect(ledger.enqueue(broken(), { batch, clients: mp.client })).rejects.toThrow('broke off')
    expect((await ledger.progress(batch)).state).toBe('loading')
    expect(await ledger.work({ clients: mp.client, batch })).toMatchObject({ captured: 0 })
    expect(await ledger.enqueue(rows, { batch, clients: mp.client })).toMatchObject({ rows: 1_200, accepted: 1_200 })
    expect((await ledger.progress(batch)).counts.queued).toBe(1_200)
  })

  it('refuses other rows under the name of a batch', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const rows = rowsOf(mp, batch, 5)
    await ledger.enqueue(rows, { batch, clients: mp.client })
    const changed = [...rows.slice(0, 4), { request: mp.request(`${batch}-other`) }]
    const differs = { code: 'batch_differs' }
    await expect(ledger.enqueue(changed, { batch, clients: mp.client })).rejects.toMatchObject(differs)
    await expect(ledger.enqueue(rows.slice(0, 4), { batch, clients: mp.client })).rejects.toMatchObject(differs)
    await expect(ledger.enqueue(rows, { batch, clients: mp.client, expectedCount: 5 })).rejects.toMatchObject(differs)
  })

  it('refuses a row that is wrong, unreadable, or there twice, and sends the others', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const [a, b, c] = rowsOf(mp, batch, 3)
    const rows = [a!, { line: 7, problem: 'no amount' }, { request: { ...b!.request, payerToken: '' } }, a!, c!]
    const enqueued = await ledger.enqueue(rows, { batch, clients: mp.client })
    expect(enqueued).toMatchObject({ rows: 5, accepted: 2, refused: 3 })
    expect(enqueued.refusals.map(({ line, field, problem }) => [line, field, problem.slice(0, 14)])).toEqual([
      [3, 'payerToken', 'payerToken mus'],
      [4, null, 'the same as li'],
      [7, null, 'no amount'],
    ])
    await ledger.work({ clients: mp.client, batch })
    expect((await ledger.report(batch)).counts).toMatchObject({ captured: 2, refused: 3 })
    expect(await all(ledger.rows(batch, { state: 'refused' }))).toHaveLength(3)
    expect(JSON.stringify(await all(ledger.rows(batch)))).not.toContain(a!.request.payerToken)
  })

  it.each([
    [money('1.00', 'BRL'), /amount 1\.00 BRL .*request\.amount 70\.50 BRL/],
    [money('70.50', 'MXN'), /amount 70\.50 MXN .*request\.amount 70\.50 BRL/],
  ])('refuses a row whose amount is not the one of its request: %j', async (amount, problem) => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const [wrong, right] = rowsOf(mp, batch, 2)
    const rows = [
      { ...wrong!, amount },
      { ...right!, amount: { amount: '70.5', currency: 'BRL' } },
    ]
    const options = { batch, clients: mp.client, rowCaps: [money('70.50', 'BRL'), money('70.50', 'MXN')] }
    const enqueued = await ledger.enqueue(rows, options)
    expect(enqueued).toMatchObject({ accepted: 1, refused: 1, sums: [money('70.50', 'BRL')] })
    expect(enqueued.refusals).toEqual([{ line: 1, field: 'amount', problem: expect.stringMatching(problem) }])
    await ledger.work({ clients: mp.client, batch })
    expect(mp.sent()).toBe(1)
  })

  it('refuses a second row of one payment unless that is allowed', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const [a] = rowsOf(mp, batch, 1)
    const rows = [a!, { request: { ...a!.request, idempotencyKey: 'another-key' } }]
    expect(await ledger.enqueue(rows, { batch, clients: mp.client })).toMatchObject({ accepted: 1, refused: 1 })
    const other = nameOne()
    const allowed = await ledger.enqueue(rows, { batch: other, clients: mp.client, samePayment: 'allow' })
    expect(allowed).toMatchObject({ accepted: 2, refused: 0 })
  })

  it.each([
    [{ expectedCount: 4 }, '3 rows were accepted, and 4 expected'],
    [{ expectedSums: [money('211.51', 'BRL')] }, '211.50 BRL, and 211.51 BRL was expected'],
    [{ expectedSums: [money('211.50', 'BRL'), money('1', 'MXN')] }, 'MXN was expected'],
    [{ batchCaps: [money('211.49', 'BRL')] }, 'beyond the cap'],
    [{ batchCaps: [money('1', 'MXN')] }, 'no cap'],
    [{ strict: true, rowCaps: [money('70.49', 'BRL')] }, '3 rows were refused'],
  ])('refuses a batch as a whole: %j', async (guards, message) => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const options = { batch, clients: mp.client, ...guards }
    const refused = { code: 'batch_refused', message: expect.stringContaining(message) }
    await expect(ledger.enqueue(rowsOf(mp, batch, 3), { ...options, dryRun: true })).rejects.toMatchObject(refused)
    await expect(ledger.progress(batch)).rejects.toMatchObject({ code: 'batch_unknown' })
    for (const _ of [1, 2]) {
      await expect(ledger.enqueue(rowsOf(mp, batch, 3), options)).rejects.toMatchObject(refused)
    }
    await ledger.work({ clients: mp.client, batch })
    expect(mp.sent()).toBe(0)
  })

  it('takes a batch that is as expected', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const guards = { expectedCount: 3, expectedSums: [money('211.5', 'BRL')], batchCaps: [money('211.50', 'BRL')] }
    const options = { batch, clients: mp.client, rowCaps: [money('70.50', 'BRL')], ...guards }
    const rows = rowsOf(mp, batch, 3)
    const dry = await ledger.enqueue(rows, { ...options, dryRun: true })
    expect(await ledger.enqueue(rows, options)).toEqual(dry)
  })

  it('asks again for what is unknown, by the schedule', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    await ledger.enqueue(rowsOf(mp, batch, 3), { batch, clients: mp.client })
    mp.through(answerLost)
    expect(await ledger.work({ clients: mp.client, batch })).toMatchObject({ unknown: 3 })
    const { counts, open } = await ledger.report(batch)
    expect([counts.unknown, open]).toEqual([3, { count: 3, oldest: new Date(now).toISOString() }])
    mp.through(null)
    now += 29_999
    expect(await ledger.work({ clients: mp.client, batch })).toMatchObject({ captured: 0 })
    now += 1
    expect(await ledger.work({ clients: mp.client, batch })).toMatchObject({ captured: 3 })
    expect(await ledger.report(batch)).toMatchObject({ state: 'done', counts: { captured: 3, unknown: 0 } })
    expect(mp.emulator.book()).toHaveLength(3)
  })

  it('hands what stays unknown to a person in the end, who decides', async () => {
    const pw = pipwave(clock)
    const batch = nameOne()
    const row = { request: pw.request(batch.replace(/\W/g, '')) }
    await ledger.enqueue([row], { batch, clients: pw.client })
    pw.through(async (seen, forward) => {
      if ((await seen.clone().text()).includes('capture-payment')) throw new TypeError('terminated')
      return forward()
    })
    await ledger.work({ clients: pw.client, batch })
    let questions = 0
    for (let hours = 0; hours < 24 * 8; hours += 4) {
      now += 4 * 3_600_000
      const { unknown } = await ledger.work({ clients: pw.client, batch })
      questions += unknown
    }
    expect((await ledger.report(batch)).counts).toMatchObject({ person: 1, unknown: 0 })
    expect(questions).toBeGreaterThan(8)
    const [waiting] = (await ledger.needsPerson()).filter((one) => one.batch === batch)
    expect(waiting).toMatchObject({ state: 'person', nextAt: null })
    await ledger.decide(waiting!.operation, { outcome: 'not_captured', evidence: 'ticket 1', by: 'ana' })
    expect(await ledger.report(batch)).toMatchObject({ state: 'done', counts: { declined: 1 } })
    expect(pw.sent()).toBe(1)
  })

  it('pauses an account after unknowns in a row', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    await ledger.enqueue(rowsOf(mp, batch, 40), { batch, clients: mp.client })
    mp.through(answerLost)
    const stop = new AbortController()
    let unknowns = 0
    const onOutcome = () => {
      // Time enough for a fifth to be sent, if it were.
      if (++unknowns === 4) setTimeout(() => stop.abort(), 500)
    }
    const breaker = { after: 4, pauseMs: 60_000 }
    await ledger.work({ clients: mp.client, batch, concurrency: 1, breaker, onOutcome, signal: stop.signal })
    expect(mp.sent()).toBe(4)
    // Another worker finds the account paused.
    await ledger.work({ clients: mp.client, batch, signal: AbortSignal.timeout(500) })
    expect(mp.sent()).toBe(4)
    now += 60_001
    mp.through(null)
    await ledger.work({ clients: mp.client, batch })
    expect((await ledger.report(batch)).counts).toMatchObject({ captured: 40 })
    expect(mp.emulator.book()).toHaveLength(40)
  })

  it('sends nothing past its time, nothing unwanted, and the most urgent first', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    const at = (ms: number) => new Date(now + ms).toISOString()
    const rows = rowsOf(mp, batch, 5).map((row, n) => ({ ...row, captureBy: at([4_000, -1, 2_000, 3_000, 9_000][n]!) }))
    await ledger.enqueue(rows, { batch, clients: mp.client, chunkRows: 1 })
    await ledger.work({ clients: mp.client, batch, concurrency: 1, stillWanted: ({ line }) => line !== 5 })
    const found = await all(ledger.rows(batch))
    expect(found.map(({ state }) => state)).toEqual(['captured', 'refused', 'captured', 'captured', 'cancelled'])
    expect(found[1]?.reason).toContain('captureBy had passed')
    expect(mp.emulator.book().map(({ key }) => key?.at(-1))).toEqual(['3', '4', '1'])
  })

  it('takes back what was not sent when a batch is cancelled', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    await ledger.enqueue(rowsOf(mp, batch, 30), { batch, clients: mp.client, chunkRows: 5 })
    const stop = new AbortController()
    await ledger.work({
      clients: mp.client,
      batch,
      concurrency: 1,
      signal: stop.signal,
      onOutcome: () => mp.sent() >= 7 && stop.abort(),
    })
    const sent = mp.sent()
    expect(sent).toBeLessThan(30)
    expect(await ledger.cancel(batch, 'ana')).toBe(30 - sent)
    await ledger.work({ clients: mp.client, batch })
    expect(mp.sent()).toBe(sent)
    expect(await ledger.report(batch)).toMatchObject({
      state: 'cancelled',
      counts: { captured: sent, cancelled: 30 - sent, queued: 0 },
    })
    await expect(ledger.cancel('no such batch', 'ana')).rejects.toMatchObject({ code: 'batch_unknown' })
  })

  it('keeps each merchant to its own credentials', async () => {
    const [own, other] = [mercadopago(clock), pipwave(clock)]
    const batch = nameOne()
    const clients = { acme: own.client }
    await ledger.enqueue(
      rowsOf(own, batch, 2).map((row) => ({ ...row, client: 'acme' })),
      { batch, clients },
    )
    await expect(ledger.work({ clients: { other: other.client }, batch })).rejects.toMatchObject({
      code: 'invalid_request',
      field: 'clients',
    })
    const { createMercadoPago } = await import('@cap/mercadopago')
    const stranger = createMercadoPago({
      accessToken: `TEST-${'1'.repeat(16)}-112233-${'a'.repeat(32)}-99`,
      fetch: own.fetch,
    })
    await ledger.work({ clients: { acme: stranger }, batch })
    expect((await all(ledger.rows(batch))).map(({ state, reason }) => [state, reason?.slice(0, 32)])).toEqual([
      ['refused', 'the client speaks for another ac'],
      ['refused', 'the client speaks for another ac'],
    ])
    expect(own.sent()).toBe(0)
  })

  it('goes on with a capture that was left open outside of a batch, and leaves one of another batch to it', async () => {
    const mp = mercadopago(clock)
    const [own, other] = [nameOne(), nameOne()]
    const request = mp.request(own)
    mp.through(answerLost)
    await ledger.capture(mp.client, request)
    for (const batch of [own, other]) await ledger.enqueue([{ request }], { batch, clients: mp.client })
    await ledger.work({ clients: mp.client, batch: own })
    await ledger.work({ clients: mp.client, batch: other })
    expect((await ledger.report(own)).counts).toMatchObject({ unknown: 1 })
    expect((await ledger.report(other)).counts).toMatchObject({ refused: 1 })
    now += 120_000
    mp.through(null)
    await ledger.work({ clients: mp.client, batch: own })
    expect(await ledger.report(own)).toMatchObject({ state: 'done', counts: { captured: 1 } })
    // Once it is over, any batch that names it takes its outcome.
    const later = nameOne()
    await ledger.enqueue([{ request }], { batch: later, clients: mp.client })
    await ledger.work({ clients: mp.client, batch: later })
    expect((await ledger.report(later)).counts).toMatchObject({ captured: 1 })
    expect(mp.emulator.book()).toHaveLength(1)
  })

  it('tries rows again that were provably not sent', async () => {
    const mp = mercadopago(clock)
    const batch = nameOne()
    await ledger.enqueue(rowsOf(mp, batch, 3), { batch, clients: mp.client })
    mp.through(refusedConnection)
    await ledger.work({ clients: mp.client, batch, signal: AbortSignal.timeout(700) })
    expect((await ledger.progress(batch)).counts).toMatchObject({ queued: 3 })
    mp.through(null)
    await ledger.work({ clients: mp.client, batch })
    expect((await ledger.progress(batch)).counts).toMatchObject({ captured: 3 })
  })
})

async function all(rows: AsyncIterable<ReportedRow>): Promise<ReportedRow[]> {
  const found: ReportedRow[] = []
  for await (const row of rows) found.push(row)
  return found
}
