import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Link, linkTo } from './__fixtures__/link.ts'
import { dataKey, mercadopago } from './__fixtures__/world.ts'
import type { Ledger } from './ledger.ts'
import { openLedger } from './open-ledger.ts'

describe('a ledger whose server cannot be reached', () => {
  let link: Link
  let ledger: Ledger
  const mp = mercadopago()
  beforeAll(async () => {
    link = await linkTo(inject('postgres'))
    ledger = await openLedger({ connectionString: link.connectionString, schema: 'cap_outage', dataKey })
  })
  afterAll(async () => {
    await ledger.close()
    await link.cut()
  })

  it('says so, whatever it is asked, and goes on when the server is back', async () => {
    const { operation } = await ledger.capture(mp.client, mp.request('before'))
    await ledger.enqueue([{ request: mp.request('row') }], { batch: 'b', clients: mp.client })
    const sentBefore = mp.sent()
    await link.cut()
    const questions: Record<string, () => Promise<unknown>> = {
      capture: () => ledger.capture(mp.client, mp.request('new')),
      retry: () => ledger.retry(mp.client, operation, (key) => ({ ...mp.request('before'), idempotencyKey: key })),
      resolve: () => ledger.resolve(mp.client, operation),
      decide: () => ledger.decide(operation, { outcome: 'captured', evidence: 'their page', by: 'ana' }),
      operation: () => ledger.operation(operation),
      audit: () => ledger.audit(operation),
      needsPerson: () => ledger.needsPerson(),
      'store.peek': () => ledger.store.peek('key'),
      enqueue: () => ledger.enqueue([{ request: mp.request('other') }], { batch: 'c', clients: mp.client }),
      progress: () => ledger.progress('b'),
      cancel: () => ledger.cancel('b', 'ana'),
      askAgain: () => ledger.askAgain('b'),
      report: () => ledger.report('b'),
      rows: () => ledger.rows('b')[Symbol.asyncIterator]().next(),
    }
    for (const [name, ask] of Object.entries(questions)) {
      await expect(ask(), name).rejects.toMatchObject({ name: 'LedgerError', code: 'unavailable' })
    }
    expect(mp.sent()).toBe(sentBefore)
    await link.mend()
    expect((await ledger.report('b')).counts).toMatchObject({ queued: 1 })
  })

  it('finishes a batch whose worker had no server for a quarter of a minute', { timeout: 90_000 }, async () => {
    const rows = Array.from({ length: 60 }, (_, n) => ({ request: mp.request(`w${n}`) }))
    await ledger.enqueue(rows, { batch: 'w', clients: mp.client, chunkRows: 2 })
    const bookBefore = mp.emulator.book().length
    let told = 0
    let outage: Promise<void> | null = null
    const cutFor = async (ms: number) => {
      await link.cut()
      await sleep(ms)
      await link.mend()
    }
    const worked = ledger.work({
      clients: mp.client,
      batch: 'w',
      concurrency: 4,
      ratePerSecond: 60,
      until: 'settled',
      onOutcome: () => {
        if (++told === 20) outage = cutFor(15_000)
      },
    })
    await worked
    await outage
    expect((await ledger.report('w')).counts).toMatchObject({ captured: 60 })
    expect(mp.emulator.book()).toHaveLength(bookBefore + 60)
  })
})
