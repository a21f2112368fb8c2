import { afterEach, describe, expect, it } from 'vitest'
import { answerLost, ledgerOn, mercadopago, type Network } from '../__fixtures__/world.ts'

type TestLedger = Awaited<ReturnType<typeof ledgerOn>>
type MercadoPago = ReturnType<typeof mercadopago>

const noBreaker = { after: 1_000, pauseMs: 1 }

describe('questions of the schedule', () => {
  /** Runs as fast as the machine's, and can be put forward. */
  let ahead = 0
  const clock = { now: () => Date.now() + ahead }
  let ledger: TestLedger | undefined
  afterEach(async () => {
    await ledger?.close()
  })

  /** A batch whose answers were lost in an outage that is over: all of it is due. */
  async function afterOutage(schema: string, count: number): Promise<MercadoPago> {
    ledger = await ledgerOn('PostgreSQL', { schema, clock, leaseMs: 20_000 })
    const mp = mercadopago()
    const rows = Array.from({ length: count }, (_, n) => ({ request: mp.request(`${schema}-${n}`) }))
    await ledger.enqueue(rows, { batch: 'b', clients: mp.client })
    mp.through(answerLost)
    await ledger.work({ clients: mp.client, batch: 'b', concurrency: 64, breaker: noBreaker })
    mp.through(null)
    ahead += 31_000
    return mp
  }

  it('keep to the rate', async () => {
    const mp = await afterOutage('cap_sweep_rate', 100)
    const times: number[] = []
    mp.through((_, forward) => {
      times.push(performance.now())
      return forward()
    })
    const signal = AbortSignal.timeout(2_000)
    await ledger!.work({ clients: mp.client, batch: 'b', until: 'settled', ratePerSecond: 20, signal })
    const seconds = (times.at(-1)! - times[0]!) / 1_000
    expect(times.length).toBeGreaterThan(5)
    expect(times.length).toBeLessThanOrEqual(20 * seconds + 2 * 2 + 1)
    expect((await ledger!.report('b')).counts.captured).toBe(times.length)
    // Whatever was not asked for is due at once for the next worker.
    mp.through(null)
    await ledger!.work({ clients: mp.client, batch: 'b' })
    expect((await ledger!.report('b')).counts).toMatchObject({ captured: 100 })
    expect(mp.emulator.book()).toHaveLength(100)
  })

  it('keep to the concurrency', async () => {
    const mp = await afterOutage('cap_sweep_concurrency', 60)
    let [inFlight, most] = [0, 0]
    const slow: Network = async (_, forward) => {
      most = Math.max(most, ++inFlight)
      await new Promise((resolve) => setTimeout(resolve, 10))
      const answer = await forward()
      inFlight--
      return answer
    }
    mp.through(slow)
    await ledger!.work({ clients: mp.client, batch: 'b', concurrency: 3 })
    expect([most, (await ledger!.report('b')).counts.captured]).toEqual([3, 60])
  })

  it('feed the breaker, and wait while the account is paused', async () => {
    const mp = await afterOutage('cap_sweep_breaker', 40)
    mp.through(answerLost)
    const before = mp.sent()
    const options = { clients: mp.client, batch: 'b', concurrency: 1, breaker: { after: 4, pauseMs: 60_000 } } as const
    await ledger!.work({ ...options, until: 'settled', signal: AbortSignal.timeout(1_500) })
    expect(mp.sent() - before).toBe(4)
    mp.through(null)
    // Nor does another worker ask. It ends all the same: what is open waits for the next one.
    await ledger!.work({ ...options, signal: AbortSignal.timeout(5_000) })
    expect(mp.sent() - before).toBe(4)
    ahead += 120_000
    await ledger!.work(options)
    expect((await ledger!.report('b')).counts).toMatchObject({ captured: 40 })
  })

  it('tell of what they conclude, once, and of nothing that is still open', async () => {
    const mp = await afterOutage('cap_sweep_told', 3)
    mp.through(answerLost)
    const told: string[] = []
    const work = () =>
      ledger!.work({
        clients: mp.client,
        onOutcome: ({ batch, line, outcome }) => told.push(`${batch} ${line} ${outcome.status}`),
      })
    await ledger!.capture(mp.client, mp.request('outside'))
    expect(await work()).toMatchObject({ unknown: 3 })
    expect(told).toEqual([])
    mp.through(null)
    ahead += 200_000
    expect(await work()).toMatchObject({ captured: 4 })
    await work()
    expect(told.sort()).toEqual(['b 1 captured', 'b 2 captured', 'b 3 captured'])
  })

  it('are told of, too, where another row of the payment asked', async () => {
    const mp = await afterOutage('cap_sweep_other', 1)
    ahead -= 31_000
    const { externalReference } = mp.request('cap_sweep_other-0')
    const request = { ...mp.request('second'), externalReference }
    await ledger!.enqueue([{ request, line: 7 }], { batch: 'c', clients: mp.client })
    const told: string[] = []
    const onOutcome = ({ batch, line }: { batch: string; line: number }) => told.push(`${batch} ${line}`)
    await ledger!.work({ clients: mp.client, batch: 'c', onOutcome })
    expect(told).toEqual(['b 1', 'c 7'])
  })
})
