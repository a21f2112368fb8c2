import { describe, it } from 'vitest'
import { badWay } from '../__fixtures__/bad-way.ts'
import { randomOf } from '../__fixtures__/crash-world.ts'
import { ledgerOn, mercadopago, pipwave } from '../__fixtures__/world.ts'
import { LedgerError } from '../error.ts'
import type { WorkOptions } from './work-types.ts'

const rows = 30
/** Some pauses, but short ones. */
const breaker = { after: 5, pauseMs: 200 }
/** Short, because what a lost answer leaves in nobody's hands is taken up when the lease is over. */
const options = {
  leaseMs: 1_500,
  schedule: { first: [50, 100, 200], everyMs: 300, windowMs: 3_600_000, laterMs: 1_000, laterTimes: 5 },
}

/** As an operator does it: the same call again. */
async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (!(LedgerError.isInstance(error) && error.code === 'unavailable')) throw error
    }
  }
}

describe.each([
  // One: its database computes in the thread of the tests.
  ['PGlite', [1]],
  ['PostgreSQL', [2, 3, 4]],
] as const)('on %s, a way to the database that loses every seventh call', (place, seeds) => {
  it.concurrent.for([...seeds])(
    'captures every row of a keyed provider once, seed %i',
    { timeout: 120_000 },
    async (seed, { expect }) => {
      const random = randomOf(seed)
      const bad = badWay(15, random)
      const mp = mercadopago()
      mp.through(async (_, forward) => {
        const draw = random(100)
        if (draw < 5) throw new TypeError('terminated')
        const answer = await forward()
        if (draw < 15) throw new TypeError('terminated')
        return answer
      })
      const ledger = await ledgerOn(place, options, bad.way)
      const batch = `bad-${place}-${seed}`
      const given = Array.from({ length: rows }, (_, n) => ({ request: mp.request(`${batch}-${n}`) }))
      const enqueued = await patiently(() =>
        ledger.enqueue(given, { batch, clients: mp.client, chunkRows: 7, expectedCount: rows }),
      )
      expect(enqueued).toMatchObject({ accepted: rows, refused: 0 })
      const work: WorkOptions = { clients: mp.client, batch, concurrency: 6, breaker, until: 'settled' }
      await Promise.all([patiently(() => ledger.work(work)), patiently(() => ledger.work(work))])
      bad.mend()
      expect((await ledger.report(batch)).counts).toMatchObject({ captured: rows })
      const book = mp.emulator.book()
      expect(book).toHaveLength(rows)
      expect(bad.lost.size).toBeGreaterThan(5)
      await ledger.close()
    },
  )

  it.concurrent.for([...seeds])(
    'captures nothing twice at one without keys, and says what moved, seed %i',
    { timeout: 120_000 },
    async (seed, { expect }) => {
      const random = randomOf(100 + seed)
      const bad = badWay(15, random)
      const pw = pipwave()
      const ledger = await ledgerOn(place, options, bad.way)
      const batch = `bad-pw-${place}-${seed}`
      const given = Array.from({ length: rows }, (_, n) => ({ request: pw.request(`${batch}-${n}`) }))
      await patiently(() => ledger.enqueue(given, { batch, clients: pw.client, chunkRows: 7 }))
      const work: WorkOptions = { clients: pw.client, batch, concurrency: 6, breaker, until: 'sent' }
      await Promise.all([patiently(() => ledger.work(work)), patiently(() => ledger.work(work))])
      bad.mend()
      await ledger.work(work)
      const book = pw.emulator.book()
      expect(new Set(book.map(({ payment }) => payment)).size).toBe(book.length)
      const { counts } = await ledger.report(batch)
      expect(counts.captured + counts.accepted).toBe(book.length)
      expect(counts).toMatchObject({ queued: 0, declined: 0 })
      await ledger.close()
    },
  )
})
