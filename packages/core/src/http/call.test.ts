import { describe, expect, it } from 'vitest'
import type { CaptureOptions, ClientOptions } from '../capture/client.ts'
import type { CaptureEvent } from '../capture/event.ts'
import { CaptureError } from '../error/capture-error.ts'
import { createTestClock } from '../testing/test-clock.ts'
import { answers, capture, hang, judge, maybe, never, ok, run } from './__fixtures__/toy-call.ts'
import { announce, runCapture } from './run.ts'
import { sendKeyed } from './send-keyed.ts'
import { createSettings } from './settings.ts'
import { type Transport, TransportError } from './transport.ts'

describe('deadlines, to the millisecond', () => {
  it('ends a silent call at its deadline, and each attempt at its limit', async () => {
    const { outcome, ms, pending } = await run([hang], { deadlineMs: 10_000, attemptTimeoutMs: 4_000 })
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'deadline' })
    expect(ms).toBe(10_000)
    expect(outcome?.attempts.map((attempt) => attempt.durationMs)).toEqual([4_000, 4_000, 1_700])
    expect(pending).toBe(0)
  })

  it('uses up its attempts before the deadline', async () => {
    const { outcome, ms } = await run([hang], { deadlineMs: 60_000, attemptTimeoutMs: 1_000 })
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'no_answer' })
    expect(ms).toBe(3_000 + 100 + 200)
  })

  it('does not wait for a Retry-After beyond the deadline', async () => {
    const { outcome, ms } = await run([answers(429, { 'retry-after': '3600' })])
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'rate_limited' })
    expect(ms).toBe(0)
  })

  it('waits for a Retry-After within the deadline', async () => {
    const { outcome, ms } = await run([answers(429, { 'retry-after': '7' }), async () => ok])
    expect(outcome?.status).toBe('captured')
    expect(ms).toBe(7_000)
  })

  it('gives a transport that ignores its signal no more time', async () => {
    const { outcome, ms } = await run([() => new Promise(() => {})], { deadlineMs: 500 })
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'deadline' })
    expect(ms).toBe(500)
  })

  it('bounds a beforeSend that never settles, and then has sent nothing', async () => {
    const { error, ms } = await run([async () => ok], { deadlineMs: 500, beforeSend: () => new Promise(() => {}) })
    expect(error).toMatchObject({ code: 'not_sent', attempts: [] })
    expect(ms).toBe(500)
  })
})

describe('sent or not', () => {
  it('throws not_sent when every attempt is proven not to have left', async () => {
    const { error } = await run([never])
    expect(error).toMatchObject({ code: 'not_sent', retryable: true, cause: { code: 'ECONNREFUSED' } })
    expect(error?.attempts.map((attempt) => attempt.sent)).toEqual(['no', 'no', 'no'])
  })

  it('is unknown once one attempt may have left, whatever follows', async () => {
    for (const later of [never, answers(401), answers(402)]) {
      const { outcome } = await run([maybe, later])
      expect(outcome?.status).toBe('unknown')
    }
  })

  it('calls a refusal or decline after such an attempt what it is', async () => {
    expect((await run([maybe, answers(401)])).outcome).toMatchObject({ cause: 'refused_after_maybe_applied' })
    expect((await run([maybe, answers(402)])).outcome).toMatchObject({ cause: 'refused_after_maybe_applied' })
  })

  it('a 429 proves nothing: a refusal after it is unknown', async () => {
    expect((await run([answers(429), answers(401)])).outcome).toMatchObject({ status: 'unknown' })
  })

  it('a refusal on the first answer is a throw, also after attempts that did not leave', async () => {
    expect((await run([answers(401)])).error).toMatchObject({ code: 'unauthorized', status: 401 })
    expect((await run([never, answers(401)])).error).toMatchObject({ code: 'unauthorized' })
  })

  it('priorAttempt counts as an attempt that may have been applied', async () => {
    const options = { priorAttempt: true }
    expect((await run([answers(401)], options)).outcome).toMatchObject({ cause: 'refused_after_maybe_applied' })
    expect((await run([never], options)).outcome).toMatchObject({ status: 'unknown', cause: 'no_answer' })
    expect((await run([async () => ok], options)).outcome?.status).toBe('captured')
  })

  it('one attempt means one', async () => {
    expect((await run([maybe, async () => ok], {}, { maxAttempts: 1 })).outcome?.attempts).toHaveLength(1)
  })
})

describe('whoever throws', () => {
  const thrower = () => {
    throw new Error('s3cret in a message')
  }

  it.each<[string, Transport]>([
    ['throws', thrower],
    ['rejects with no error', () => Promise.reject('s3cret')],
    ['resolves with nothing', async () => undefined as never],
    ['resolves with nonsense', async () => ({ status: 'x' }) as never],
    ['rejects with a foreign TransportError', () => Promise.reject({ [Symbol.for('@cap/core/TransportError')]: true })],
  ])('a transport that %s may have sent', async (_, transport) => {
    const { outcome } = await run([transport])
    expect(outcome?.status).toBe('unknown')
    expect(JSON.stringify(outcome)).not.toContain('s3cret')
  })

  it('a bug of ours after sending is unknown, not a throw', async () => {
    expect((await run([answers(599)])).outcome).toMatchObject({ status: 'unknown', cause: 'internal' })
  })

  it('callbacks change nothing, in any phase', async () => {
    const client: ClientOptions = { onEvent: thrower, random: thrower, clock: { now: thrower, after: thrower } }
    const clock = createTestClock()
    const outcome = await capture([maybe, async () => ok], { clock, client })
    expect(outcome.status).toBe('captured')
    await expect(capture([never], { clock, client: { ...client, maxAttempts: 1 } })).rejects.toMatchObject({
      code: 'not_sent',
    })
  })

  it('an onEvent that rejects later is swallowed', async () => {
    const client = { onEvent: (async () => thrower()) as (event: CaptureEvent) => void }
    expect((await run([async () => ok], {}, client)).outcome?.status).toBe('captured')
  })

  it.each([thrower, () => Promise.reject(new Error('s3cret'))])(
    'a beforeSend that fails has sent nothing',
    async (beforeSend) => {
      const { error } = await run([async () => ok], { beforeSend })
      expect(error).toMatchObject({ code: 'not_sent', attempts: [] })
      expect(JSON.stringify(error)).not.toContain('s3cret')
    },
  )

  it('no cause carries a secret, nor half of one', async () => {
    const code = `${'x'.repeat(96)}s3cret`
    const foreign = () => Promise.reject(new TransportError({ sent: 'no', phase: 'connect', code }))
    const phased = () => Promise.reject(new TransportError({ sent: 'no', phase: 's3cret' as 'send', code: 'X' }))
    const named = () => Promise.reject(Object.assign(new Error('x'), { name: 's3cret', code: 's3cret' }))
    for (const { error } of [
      await run([foreign]),
      await run([phased]),
      await run([async () => ok], { beforeSend: named }),
      await run([async () => ok], { beforeSend: () => Promise.reject('s3cret') }),
    ]) {
      expect(error).toMatchObject({ code: 'not_sent', cause: {} })
      expect(JSON.stringify(error)).not.toContain('s3cr')
    }
  })

  it('a listener that changes what it is given does not change the outcome', async () => {
    const onEvent = (event: CaptureEvent) => {
      if (event.type === 'attempt_finished') Object.assign(event.attempt.error ?? {}, { code: 'changed' })
      if (event.type === 'finished') Object.assign(event.outcome ?? {}, { status: 'declined', attempts: [] })
    }
    const { outcome } = await run([maybe, async () => ok], {}, { onEvent })
    expect(outcome).toMatchObject({
      status: 'captured',
      attempts: [{ error: { code: 'ECONNRESET' } }, { error: null }],
    })
  })
})

describe('aborts', () => {
  it('before anything was sent, throw, and write no intent', async () => {
    let announced = 0
    const beforeSend = async () => {
      announced++
    }
    const { error } = await run([async () => ok], { signal: AbortSignal.abort(), beforeSend })
    expect(error).toMatchObject({ code: 'aborted', attempts: [] })
    expect(announced).toBe(0)
  })

  it('from a listener, at the start of an attempt, send nothing', async () => {
    const controller = new AbortController()
    const client = { onEvent: () => controller.abort() }
    expect((await run([async () => ok], { signal: controller.signal }, client)).error).toMatchObject({
      code: 'aborted',
    })
  })

  it('while waiting for an answer, and between attempts, are unknown', async () => {
    for (const transport of [hang, answers(500)]) {
      const clock = createTestClock()
      const controller = new AbortController()
      clock.after(50, () => controller.abort())
      const outcome = await clock.run(capture([transport], { clock, options: { signal: controller.signal } }))
      expect(outcome).toMatchObject({ status: 'unknown', cause: 'aborted' })
    }
  })

  it('by a signal that is not the platform’s turn no outcome into a throw', async () => {
    const thrower = () => {
      throw new Error('not implemented')
    }
    for (const removeEventListener of [thrower, undefined]) {
      const signal = { aborted: false, addEventListener() {}, removeEventListener } as never
      expect((await run([async () => ok], { signal })).outcome?.status).toBe('captured')
    }
    const deaf = { aborted: false, addEventListener: thrower, removeEventListener() {} } as never
    expect(await run([async () => ok], { signal: deaf })).toMatchObject({ outcome: null, pending: 0 })
  })

  it('leave no listener behind', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const listeners = { added: 0, removed: 0 }
    const counted = new Proxy(signal, {
      get(target, name) {
        if (name === 'addEventListener') listeners.added++
        if (name === 'removeEventListener') listeners.removed++
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    await run([async () => ok], { signal: counted })
    expect(listeners).toEqual({ added: 1, removed: 1 })
  })
})

describe('handles', () => {
  it('carry the time just before beforeSend, and keep it', async () => {
    const clock = createTestClock()
    const start = new Date(clock.now()).toISOString()
    let announced: string | null = null
    const beforeSend = async (handle: { firstSentAt: string | null }) => {
      announced = handle.firstSentAt
    }
    const outcome = await clock.run(capture([hang], { clock, options: { beforeSend, deadlineMs: 1_000 } }))
    expect(announced).toBe(start)
    expect(outcome).toMatchObject({ handle: { firstSentAt: start, idempotencyKey: 'k', version: 1 } })
  })
})

describe('a snapshot', () => {
  it('is not changed by what beforeSend does to its handle', async () => {
    const snapshot = { state: 'open' }
    const settings = createSettings(
      { transport: maybe, maxAttempts: 1 },
      {
        provider: 'toy',
        environment: 'test',
        baseUrl: 'https://toy.example',
        replayWindowMs: 3_600_000,
        secrets: [],
        visibleFields: new Set(),
      },
    )
    const outcome = await runCapture(settings, {}, [], async (call) => {
      call.identify({ account: 'a', operation: 'o', idempotencyKey: null, ids: {}, fingerprint: { of: '' }, snapshot })
      await announce(call, async (handle) => {
        Object.assign(handle.snapshot ?? {}, { state: 'captured' })
      })
      return sendKeyed(call, { method: 'POST', url: 'https://toy.example/pay', headers: {}, body: '' }, judge)
    })
    expect(snapshot).toEqual({ state: 'open' })
    expect(outcome).toMatchObject({ status: 'unknown', handle: { snapshot: { state: 'open' } } })
  })
})

describe('options', () => {
  it('given as undefined count as absent', async () => {
    const options = {
      signal: undefined,
      deadlineMs: undefined,
      attemptTimeoutMs: undefined,
      priorAttempt: undefined,
      beforeSend: undefined,
    }
    const client = {
      fetch: undefined,
      deadlineMs: undefined,
      maxAttempts: undefined,
      onEvent: undefined,
      account: undefined,
    }
    expect((await run([async () => ok], options, client)).outcome?.status).toBe('captured')
  })

  it.each([
    ['deadlineMs', 0],
    ['deadlineMs', 1.5],
    ['deadlineMs', Number.POSITIVE_INFINITY],
    ['attemptTimeoutMs', -1],
    ['priorAttempt', 'yes'],
    ['beforeSend', 7],
    ['signal', {}],
    ['signal', { aborted: false }],
    ['signal', 'stop'],
  ])('that make no sense are named: %s %j', async (field, value) => {
    const { error } = await run([async () => ok], { [field]: value } as CaptureOptions)
    expect(error).toMatchObject({ code: 'invalid_request', field })
  })

  it('never follow from one call to the next', async () => {
    const first = await run([hang], { deadlineMs: 100 })
    const second = await run([hang])
    expect(first.ms).toBe(100)
    expect(second.ms).toBe(45_000)
    expect(CaptureError.isInstance(second.error)).toBe(false)
  })
})
