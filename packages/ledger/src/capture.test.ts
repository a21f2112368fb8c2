import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerLost, ledgerOn, mercadopago, pipwave, refusedConnection } from './__fixtures__/world.ts'
import { operationKey } from './operation/operation-key.ts'

type MercadoPago = ReturnType<typeof mercadopago>
type TestLedger = Awaited<ReturnType<typeof ledgerOn>>

describe.each(['PGlite', 'PostgreSQL'] as const)('capture on %s', (place) => {
  let now = Date.UTC(2026, 0, 1)
  const clock = { now: () => now }
  let ledger: TestLedger
  let orders = 0
  const order = () => `${place}-${++orders}`

  beforeAll(async () => {
    ledger = await ledgerOn(place, { clock, leaseMs: 60_000 })
  })
  afterAll(() => ledger.close())

  it('captures once, and answers the same operation with its first outcome', async () => {
    const mp = mercadopago(clock)
    const request = mp.request(order())
    const first = await ledger.capture(mp.client, request)
    expect(first).toMatchObject({ status: 'captured', recorded: true, repeated: false })
    const second = await ledger.capture(mp.client, request)
    expect(second).toEqual({ ...first, repeated: true })
    expect([mp.sent(), mp.emulator.book().length]).toEqual([1, 1])
  })

  it('captures once when the same operation is asked for many times at once', async () => {
    const mp = mercadopago(clock)
    const request = mp.request(order())
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => ledger.capture(mp.client, request)))
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['captured']))
    expect(mp.sent()).toBe(1)
  })

  it('refuses the same operation with other content, and sends nothing', async () => {
    const mp = mercadopago(clock)
    const request = mp.request(order())
    await ledger.capture(mp.client, request)
    const other = { ...request, description: 'something else' }
    await expect(ledger.capture(mp.client, other)).rejects.toMatchObject({ code: 'operation_differs' })
    expect(mp.sent()).toBe(1)
  })

  it('writes the intent before the first byte leaves', async () => {
    const mp = mercadopago(clock)
    let seen: unknown = null
    mp.through(async (_, forward) => {
      const key = (await ledger.desk.engine.operation(operation, now))?.handle ?? null
      seen = key === null ? null : JSON.parse(key).firstSentAt
      return forward()
    })
    const request = mp.request(order())
    const operation = await operationOf(mp, request)
    await ledger.capture(mp.client, request)
    expect(seen).toBe(new Date(now).toISOString())
    expect((await ledger.audit(operation)).map(({ event }) => event)).toEqual(['intent', 'outcome'])
  })

  it('resolves an unknown when it is asked for again, without a second payment', async () => {
    const mp = mercadopago(clock)
    const request = mp.request(order())
    mp.through(answerLost)
    const first = await ledger.capture(mp.client, request)
    expect(first).toMatchObject({ status: 'unknown', recorded: true })
    expect(await ledger.operation(first.operation)).toMatchObject({
      state: 'open',
      nextAt: new Date(now + 30_000).toISOString(),
    })
    mp.through(null)
    expect(await ledger.capture(mp.client, request)).toMatchObject({
      status: 'captured',
      replayed: true,
      repeated: false,
    })
    expect(mp.emulator.book()).toHaveLength(1)
  })

  it('resolves what is open of a payment before anything new happens on it', async () => {
    const mp = mercadopago(clock)
    const name = order()
    mp.through(answerLost)
    const first = await ledger.capture(mp.client, mp.request(name, `${name}-a`))
    await expect(ledger.capture(mp.client, mp.request(name, `${name}-b`))).rejects.toMatchObject({
      code: 'payment_open',
      operation: first.operation,
    })
    mp.through(null)
    expect(await ledger.capture(mp.client, mp.request(name, `${name}-b`))).toMatchObject({ status: 'captured' })
    expect((await ledger.operation(first.operation))?.outcome).toMatchObject({ status: 'captured' })
    expect(mp.emulator.book().map(({ key }) => key)).toEqual([`key-${name}-a`, `key-${name}-b`])
  })

  it('forgets an operation that was provably not sent, so that it may be sent afresh', async () => {
    const mp = mercadopago(clock)
    const request = mp.request(order())
    mp.through(refusedConnection)
    await expect(ledger.capture(mp.client, request)).rejects.toMatchObject({ code: 'not_sent' })
    const operation = await operationOf(mp, request)
    expect(await ledger.operation(operation)).toBeNull()
    expect((await ledger.audit(operation)).map(({ event }) => event)).toEqual(['intent', 'void'])
    mp.through(null)
    expect(await ledger.capture(mp.client, request)).toMatchObject({ status: 'captured', replayed: false })
  })

  it('resolves an intent that a crash left behind, and never sends a pipwave capture again', async () => {
    const pw = pipwave(clock)
    const request = pw.request(order().replace(/\W/g, ''))
    let crash = () => {}
    const crashed = new Promise<void>((resolve) => {
      crash = resolve
    })
    pw.through(async (seen, forward) => {
      if (!(await seen.clone().text()).includes('"action":"capture-payment"')) return forward()
      await forward()
      crash()
      // The process is gone: its answer never comes, and nobody writes an outcome.
      return new Promise<Response>(() => {})
    })
    void ledger.capture(pw.client, request).catch(() => {})
    await crashed
    await expect(ledger.capture(pw.client, request, { waitMs: 0 })).rejects.toMatchObject({ code: 'operation_running' })
    now += 60_001
    pw.through(null)
    // The transition alone proves it: looked up, not sent.
    expect(await ledger.capture(pw.client, request)).toMatchObject({ status: 'captured', basis: 'lookup' })
    expect([pw.sent(), pw.emulator.book().length]).toEqual([1, 1])
  })

  it('does not send a pipwave capture whose intent was written but which never left', async () => {
    const pw = pipwave(clock)
    const request = pw.request(order().replace(/\W/g, ''))
    const lost = new Promise<void>((resolve) => {
      pw.through(async (seen, forward) => {
        if (!(await seen.clone().text()).includes('"action":"capture-payment"')) return forward()
        resolve()
        return new Promise<Response>(() => {})
      })
    })
    void ledger.capture(pw.client, request).catch(() => {})
    await lost
    now += 60_001
    pw.through(null)
    expect(await ledger.capture(pw.client, request)).toMatchObject({ status: 'unknown' })
    expect([pw.sent(), pw.emulator.book().length]).toEqual([1, 0])
  })

  it('sends nothing when the intent cannot be written', async () => {
    const mp = mercadopago(clock)
    const request = mp.request(order())
    const intend = ledger.desk.engine.intend
    ledger.desk.engine.intend = async () => {
      throw new Error('connection lost')
    }
    try {
      await expect(ledger.capture(mp.client, request)).rejects.toMatchObject({ code: 'unavailable' })
    } finally {
      ledger.desk.engine.intend = intend
    }
    expect(mp.sent()).toBe(0)
    expect(await ledger.capture(mp.client, request)).toMatchObject({ status: 'captured' })
  })

  it('returns an outcome it cannot store as it is, unrecorded, and resolves it later', {
    timeout: 30_000,
  }, async () => {
    const mp = mercadopago(clock)
    const request = mp.request(order())
    const complete = ledger.desk.engine.complete
    ledger.desk.engine.complete = async () => {
      throw new Error('connection lost')
    }
    let first: Awaited<ReturnType<TestLedger['capture']>>
    try {
      first = await ledger.capture(mp.client, request)
    } finally {
      ledger.desk.engine.complete = complete
    }
    expect(first).toMatchObject({ status: 'captured', recorded: false })
    now += 60_001
    expect(await ledger.capture(mp.client, request)).toMatchObject({
      status: 'captured',
      replayed: true,
      recorded: true,
    })
    expect(mp.emulator.book()).toHaveLength(1)
  })

  it('refuses a deadline beyond the lease', async () => {
    const mp = mercadopago(clock)
    const call = ledger.capture(mp.client, mp.request(order()), { deadlineMs: 60_000 })
    await expect(call).rejects.toMatchObject({ code: 'invalid_request', field: 'deadlineMs' })
    expect(mp.sent()).toBe(0)
  })

  it('lets one of two payments pass while the other is in hand', async () => {
    const mp = mercadopago(clock)
    const [slow, quick] = [mp.request(order()), mp.request(order())]
    let letGo = () => {}
    mp.through(async (seen, forward) => {
      if ((await seen.clone().text()).includes(slow.externalReference)) {
        await new Promise<void>((resolve) => {
          letGo = resolve
        })
      }
      return forward()
    })
    const first = ledger.capture(mp.client, slow)
    expect(await ledger.capture(mp.client, quick)).toMatchObject({ status: 'captured' })
    letGo()
    expect(await first).toMatchObject({ status: 'captured' })
  })
})

async function operationOf(mp: MercadoPago, request: ReturnType<MercadoPago['request']>): Promise<string> {
  return operationKey('mercadopago', await mp.client.describe(request)).key
}
