import type { CaptureClient } from '@cap/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerLost, ledgerOn, mercadopago, pipwave } from '../__fixtures__/world.ts'

type TestLedger = Awaited<ReturnType<typeof ledgerOn>>

describe('retry and decide', () => {
  let ledger: TestLedger
  /** The same, in another process, as far as the database can tell. */
  let other: TestLedger
  let orders = 0
  const order = () => `retry${++orders}`
  const evidence = { evidence: 'ticket 7', by: 'ana' }

  beforeAll(async () => {
    ledger = await ledgerOn('PostgreSQL', { schema: 'cap_retry' })
    other = await ledgerOn('PostgreSQL', { schema: 'cap_retry' })
  })
  afterAll(() => Promise.all([ledger.close(), other.close()]))

  async function declined(mp: ReturnType<typeof mercadopago>, scenario: string) {
    const request = mp.request(order())
    mp.emulator.play(scenario)
    const outcome = await ledger.capture(mp.client, request)
    expect(outcome.status).toBe('declined')
    return { request, outcome, again: (key: string) => ({ ...request, idempotencyKey: key }) }
  }

  it('starts the next attempt after a decline, under a key derived from the first, once', async () => {
    const mp = mercadopago()
    const { outcome, again } = await declined(mp, 'rejected-insufficient-amount')
    const second = await ledger.retry(mp.client, outcome.operation, again)
    expect(second).toMatchObject({ status: 'captured', repeated: false })
    expect(await ledger.operation(second.operation)).toMatchObject({ attempt: 2 })
    // A crash after it, and the same retry again: the same attempt.
    expect(await ledger.retry(mp.client, outcome.operation, again)).toEqual({ ...second, repeated: true })
    expect([mp.sent(), mp.emulator.book().length]).toEqual([2, 1])
  })

  it('refuses a retry of what is not declined', async () => {
    const mp = mercadopago()
    const request = mp.request(order())
    mp.through(answerLost)
    const open = await ledger.capture(mp.client, request)
    const again = (key: string) => ({ ...request, idempotencyKey: key })
    const refused = { code: 'not_retryable', operation: open.operation }
    await expect(ledger.retry(mp.client, open.operation, again)).rejects.toMatchObject(refused)
    mp.through(null)
    const captured = await ledger.capture(mp.client, request)
    await expect(ledger.retry(mp.client, captured.operation, again)).rejects.toMatchObject(refused)
    await expect(ledger.retry(mp.client, 'c:none', again)).rejects.toMatchObject({ code: 'operation_unknown' })
    expect(mp.emulator.book()).toHaveLength(1)
  })

  it('retries a decline that advises against it only after a person has decided', async () => {
    const mp = mercadopago()
    const { outcome, again } = await declined(mp, 'rejected-duplicated-payment')
    expect(outcome).toMatchObject({ advice: 'check_earlier_capture' })
    await expect(ledger.retry(mp.client, outcome.operation, again)).rejects.toMatchObject({ code: 'not_retryable' })
    await ledger.decide(outcome.operation, { outcome: 'not_captured', ...evidence })
    expect(await ledger.retry(mp.client, outcome.operation, again)).toMatchObject({ status: 'captured' })
  })

  describe('in several processes', () => {
    it('is made once', async () => {
      const mp = mercadopago()
      const { outcome, again } = await declined(mp, 'rejected-insufficient-amount')
      const both = await Promise.all([ledger, other].map((one) => one.retry(mp.client, outcome.operation, again)))
      expect(both.map(({ status }) => status)).toEqual(['captured', 'captured'])
      expect(both[0]?.operation).toBe(both[1]?.operation)
      expect([mp.sent(), mp.emulator.book().length]).toEqual([2, 1])
    })

    it('is not made once a person has decided that the attempt before was captured', async () => {
      const mp = mercadopago()
      const { outcome, again } = await declined(mp, 'rejected-insufficient-amount')
      // Decided between the look at the attempt before and the beginning of the next.
      const client: CaptureClient<ReturnType<typeof mp.request>> = {
        provider: mp.client.provider,
        capture: (request, options) => mp.client.capture(request, options),
        resolve: (handle, options) => mp.client.resolve(handle, options),
        async describe(request) {
          await other.decide(outcome.operation, { outcome: 'captured', ...evidence })
          return mp.client.describe(request)
        },
      }
      const refused = { code: 'not_retryable', operation: outcome.operation }
      await expect(ledger.retry(client, outcome.operation, again)).rejects.toMatchObject(refused)
      await expect(ledger.retry(mp.client, outcome.operation, again)).rejects.toMatchObject(refused)
      expect(mp.sent()).toBe(1)
    })

    it('never begins after such a decision, whenever that comes', async () => {
      const seen = { refused: 0, begun: 0 }
      for (let n = 0; n < 30; n++) {
        const mp = mercadopago()
        const { outcome, again } = await declined(mp, 'rejected-insufficient-amount')
        const [retried, decided] = await Promise.allSettled([
          ledger.retry(mp.client, outcome.operation, again),
          new Promise((resolve) => setTimeout(resolve, n % 10)).then(() =>
            other.decide(outcome.operation, { outcome: 'captured', ...evidence }),
          ),
        ])
        expect(decided.status).toBe('fulfilled')
        if (retried.status === 'rejected') {
          seen.refused++
          expect([retried.reason.code, mp.sent()]).toEqual(['not_retryable', 1])
          continue
        }
        seen.begun++
        const { startedAt } = (await ledger.operation(retried.value.operation))!
        const decidedAt = (await ledger.audit(outcome.operation)).at(-1)!.at
        expect(startedAt <= decidedAt, `begun ${startedAt}, decided ${decidedAt}`).toBe(true)
      }
      expect(seen.refused + seen.begun).toBe(30)
    })
  })

  it('refuses a retry under another key, and for another payment', async () => {
    const mp = mercadopago()
    const { request, outcome } = await declined(mp, 'rejected-insufficient-amount')
    const invalid = { code: 'invalid_request', field: 'request' }
    await expect(ledger.retry(mp.client, outcome.operation, () => request)).rejects.toMatchObject(invalid)
    const elsewhere = (key: string) => ({ ...request, idempotencyKey: key, externalReference: 'another' })
    await expect(ledger.retry(mp.client, outcome.operation, elsewhere)).rejects.toMatchObject(invalid)
    expect(mp.sent()).toBe(1)
  })

  it('ends an open operation by a decision, with its evidence in the audit trail', async () => {
    const pw = pipwave()
    const request = pw.request(order())
    pw.through(async (seen, forward) => {
      if ((await seen.clone().text()).includes('capture-payment')) throw new TypeError('terminated')
      return forward()
    })
    const { operation, status } = await ledger.capture(pw.client, request)
    expect(status).toBe('unknown')
    await ledger.decide(operation, { outcome: 'captured', ...evidence })
    expect(await ledger.capture(pw.client, request)).toMatchObject({ status: 'captured', repeated: true })
    expect((await ledger.audit(operation)).at(-1)).toMatchObject({
      event: 'decided',
      detail: { outcome: 'captured', ...evidence },
    })
    const final = { code: 'operation_final' }
    await expect(ledger.decide(operation, { outcome: 'not_captured', ...evidence })).rejects.toMatchObject(final)
    expect(pw.sent()).toBe(1)
  })

  it.each([
    [{ outcome: 'captured', evidence: ' ', by: 'ana' }, 'evidence'],
    [{ outcome: 'captured', evidence: 'ticket', by: '' }, 'by'],
    [{ outcome: 'maybe', evidence: 'ticket', by: 'ana' }, 'outcome'],
  ])('refuses the decision %j', async (decision, field) => {
    await expect(ledger.decide('c:any', decision as never)).rejects.toMatchObject({ code: 'invalid_request', field })
  })

  it('resolves with the client of the operation only', async () => {
    const [mp, pw] = [mercadopago(), pipwave()]
    mp.through(answerLost)
    const { operation } = await ledger.capture(mp.client, mp.request(order()))
    await expect(ledger.resolve(pw.client, operation)).rejects.toMatchObject({ code: 'account_differs' })
    mp.through(null)
    expect(await ledger.resolve(mp.client, operation)).toMatchObject({ status: 'captured' })
    expect(await ledger.resolve(mp.client, operation)).toMatchObject({ status: 'captured', repeated: true })
  })
})
