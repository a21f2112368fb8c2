import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ledgerOn, mercadopago, type Network } from '../__fixtures__/world.ts'

type TestLedger = Awaited<ReturnType<typeof ledgerOn>>

const leaseMs = 2_000

describe('a client that takes longer than the lease', () => {
  let ledger: TestLedger
  let other: TestLedger
  beforeAll(async () => {
    ledger = await ledgerOn('PostgreSQL', { schema: 'cap_lease', leaseMs })
    other = await ledgerOn('PostgreSQL', { schema: 'cap_lease', leaseMs })
  })
  afterAll(() => Promise.all([ledger.close(), other.close()]))

  /** Moves the money at once and answers long after the lease, unless it is called off. Counts the requests under way. */
  function slowProvider() {
    const arrived = Promise.withResolvers<void>()
    const seen = { inFlight: 0, most: 0, slow: true, arrived: arrived.promise }
    const network: Network = async ({ signal }, forward) => {
      seen.most = Math.max(seen.most, ++seen.inFlight)
      arrived.resolve()
      try {
        const answer = await forward()
        if (!seen.slow) return answer
        return await new Promise<Response>((resolve, reject) => {
          const timer = setTimeout(resolve, 2 * leaseMs, answer)
          signal.addEventListener('abort', () => {
            clearTimeout(timer)
            reject(signal.reason)
          })
        })
      } finally {
        seen.inFlight--
      }
    }
    return { seen, network }
  }

  it('is called off before the lease ends: the outcome is unknown and stored, and never are two on one payment', async () => {
    const mp = mercadopago()
    const { seen, network } = slowProvider()
    mp.through(network)
    const request = mp.request('slow')
    const begun = performance.now()
    const first = ledger.capture(mp.client, request)
    await seen.arrived
    const second = other.capture(mp.client, request, { waitMs: 10 * leaseMs })
    expect(await first).toMatchObject({ status: 'unknown', cause: 'aborted', needs: 'resolve', recorded: true })
    expect(performance.now() - begun).toBeLessThan(leaseMs)
    seen.slow = false
    await second
    expect(seen.most).toBe(1)
    expect(await ledger.capture(mp.client, request)).toMatchObject({ status: 'captured' })
    expect(mp.emulator.book()).toHaveLength(1)
  })

  it('is called off when it resolves, too', async () => {
    const mp = mercadopago()
    const { seen, network } = slowProvider()
    mp.through(network)
    const { operation } = await ledger.capture(mp.client, mp.request('asked'))
    const begun = performance.now()
    expect(await ledger.resolve(mp.client, operation)).toMatchObject({ status: 'unknown', recorded: true })
    expect(performance.now() - begun).toBeLessThan(leaseMs)
    seen.slow = false
    expect(await other.resolve(mp.client, operation)).toMatchObject({ status: 'captured' })
    expect([seen.most, mp.emulator.book().length]).toEqual([1, 1])
  })

  it('still heeds the signal of the caller', async () => {
    const mp = mercadopago()
    const { network } = slowProvider()
    const stop = new AbortController()
    mp.through((request, forward) => {
      setTimeout(() => stop.abort(), 50)
      return network(request, forward)
    })
    const begun = performance.now()
    const outcome = await ledger.capture(mp.client, mp.request('stopped'), { signal: stop.signal })
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'aborted', recorded: true })
    expect(performance.now() - begun).toBeLessThan(leaseMs / 2)
    const sent = mp.sent()
    const call = ledger.capture(mp.client, mp.request('never'), { signal: AbortSignal.abort() })
    await expect(call).rejects.toMatchObject({ code: 'aborted' })
    expect(mp.sent()).toBe(sent)
  })

  it.each([leaseMs, leaseMs * 0.8])('refuses a deadline that leaves nothing of the lease: %d', async (deadlineMs) => {
    const mp = mercadopago()
    const call = ledger.capture(mp.client, mp.request('long'), { deadlineMs })
    await expect(call).rejects.toMatchObject({ code: 'invalid_request', field: 'deadlineMs' })
    expect(mp.sent()).toBe(0)
  })
})
