import type { CaptureClient } from '@cap/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerLost, ledgerOn, mercadopago, pipwave } from '../__fixtures__/world.ts'

type TestLedger = Awaited<ReturnType<typeof ledgerOn>>
const day = 24 * 60 * 60_000

describe.each(['PGlite', 'PostgreSQL'] as const)('what stays open reaches a person, on %s', (place) => {
  let now = Date.UTC(2026, 0, 1)
  const clock = { now: () => now }
  let ledger: TestLedger
  beforeAll(async () => {
    ledger = await ledgerOn(place, { clock })
  })
  afterAll(() => ledger.close())

  it('also when nothing was ever sent of it', async () => {
    const pw = pipwave(clock)
    const { operation, ...outcome } = await ledger.capture(pw.client, pw.request('unsent'), { priorAttempt: true })
    expect(outcome).toMatchObject({ status: 'unknown', needs: 'resolve', handle: { firstSentAt: null } })
    now += 2 * day
    await ledger.resolve(pw.client, operation, { deadlineMs: 200 })
    expect(await ledger.operation(operation)).toMatchObject({
      state: 'open',
      nextAt: new Date(now + day).toISOString(),
    })
    now += 4 * day
    await ledger.resolve(pw.client, operation, { deadlineMs: 200 })
    expect(await ledger.operation(operation)).toMatchObject({ state: 'person', nextAt: null })
    expect((await ledger.needsPerson()).map((one) => one.operation)).toEqual([operation])
    await ledger.decide(operation, { outcome: 'not_captured', evidence: 'report of May', by: 'ana' })
  })

  it('also when no client speaks for its account any more', async () => {
    const mp = mercadopago(clock)
    const batch = `gone-${place}`
    mp.through(answerLost)
    await ledger.enqueue([{ request: mp.request(batch) }], { batch, clients: mp.client })
    await ledger.work({ clients: mp.client, batch })
    const elsewhere: CaptureClient<ReturnType<typeof mp.request>> = {
      provider: mp.client.provider,
      capture: (request, options) => mp.client.capture(request, options),
      resolve: (handle, options) => mp.client.resolve(handle, options),
      describe: async (request) => ({ ...(await mp.client.describe(request)), account: 'f'.repeat(64) }),
    }
    const sent = mp.sent()
    // Another worker may have the client: so far it is left to that one.
    now += 5 * day
    await ledger.work({ clients: elsewhere, batch })
    expect((await ledger.progress(batch)).counts).toMatchObject({ unknown: 1, person: 0 })
    now += day
    await ledger.work({ clients: elsewhere, batch, until: 'settled' })
    expect((await ledger.progress(batch)).counts).toMatchObject({ unknown: 0, person: 1 })
    const [waiting] = await ledger.needsPerson()
    expect(waiting).toMatchObject({ batch, outcome: { status: 'unknown' } })
    expect((await ledger.audit(waiting!.operation)).at(-1)).toMatchObject({
      event: 'person',
      detail: { error: 'account_differs' },
    })
    expect(mp.sent()).toBe(sent)
    await ledger.decide(waiting!.operation, { outcome: 'captured', evidence: 'their page', by: 'ana' })
  })

  it('also when nobody works for its provider any more', async () => {
    const [mp, pw] = [mercadopago(clock), pipwave(clock)]
    const batch = `left-${place}`
    mp.through(answerLost)
    await ledger.enqueue([{ request: mp.request(batch) }], { batch, clients: mp.client })
    await ledger.work({ clients: mp.client, batch })
    now += 5 * day
    // Not waited for: whoever has a client for it may work elsewhere.
    await ledger.work({ clients: pw.client, batch, until: 'settled' })
    expect((await ledger.progress(batch)).counts).toMatchObject({ unknown: 1, person: 0 })
    now += day
    await ledger.work({ clients: pw.client, batch })
    expect((await ledger.progress(batch)).counts).toMatchObject({ unknown: 0, person: 1 })
    expect(await ledger.needsPerson()).toMatchObject([{ batch }])
  })
})
