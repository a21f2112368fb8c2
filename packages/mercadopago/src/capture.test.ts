import { inspect } from 'node:util'
import { type CaptureEvent, type CaptureHandle, type CaptureOutcome, type Transport, transcript } from '@cap/core'
import { systemClock } from '@cap/core/http'
import { ending } from '@cap/core/testing'
import { describe, expect, it, vi } from 'vitest'
import { accessToken, payerToken, request, type Scripted, type Step, scripted, secrets } from './__fixtures__/client.ts'
import * as errors from './__fixtures__/errors.ts'
import { approved, payment, replayed } from './__fixtures__/payments.ts'
import { createMercadoPagoEmulator } from './emulator.ts'
import { CaptureError, createMercadoPago, money } from './index.ts'

const brl = { ...request, amount: money('700.50', 'BRL') }

describe('capture over fetch', () => {
  it('captures at the emulator, through the default transport', async () => {
    const emulator = createMercadoPagoEmulator()
    const client = createMercadoPago({ accessToken, fetch: (input) => emulator.fetch(input as Request) })
    const first = await client.capture(brl)
    const again = await client.capture(brl)
    expect(first).toMatchObject({ status: 'captured', replayed: false, amount: money('700.50', 'BRL') })
    expect(again).toMatchObject({ status: 'captured', replayed: true })
    expect(emulator.book()).toHaveLength(1)
  })

  it('keeps the keys of two calls on one client apart, and leaves the client as it was', async () => {
    const { client, run, seen } = scripted([approved])
    const before = inspect(client)
    await run((one) => one.capture(request, { deadlineMs: 1_000, priorAttempt: true }))
    await run((one) => one.capture({ ...request, idempotencyKey: 'second' }))
    await run((one) => one.capture({ ...request, idempotencyKey: 'third', sessionId: 'device' }))
    await run((one) => one.capture({ ...request, idempotencyKey: 'fourth' }))
    expect(seen.map(({ headers }) => headers['x-idempotency-key'])).toEqual([
      request.idempotencyKey,
      'second',
      'third',
      'fourth',
    ])
    expect(seen.map(({ headers }) => headers['x-meli-session-id'])).toEqual([undefined, undefined, 'device', undefined])
    expect(inspect(client)).toBe(before)
  })

  it('takes options given as undefined for absent', async () => {
    const { run } = scripted(['lost', approved])
    const { outcome } = await run((client) =>
      client.capture(request, {
        signal: undefined,
        deadlineMs: undefined,
        attemptTimeoutMs: undefined,
        priorAttempt: undefined,
        beforeSend: undefined,
      }),
    )
    expect(outcome?.status).toBe('captured')
  })

  it('sends to another base path', async () => {
    const { capture, seen } = scripted([approved], { baseUrl: 'https://proxy.example/mp/' })
    await capture()
    expect(seen[0]?.url).toBe('https://proxy.example/mp/v1/advanced_payments')
  })
})

describe("industry 'gambling'", () => {
  it('requires the session id of the device', async () => {
    const { capture, seen } = scripted([approved], { industry: 'gambling' })
    expect((await capture()).error).toMatchObject({ code: 'invalid_request', field: 'sessionId' })
    expect(seen).toEqual([])
    expect((await capture({ sessionId: 'armor.1' })).outcome?.status).toBe('captured')
  })
})

describe('beforeSend', () => {
  it('gets the handle, with the time, before anything is sent', async () => {
    const { run, seen } = scripted([approved])
    let handle: CaptureHandle | null = null
    await run((client) =>
      client.capture(request, {
        beforeSend: async (given) => {
          expect(seen).toEqual([])
          handle = given
        },
      }),
    )
    expect(handle).toMatchObject({
      version: 1,
      provider: 'mercadopago',
      environment: 'test',
      operation: `capture:${request.idempotencyKey}`,
      idempotencyKey: request.idempotencyKey,
      ids: { externalReference: 'Pago_123' },
      firstSentAt: '2026-01-01T00:00:00.000Z',
    })
    for (const secret of secrets) expect(JSON.stringify(handle)).not.toContain(secret)
  })

  it('is not called when the call is over before it', async () => {
    const { run } = scripted([approved])
    const beforeSend = vi.fn(async () => {})
    const { error } = await run((client) => client.capture(request, { beforeSend, signal: AbortSignal.abort() }))
    expect(error).toMatchObject({ code: 'aborted' })
    expect(beforeSend).not.toHaveBeenCalled()
  })

  it('is not called then after a prior attempt either, of which no throw must speak', async () => {
    const { run, seen } = scripted([approved])
    const beforeSend = vi.fn(async () => {})
    const options = { beforeSend, signal: AbortSignal.abort(), priorAttempt: true }
    const { outcome } = await run((client) => client.capture(request, options))
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'aborted', needs: 'resolve' })
    expect(beforeSend).not.toHaveBeenCalled()
    expect(seen).toEqual([])
  })

  it('keeps the capture from being sent when it rejects', async () => {
    const { run, seen } = scripted([approved])
    const { error } = await run((client) =>
      client.capture(request, { beforeSend: () => Promise.reject(new Error(`no disk for ${payerToken}`)) }),
    )
    expect(error).toMatchObject({ code: 'not_sent' })
    expect(inspect(error)).not.toContain(payerToken)
    expect(seen).toEqual([])
  })
})

describe('accessToken as a function', () => {
  const rotating = (source: () => Promise<string>, steps: readonly Step[] = [approved]): Scripted =>
    scripted(steps, { accessToken: source, account: 'acme', environment: 'test' })

  it('is called for each call, and its result hidden wherever it occurs', async () => {
    let count = 0
    const leak = {
      ...errors.badParameter,
      body: { status: 400, error: 'bad_request', message: 'token TEST-rotating-2' },
    }
    const { capture, seen, events } = rotating(async () => `TEST-rotating-${++count}`, [approved, leak])
    await capture()
    const { error } = await capture()
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer TEST-rotating-1',
      'Bearer TEST-rotating-2',
    ])
    expect(JSON.stringify([error, events])).not.toContain('TEST-rotating-')
  })

  const failures: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    ['rejects', () => Promise.reject(new Error('client_secret=hunter2')), 'not_sent'],
    [
      'throws',
      () => {
        throw new TypeError('client_secret=hunter2')
      },
      'not_sent',
    ],
    ['gives nothing', async () => undefined, 'invalid_request'],
    ['gives a line break', async () => 'TEST-hunter2\nx: y', 'invalid_request'],
    ['gives a token of the other environment', async () => 'APP_USR-hunter2', 'invalid_request'],
  ]

  it.each(failures)('sends nothing when it %s', async (_, source, code) => {
    const { capture, seen } = rotating(source as () => Promise<string>)
    const { error } = await capture()
    expect(error).toMatchObject({ code })
    expect(inspect(error)).not.toContain('hunter2')
    expect(seen).toEqual([])
  })

  it('does not hold up a call beyond its deadline', async () => {
    const { capture, clock } = rotating(() => new Promise(() => {}))
    const started = clock.now()
    expect((await capture()).error).toMatchObject({ code: 'not_sent', retryable: true })
    expect(clock.now() - started).toBe(45_000)
  })

  it('does not hold up a call that is aborted', async () => {
    const { run, clock } = rotating(() => new Promise(() => {}))
    const controller = new AbortController()
    clock.after(5, () => controller.abort())
    const { error } = await run((client) => client.capture(request, { signal: controller.signal }))
    expect(error).toMatchObject({ code: 'aborted' })
  })
})

describe('a callback that throws', () => {
  const thrower = (): never => {
    throw new Error(`thrown with ${accessToken}`)
  }
  it.each([
    ['onEvent', { onEvent: thrower }],
    ['onEvent, later', { onEvent: () => Promise.reject(new Error('later')) }],
    ['clock', { clock: { now: thrower, after: thrower } }],
    ['clock.now', { clock: { after: systemClock.after, now: () => Number.NaN } }],
    ['random', { random: thrower }],
  ] as const)('%s changes nothing', async (_, options) => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const emulator = createMercadoPagoEmulator()
    let calls = 0
    const client = createMercadoPago({
      accessToken,
      fetch: async (input) => {
        const answer = await emulator.fetch(input as Request)
        if (calls++ === 0) throw new TypeError('fetch failed')
        return answer
      },
      ...options,
    })
    expect(await client.capture(brl)).toMatchObject({ status: 'captured', replayed: true })
    expect(emulator.book()).toHaveLength(1)
    expect(inspect(warn.mock.calls)).not.toContain(accessToken)
    warn.mockRestore()
  })

  it.each([
    ['fetch, at once', { fetch: thrower }],
    ['fetch, later', { fetch: () => Promise.reject(new Error(`rejected with ${accessToken}`)) }],
    ['transport, at once', { transport: thrower as Transport }],
    ['transport, later', { transport: (() => Promise.reject(new Error(accessToken))) as Transport }],
    ['transport, with nonsense', { transport: (() => Promise.resolve({ status: 201 })) as never }],
  ] as const)('%s may have sent the request: unknown', async (_, options) => {
    const client = createMercadoPago({ accessToken, random: () => 0, maxAttempts: 2, ...options })
    const { outcome, error } = await ending(client.capture(brl))
    expect(outcome).toMatchObject({ status: 'unknown', handle: { idempotencyKey: brl.idempotencyKey } })
    expect(inspect([outcome, error], { depth: 20 })).not.toContain(accessToken)
  })
})

describe('time', () => {
  it('gives up exactly at the deadline, over all attempts', async () => {
    const { run, clock, seen } = scripted(['silent'])
    const started = clock.now()
    const { outcome } = await run((client) => client.capture(request, { deadlineMs: 20_000 }))
    expect(clock.now() - started).toBe(20_000)
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'deadline' })
    expect(seen).toHaveLength(2)
  })

  it('waits as Retry-After says, and not at all when that is beyond the deadline', async () => {
    const soon = scripted([errors.tooManyRequests, approved])
    const started = soon.clock.now()
    expect((await soon.capture()).outcome?.status).toBe('captured')
    expect(soon.clock.now() - started).toBe(2_000)
    const late = scripted([{ ...errors.tooManyRequests, headers: { 'retry-after': '3600' } }, approved])
    const lateStart = late.clock.now()
    expect((await late.capture()).outcome).toMatchObject({ status: 'unknown', cause: 'rate_limited' })
    expect(late.clock.now() - lateStart).toBe(0)
  })

  it('waits before it asks again for a payment that is still being made', async () => {
    const { capture, clock } = scripted([errors.stillRunning, replayed])
    const started = clock.now()
    expect((await capture()).outcome).toMatchObject({ status: 'captured', replayed: true })
    expect(clock.now() - started).toBe(500)
  })
})

describe('two concurrent calls under one key', () => {
  it('move the money once, and both end captured', async () => {
    const emulator = createMercadoPagoEmulator({ latencyMs: 30 })
    const client = createMercadoPago({
      accessToken,
      random: () => 0,
      fetch: (input) => emulator.fetch(input as Request),
    })
    const outcomes = await Promise.all([client.capture(brl), client.capture(brl)])
    expect(outcomes.map(({ status }) => status)).toEqual(['captured', 'captured'])
    expect(outcomes.map((one) => one.status === 'captured' && one.replayed).sort()).toEqual([false, true])
    expect(emulator.book()).toHaveLength(1)
  })
})

describe('secrets', () => {
  it('are in nothing that is said, even when the provider repeats them', async () => {
    const leak = `${accessToken} ${payerToken}`
    const leaks: readonly Step[] = [
      {
        ...errors.serverError,
        headers: { 'x-request-id': leak, location: leak },
        body: { error: leak, message: leak },
      },
      payment('approved', ['approved'], {
        inside: { status_detail: leak },
        top: { payer: { id: 1, token: payerToken }, date_created: leak, [leak]: leak },
      }),
    ]
    const answers: readonly (readonly Step[])[] = [
      leaks,
      [payment('rejected', ['rejected'], { inside: { status_detail: leak } })],
      [payment('in_process', ['in_process'], { inside: { status_detail: leak } })],
      [payment('approved', ['approved'], { inside: { id: leak, transaction_amount: 1 } })],
      [
        {
          ...errors.badParameter,
          body: { status: 400, error: leak, message: leak, cause: [{ code: leak, message: leak }] },
        },
      ],
      [{ ...errors.accessTokenInvalid, body: { status: 401, error: leak, message: leak } }],
      [{ source: '', status: 200, body: leak }],
    ]
    const said: (CaptureOutcome | CaptureError | readonly CaptureEvent[])[] = []
    for (const steps of answers) {
      const { capture, events } = scripted(steps)
      const { outcome, error } = await capture()
      said.push(events)
      if (outcome !== null) said.push(outcome)
      if (CaptureError.isInstance(error)) said.push(error)
    }
    expect(said).toHaveLength(answers.length * 2)
    for (const one of said) {
      const transcripts = Array.isArray(one) ? '' : transcript(one as CaptureOutcome | CaptureError)
      const text = `${JSON.stringify(one)}${inspect(one, { depth: 20, showHidden: true })}${transcripts}`
      for (const secret of secrets) expect(text).not.toContain(secret)
    }
  })

  it('are not all that is hidden: no event shows who the buyer is', async () => {
    const payer = { id: 786547, type: 'customer', code: 'B-7', email: 'buyer@example.com' }
    const { capture, events } = scripted([payment('approved', ['approved'], { top: { payer } })])
    expect((await capture()).outcome?.status).toBe('captured')
    expect(events.find((event) => event.type === 'attempt_finished')?.reply?.body).toMatchObject({ payer: '[hidden]' })
    for (const value of Object.values(payer)) expect(JSON.stringify(events)).not.toContain(String(value))
  })
})
