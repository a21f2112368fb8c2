import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ledgerOn } from '../__fixtures__/world.ts'
import { Lane } from './lane.ts'

type TestLedger = Awaited<ReturnType<typeof ledgerOn>>

describe('the rate of an account', () => {
  let ledger: TestLedger
  beforeAll(async () => {
    ledger = await ledgerOn('PostgreSQL')
  })
  afterAll(() => ledger.close())

  it('is not saved up while nothing is sent', async () => {
    const { engine } = ledger.desk
    const ask = (at: number) =>
      engine.permit(
        { owner: 'idle', worker: 'w', concurrency: 10, inFlight: 0, ratePerSecond: 40, want: 1_000, ttlMs: 15_000 },
        at,
      )
    const now = Date.UTC(2026, 0, 1)
    await ask(now)
    expect(await ask(now + 3_600_000)).toMatchObject({ tokens: 4 })
    expect(await ask(now + 3_600_000)).toMatchObject({ tokens: 0, waitMs: 25 })
    expect(await ask(now + 3_600_050)).toMatchObject({ tokens: 2 })
  })

  it('does not pile up in a worker whose provider is slow', async () => {
    let now = Date.UTC(2026, 0, 1)
    const limits = { concurrency: 1, ratePerSecond: 40, ttlMs: 400, breaker: { after: 5, pauseMs: 1_000 } }
    const lane = new Lane('slow', 'w', ledger.desk.engine, () => now, limits)
    const never = new AbortController().signal
    // Slower than its share is good for, so that it asks anew each time and gets more than it begins.
    for (let n = 0; n < 10; n++) {
      expect(await lane.enter(never)).toBe(true)
      now += 220
      await new Promise((resolve) => setTimeout(resolve, 220))
      lane.leave()
    }
    // The provider is quick from now on. The clock stands still, so whatever comes through was held back.
    let atOnce = 0
    while (await lane.enter(never, 500)) {
      atOnce++
      lane.leave()
    }
    // What one asking gives, and what lies in the bucket.
    expect(atOnce).toBeGreaterThan(0)
    expect(atOnce).toBeLessThanOrEqual(4 + 4)
  })
})

describe('the concurrency of an account', () => {
  it('holds while calls take longer than a share is good for', async () => {
    const ledger = await ledgerOn('PostgreSQL')
    const { engine } = ledger.desk
    const limits = { concurrency: 4, ratePerSecond: null, ttlMs: 600, breaker: { after: 5, pauseMs: 1_000 } }
    const never = new AbortController().signal
    const [one, other] = ['one', 'other'].map((worker) => new Lane('long', worker, engine, () => null, limits))
    for (let n = 0; n < 4; n++) expect(await one!.enter(never)).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(await other!.enter(never, 300)).toBe(false)
    for (let n = 0; n < 2; n++) one!.leave()
    expect(await other!.enter(never, 2_000)).toBe(true)
    await ledger.close()
  })
})
