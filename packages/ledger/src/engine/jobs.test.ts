import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { ledgerOn, mercadopago } from '../__fixtures__/world.ts'

type TestLedger = Awaited<ReturnType<typeof ledgerOn>>

describe('the delay of a chunk', () => {
  let ledger: TestLedger
  beforeAll(async () => {
    // The embedded one has the clock of its process.
    ledger = await ledgerOn('PostgreSQL')
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  afterAll(() => ledger.close())

  it.each([
    ['an hour fast', 3_600_000],
    ['an hour slow', -3_600_000],
  ])('goes by the clock of the database, where the clock of the process is %s', async (name, offsetMs) => {
    const { engine } = ledger.desk
    const mp = mercadopago()
    const batch = name
    await ledger.enqueue([{ request: mp.request(batch.replaceAll(' ', '-')) }], { batch, clients: mp.client })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + offsetMs, shouldAdvanceTime: false })
    const chunk = await engine.claim('w', batch, null)
    expect(chunk?.rows).toHaveLength(1)
    await engine.finish(chunk!, 'w', 1_500, null)
    expect(await engine.claim('w', batch, null)).toBeNull()
    await new Promise((resolve) => setTimeout(resolve, 1_700))
    expect(await engine.claim('w', batch, null)).toMatchObject({ batch, round: 1 })
  })
})
