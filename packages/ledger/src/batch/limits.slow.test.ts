import { createMercadoPago } from '@cap/mercadopago'
import { afterEach, describe, expect, it } from 'vitest'
import { ledgerOn, mercadopago, pipwave } from '../__fixtures__/world.ts'

type TestLedger = Awaited<ReturnType<typeof ledgerOn>>

describe('limits over all workers', () => {
  const open: TestLedger[] = []
  afterEach(() => Promise.all(open.splice(0).map((ledger) => ledger.close())))

  /** Ledgers of several processes, as far as the database can tell. */
  async function ledgers(count: number, schema: string): Promise<TestLedger[]> {
    for (let n = 0; n < count; n++) open.push(await ledgerOn('PostgreSQL', { schema, leaseMs: 20_000 }))
    return open
  }

  it('keeps to the concurrency together', async () => {
    const mp = mercadopago()
    const workers = await ledgers(3, 'cap_concurrency')
    const rows = Array.from({ length: 240 }, (_, n) => ({ request: mp.request(`c${n}`) }))
    await workers[0]!.enqueue(rows, { batch: 'c', clients: mp.client, chunkRows: 10 })
    let [inFlight, most] = [0, 0]
    mp.through(async (_, forward) => {
      most = Math.max(most, ++inFlight)
      await new Promise((resolve) => setTimeout(resolve, 10))
      const answer = await forward()
      inFlight--
      return answer
    })
    await Promise.all(workers.map((ledger) => ledger.work({ clients: mp.client, batch: 'c', concurrency: 5 })))
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(5)
    expect(mp.emulator.book()).toHaveLength(240)
  })

  it('keeps to the rate together', async () => {
    const mp = mercadopago()
    const workers = await ledgers(2, 'cap_rate')
    const rows = Array.from({ length: 200 }, (_, n) => ({ request: mp.request(`r${n}`) }))
    await workers[0]!.enqueue(rows, { batch: 'r', clients: mp.client, chunkRows: 10 })
    const times: number[] = []
    mp.through((_, forward) => {
      times.push(performance.now())
      return forward()
    })
    const signal = AbortSignal.timeout(2_500)
    const startedAt = performance.now()
    await Promise.all(
      workers.map((ledger) => ledger.work({ clients: mp.client, batch: 'r', ratePerSecond: 40, signal })),
    )
    expect(times.length).toBeGreaterThan(1)
    // What is in the bucket may come at once, and clocks round.
    const seconds = (times.at(-1)! - startedAt) / 1_000
    expect(times.length).toBeLessThanOrEqual(40 * seconds + 4 + 1)
  })

  it('shares a batch between workers, each row once, and counts every row once', async () => {
    const mp = mercadopago()
    const workers = await ledgers(2, 'cap_share')
    const rows = Array.from({ length: 200 }, (_, n) => ({ request: mp.request(`s${n}`) }))
    await workers[0]!.enqueue(rows, { batch: 's', clients: mp.client, chunkRows: 5 })
    const done = await Promise.all(workers.map((ledger) => ledger.work({ clients: mp.client, batch: 's' })))
    expect(done.reduce((sum, { captured }) => sum + captured, 0)).toBe(200)
    expect(mp.sent()).toBe(200)
  })

  it('stops gracefully: nothing more begins, and what is in flight ends first', async () => {
    const mp = mercadopago()
    const [ledger] = await ledgers(1, 'cap_graceful')
    const rows = Array.from({ length: 50 }, (_, n) => ({ request: mp.request(`g${n}`) }))
    await ledger!.enqueue(rows, { batch: 'g', clients: mp.client })
    const stop = new AbortController()
    mp.through(async (_, forward) => {
      stop.abort()
      await new Promise((resolve) => setTimeout(resolve, 100))
      return forward()
    })
    const { captured } = await ledger!.work({ clients: mp.client, batch: 'g', concurrency: 3, signal: stop.signal })
    expect([captured, mp.emulator.book().length]).toEqual([mp.sent(), mp.sent()])
    expect(mp.sent()).toBeLessThanOrEqual(3)
    const { counts } = await ledger!.report('g')
    expect(counts).toMatchObject({ captured: mp.sent(), queued: 50 - mp.sent() })
  })

  it('takes the batch of the higher priority first', async () => {
    const mp = mercadopago()
    const [ledger] = await ledgers(1, 'cap_priority')
    const one = (batch: string) => Array.from({ length: 5 }, (_, n) => ({ request: mp.request(`${batch}${n}`) }))
    await ledger!.enqueue(one('low'), { batch: 'low', clients: mp.client })
    await ledger!.enqueue(one('high'), { batch: 'high', clients: mp.client, priority: 10 })
    await ledger!.work({ clients: mp.client, concurrency: 1 })
    const order = mp.emulator.book().map(({ key }) => key?.replace(/\d+$/, ''))
    expect(order.slice(0, 5)).toEqual(Array(5).fill('key-high'))
  })

  it('only looks up what may have been sent before the ledger was lost', async () => {
    const pw = pipwave()
    const [ledger] = await ledgers(1, 'cap_prior')
    await ledger!.enqueue([{ request: pw.request('p1') }], { batch: 'p', clients: pw.client, priorAttempt: true })
    await ledger!.work({ clients: pw.client, batch: 'p' })
    expect((await ledger!.report('p')).counts).toMatchObject({ unknown: 1 })
    expect(pw.sent()).toBe(0)
  })

  it('never lets rows of a test account and of a live one meet', async () => {
    const mp = mercadopago()
    const [ledger] = await ledgers(1, 'cap_environment')
    const live = createMercadoPago({
      accessToken: `APP_USR-${'1'.repeat(16)}-112233-${'a'.repeat(32)}-99`,
      fetch: mp.fetch,
    })
    const rows = [
      { request: mp.request('e1'), client: 'test' },
      { request: mp.request('e2'), client: 'live' },
    ]
    const clients = { test: mp.client, live }
    expect(await ledger!.enqueue(rows, { batch: 'e', clients })).toMatchObject({ accepted: 1, refused: 1 })
    expect(await ledger!.enqueue(rows, { batch: 'e2', clients, environment: 'live' })).toMatchObject({
      accepted: 1,
      refused: 1,
    })
    // Enqueued for the test account, and worked on with the live one under its name.
    await ledger!.work({ clients: { test: live, live: mp.client } })
    expect(mp.sent()).toBe(0)
    for (const batch of ['e', 'e2']) expect((await ledger!.report(batch)).counts).toMatchObject({ refused: 2 })
  })

  it('keeps no secret of a row that is final, nor of one that was refused or cancelled', async () => {
    const mp = mercadopago()
    const [ledger] = await ledgers(1, 'cap_erased')
    const rows = Array.from({ length: 6 }, (_, n) => ({ request: mp.request(`x${n}`) }))
    await ledger!.enqueue(rows, { batch: 'x', clients: mp.client, chunkRows: 1 })
    await ledger!.work({ clients: mp.client, batch: 'x', concurrency: 1, stillWanted: ({ line }) => line > 2 })
    await ledger!.enqueue([{ request: mp.request('y') }], { batch: 'y', clients: mp.client })
    await ledger!.cancel('y', 'ana')
    for (const table of ['row', 'operation'] as const) {
      const page = await ledger!.desk.engine.exportPage(table, null, 100)
      const stored = JSON.parse(page?.rows ?? '[]') as { readonly secret: string | null }[]
      expect(stored.length).toBeGreaterThan(3)
      expect(stored.filter(({ secret }) => secret !== null)).toEqual([])
    }
  })

  it('stops when the credentials are refused, and leaves the rows queued', async () => {
    const mp = mercadopago()
    const [ledger] = await ledgers(1, 'cap_credentials')
    const rows = Array.from({ length: 5 }, (_, n) => ({ request: mp.request(`u${n}`) }))
    await ledger!.enqueue(rows, { batch: 'u', clients: mp.client })
    mp.emulator.play('bad-access-token', 5)
    await expect(ledger!.work({ clients: mp.client, batch: 'u' })).rejects.toMatchObject({ code: 'unauthorized' })
    expect((await ledger!.report('u')).counts).toMatchObject({ queued: 5 })
  })

  it('goes on with the others when one client of several is refused, and says which', async () => {
    const [good, bad] = [mercadopago(), mercadopago()]
    const [ledger] = await ledgers(1, 'cap_left_out')
    const rows = Array.from({ length: 40 }, (_, n) => ({
      request: good.request(`l${n}`),
      client: n % 2 === 0 ? 'good' : 'bad',
    }))
    const clients = { good: good.client, bad: bad.client }
    await ledger!.enqueue(rows, { batch: 'l', clients, chunkRows: 10 })
    bad.emulator.play('bad-access-token', 40)
    const refused: string[] = []
    const onUnauthorized = ({ client, error }: { client: string; error: Error }) => {
      refused.push(`${client} ${error.name}`)
    }
    const summary = await ledger!.work({ clients, batch: 'l', concurrency: 1, onUnauthorized })
    expect(summary).toMatchObject({ captured: 20, leftOut: ['bad'] })
    expect(refused).toEqual(['bad CaptureError'])
    expect(bad.sent()).toBe(1)
    expect((await ledger!.report('l')).counts).toMatchObject({ captured: 20, queued: 20 })
    const mended = mercadopago()
    const again = { good: good.client, bad: mended.client }
    expect(await ledger!.work({ clients: again, batch: 'l', onUnauthorized })).toMatchObject({
      captured: 20,
      leftOut: [],
    })
    expect([good.sent(), mended.sent()]).toEqual([20, 20])
  })

  it('ends when no client is left', async () => {
    const mp = mercadopago()
    const [ledger] = await ledgers(1, 'cap_none_left')
    await ledger!.enqueue([{ request: mp.request('n1') }, { request: mp.request('n2') }], {
      batch: 'n',
      clients: mp.client,
    })
    mp.emulator.play('bad-access-token', 2)
    const summary = await ledger!.work({ clients: mp.client, until: 'stopped', onUnauthorized: () => {} })
    expect(summary).toMatchObject({ captured: 0, leftOut: ['default'] })
  })
})
