import type { CaptureHandle, CaptureOutcome } from '@cap/core'
import { describe, expect, it } from 'vitest'
import { accessToken, request, type Step, scripted, secrets } from './__fixtures__/client.ts'
import * as errors from './__fixtures__/errors.ts'
import { approved, payment, rejected, replayed } from './__fixtures__/payments.ts'
import { money } from './index.ts'

const hour = 60 * 60 * 1000
const allow = { request, replay: 'allow' } as const

/** The handle of a capture whose answers were all lost, as it comes back from storage. */
async function lostHandle(): Promise<CaptureHandle> {
  return handleOf((await scripted(['lost']).capture()).outcome)
}

/** The handle of a capture that was answered with a payment that settles nothing, and so has its id. */
async function identifiedHandle(): Promise<CaptureHandle> {
  return handleOf((await scripted([payment('approved', ['in_process'])]).capture()).outcome)
}

function handleOf(outcome: CaptureOutcome | null): CaptureHandle {
  if (outcome?.status !== 'unknown' && outcome?.status !== 'pending') throw new Error('there is nothing to resolve')
  return JSON.parse(JSON.stringify(outcome.handle))
}

describe('resolve with the id of the payment', () => {
  it.each([
    [
      'approved',
      payment('approved', ['approved'], { status: 200 }),
      { status: 'captured', basis: 'lookup', replayed: true, amount: money('700.50', 'MXN') },
    ],
    ['refunded since', payment('refunded', ['refunded'], { status: 200 }), { status: 'captured', later: 'refunded' }],
    [
      'charged back since',
      payment('charged_back', ['charged_back'], { status: 200 }),
      { status: 'captured', later: 'charged_back' },
    ],
    ['still in process', payment('in_process', ['in_process'], { status: 200 }), { status: 'pending' }],
    ['rejected', payment('rejected', ['rejected'], { status: 200 }), { status: 'declined' }],
    [
      'a duplicate',
      payment('rejected', ['rejected'], { status: 200, inside: { status_detail: 'cc_rejected_duplicated_payment' } }),
      { status: 'unknown', cause: 'refused_after_maybe_applied', needs: 'person' },
    ],
    [
      'cancelled',
      payment('cancelled', ['cancelled'], { status: 200 }),
      { status: 'unknown', cause: 'refused_after_maybe_applied', needs: 'person' },
    ],
    ['without status', payment(null, [null], { status: 200 }), { status: 'unknown', cause: 'unrecognised_answer' }],
    [
      'of another payment',
      payment('approved', ['approved'], { status: 200, top: { id: 7 } }),
      { status: 'unknown', cause: 'mismatch' },
    ],
    [
      'of another reference',
      payment('approved', ['approved'], { status: 200, top: { wallet_payment: { external_reference: 'x' } } }),
      { status: 'unknown', cause: 'mismatch' },
    ],
    ['404', errors.paymentNotFound, { status: 'unknown', cause: 'unrecognised_answer' }],
    ['404 of the whitelist', errors.notInWhitelist, { status: 'unknown', cause: 'refused_after_maybe_applied' }],
    ['401', errors.accessTokenInvalid, { status: 'unknown', cause: 'refused_after_maybe_applied' }],
    ['401003', errors.payerTokenInvalid, { status: 'unknown', cause: 'refused_after_maybe_applied', needs: 'resolve' }],
    ['422', errors.keyAlreadyUsed, { status: 'unknown', cause: 'unrecognised_answer', needs: 'resolve' }],
    ['500', errors.serverError, { status: 'unknown', cause: 'server_error' }],
    ['no answer', 'lost', { status: 'unknown', cause: 'no_answer' }],
    ['no connection', 'not_sent', { status: 'unknown', cause: 'no_answer' }],
  ] satisfies [string, Step, Record<string, unknown>][])('reads it: %s', async (_, step, expected) => {
    const handle = await identifiedHandle()
    const { run, seen } = scripted([step])
    const { outcome, error } = await run((client) => client.resolve(handle))
    expect(error).toBeNull()
    expect(outcome).toMatchObject(expected)
    for (const { method, url, body } of seen) {
      expect([method, url, body]).toEqual(['GET', 'https://api.mercadopago.com/v1/advanced_payments/10458724', null])
    }
  })

  it('compares the amount when the request is at hand', async () => {
    const handle = await identifiedHandle()
    const less = payment('approved', ['approved'], { status: 200, inside: { transaction_amount: 700 } })
    const alone = await scripted([less]).run((client) => client.resolve(handle))
    expect(alone.outcome).toMatchObject({ status: 'captured', amount: money('700.00', 'MXN') })
    const compared = await scripted([less]).run((client) => client.resolve(handle, { request }))
    expect(compared.outcome).toMatchObject({ status: 'unknown', cause: 'mismatch' })
  })

  it('sends the request again, where that is allowed, when reading settles nothing', async () => {
    const handle = await identifiedHandle()
    const { run, seen } = scripted([payment(null, [null], { status: 200 }), replayed])
    const { outcome } = await run((client) => client.resolve(handle, allow))
    expect(outcome).toMatchObject({ status: 'captured', replayed: true })
    expect(seen.map(({ method }) => method)).toEqual(['GET', 'POST'])
  })

  it('does not take a second payment under the key for the first: it may have been charged twice', async () => {
    const handle = await identifiedHandle()
    const other = payment('approved', ['approved'], { top: { id: 7 } })
    const { outcome } = await scripted([errors.serverError, errors.serverError, errors.serverError, other]).run(
      (client) => client.resolve(handle, allow),
    )
    expect(outcome).toMatchObject({
      status: 'unknown',
      cause: 'mismatch',
      needs: 'person',
      handle: { mismatch: true },
      reference: { advancedPaymentId: '10458724', otherPaymentId: '7' },
    })
  })

  it('never sends again what reading showed to be another payment', async () => {
    const handle = await identifiedHandle()
    const { run, seen } = scripted([payment('approved', ['approved'], { status: 200, top: { id: 7 } })])
    await run((client) => client.resolve(handle, allow))
    expect(seen.map(({ method }) => method)).toEqual(['GET'])
  })
})

describe('resolve without an id', () => {
  it('reads nothing and sends nothing unless a replay is allowed', async () => {
    const handle = await lostHandle()
    const { run, seen } = scripted([replayed])
    const { outcome } = await run((client) => client.resolve(handle))
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'no_answer', needs: 'resolve', handle })
    expect(seen).toEqual([])
  })

  it('sends the same bytes under the same key where a replay is allowed', async () => {
    const first = scripted(['lost'])
    const handle = handleOf((await first.capture()).outcome)
    const { run, seen } = scripted([replayed])
    const { outcome } = await run((client) => client.resolve(handle, allow))
    expect(outcome).toMatchObject({ status: 'captured', replayed: true })
    expect(seen).toEqual(first.seen.slice(0, 1))
  })

  it('tells a capture that happened only now from one that had', async () => {
    const handle = await lostHandle()
    const { outcome } = await scripted([approved]).run((client) => client.resolve(handle, allow))
    expect(outcome).toMatchObject({ status: 'captured', replayed: false, basis: 'answer' })
  })

  it.each([
    ['rejected: the record of our key', rejected, { status: 'declined' }],
    ['401', errors.accessTokenInvalid, { status: 'unknown', cause: 'refused_after_maybe_applied' }],
    ['401003', errors.payerTokenInvalid, { status: 'unknown', cause: 'refused_after_maybe_applied' }],
    ['400', errors.badParameter, { status: 'unknown', cause: 'refused_after_maybe_applied' }],
    ['422', errors.keyAlreadyUsed, { status: 'unknown', cause: 'idempotency_conflict' }],
    ['409', errors.stillRunning, { status: 'unknown', cause: 'in_progress' }],
    ['no connection', 'not_sent', { status: 'unknown', cause: 'no_answer' }],
  ] satisfies [string, Step, Record<string, unknown>][])(
    'concludes from the answer to it: %s',
    async (_, step, expected) => {
      const handle = await lostHandle()
      const { outcome, error } = await scripted([step]).run((client) => client.resolve(handle, allow))
      expect(error).toBeNull()
      expect(outcome).toMatchObject(expected)
    },
  )

  it('sends nothing when the request is another one', async () => {
    const handle = await lostHandle()
    const others = [
      { ...request, amount: money('700.51', 'MXN') },
      { ...request, idempotencyKey: 'another' },
      { ...request, payerToken: 'another' },
      { ...request, externalReference: 'Pago_124' },
    ]
    for (const other of others) {
      for (const replay of ['allow', undefined] as const) {
        const { run, seen } = scripted([replayed])
        const { outcome } = await run((client) => client.resolve(handle, { request: other, replay }))
        expect(outcome).toMatchObject({ status: 'unknown', cause: 'request_differs', handle })
        expect(seen).toEqual([])
      }
    }
  })

  it('takes the same amount in another spelling, and another device, for the same request', async () => {
    const handle = await lostHandle()
    const same = { ...request, amount: { amount: '700.5', currency: 'MXN' }, sessionId: 'armor.2' }
    const { outcome } = await scripted([replayed]).run((client) =>
      client.resolve(handle, { request: same, replay: 'allow' }),
    )
    expect(outcome?.status).toBe('captured')
  })
})

describe('the replay window', () => {
  const within = async (ms: number, options: { replayWindowMs?: number } = {}) => {
    const handle = await lostHandle()
    const { run, seen, clock } = scripted([replayed], options)
    await clock.advance(ms)
    const { outcome } = await run((client) => client.resolve(handle, allow))
    return { outcome, sent: seen.length, handle }
  }

  it('is open until an hour after the first sending', async () => {
    expect(await within(hour - 1)).toMatchObject({ outcome: { status: 'captured' }, sent: 1 })
  })

  it('is closed then, and a second later: only a person can tell', async () => {
    for (const ms of [hour, hour + 1_000]) {
      const { outcome, sent, handle } = await within(ms)
      expect(outcome).toMatchObject({ status: 'unknown', cause: 'replay_window_passed', needs: 'person', handle })
      expect(sent).toBe(0)
    }
  })

  it('is as long as the option says', async () => {
    expect(await within(2 * hour, { replayWindowMs: 3 * hour })).toMatchObject({ sent: 1 })
    expect(await within(1, { replayWindowMs: 0 })).toMatchObject({ sent: 0 })
  })

  it('never opens for a handle without the time of the first sending', async () => {
    const handle = { ...(await lostHandle()), firstSentAt: null }
    const { run, seen } = scripted([replayed])
    const { outcome } = await run((client) => client.resolve(handle, allow))
    expect(outcome).toMatchObject({ cause: 'replay_window_passed', needs: 'person' })
    expect(seen).toEqual([])
  })

  it('does not matter where the payment can be read', async () => {
    const handle = await identifiedHandle()
    const { run, clock } = scripted([replayed])
    await clock.advance(100 * 24 * hour)
    expect((await run((client) => client.resolve(handle, allow))).outcome?.status).toBe('captured')
  })
})

describe('resolve', () => {
  it('sends nothing for a mismatch: neither id nor replay can settle it', async () => {
    const mismatch = payment('approved', ['approved'], { inside: { transaction_amount: 1 } })
    const handle = handleOf((await scripted([mismatch]).capture()).outcome)
    for (const options of [{}, { request }, allow]) {
      const { run, seen } = scripted([replayed])
      const { outcome } = await run((client) => client.resolve(handle, options))
      expect(outcome).toMatchObject({
        status: 'unknown',
        cause: 'mismatch',
        needs: 'person',
        handle: { mismatch: true },
      })
      expect(seen).toEqual([])
    }
  })

  it('keeps the time of the first sending in every later handle', async () => {
    const handle = await lostHandle()
    const { run, clock } = scripted(['lost'])
    await clock.advance(1_000)
    const { outcome } = await run((client) => client.resolve(handle, allow))
    expect(handleOf(outcome).firstSentAt).toBe(handle.firstSentAt)
  })

  it.each([
    ['another provider', { provider: 'pipwave' }, 'handle.provider'],
    ['another environment', { environment: 'live' }, 'handle.environment'],
    ['another account', { account: '0'.repeat(64) }, 'handle.account'],
    ['another version', { version: 2 }, 'handle.version'],
    ['no fingerprint', { fingerprint: '' }, 'handle.fingerprint'],
  ])('refuses a handle of %s', async (_, more, field) => {
    const handle = { ...(await lostHandle()), ...more } as CaptureHandle
    const { error } = await scripted([replayed]).run((client) => client.resolve(handle))
    expect(error).toMatchObject({ code: 'invalid_request', field })
  })

  it.each([
    ['a replay without the request', { replay: 'allow' }, 'request'],
    ['a replay that is not allowed by name', { replay: true, request }, 'replay'],
    ['a request that makes no sense', { request: { ...request, amount: 700 } }, 'amount'],
    ['a deadline that makes no sense', { deadlineMs: -1 }, 'deadlineMs'],
  ])('refuses %s', async (_, options, field) => {
    const handle = await lostHandle()
    const { run, seen } = scripted([replayed])
    const { error } = await run((client) => client.resolve(handle, options as never))
    expect(error).toMatchObject({ code: 'invalid_request', field })
    expect(seen).toEqual([])
  })

  it('takes a token that cannot be had for an outage', async () => {
    const handle = await lostHandle()
    for (const source of [() => Promise.reject(new Error('down')), async () => '']) {
      const { run, seen } = scripted([replayed], { accessToken: source, account: '441122', environment: 'test' })
      const { outcome } = await run((client) => client.resolve(handle, allow))
      expect(outcome).toMatchObject({ status: 'unknown', cause: 'no_answer', needs: 'resolve' })
      expect(seen).toEqual([])
    }
  })

  it('ends at its deadline, and when it is aborted', async () => {
    const handle = await identifiedHandle()
    const { run, clock } = scripted(['silent'])
    const started = clock.now()
    expect((await run((client) => client.resolve(handle, { deadlineMs: 7_000 }))).outcome).toMatchObject({
      status: 'unknown',
    })
    expect(clock.now() - started).toBe(7_000)
    const controller = new AbortController()
    clock.after(100, () => controller.abort())
    const aborted = await run((client) => client.resolve(handle, { signal: controller.signal }))
    expect(aborted.outcome).toMatchObject({ status: 'unknown', cause: 'aborted' })
  })

  it('says no secret', async () => {
    const handle = await lostHandle()
    const { run, events } = scripted([
      { ...replayed, body: { id: 1, status: accessToken, payer: { token: request.payerToken } } },
    ])
    const { outcome } = await run((client) => client.resolve(handle, allow))
    for (const secret of secrets) expect(JSON.stringify([outcome, events, handle])).not.toContain(secret)
  })
})
