import { createTestClock } from '@cap/core/testing'
import { describe, expect, it, vi } from 'vitest'
import { appKey, appToken, minimal, notSettled, reset, type Step, settled, wire } from './__fixtures__/settlement.ts'
import { CaptureError, type CaptureEvent, createVtexGateway, type Transport } from './index.ts'

const secret = `broken ${appToken}`
const thrower = () => {
  throw new Error(secret)
}

function quietly() {
  return vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
}

describe('a listener that throws', () => {
  const types = ['attempt_started', 'attempt_finished', 'waiting', 'warning', 'finished'] as const

  it.each(types)('at %s changes no outcome, and is reported once, without secrets', async (type) => {
    const warn = quietly()
    const onEvent = (event: CaptureEvent) => {
      if (event.type === type) thrower()
    }
    const steps: Step[] = [reset(), [500, { ...notSettled, code: 'refund-manually' }]]
    const { gateway, sent } = wire(steps, { onEvent })
    expect(await gateway.capture(minimal)).toMatchObject({ status: 'pending' })
    expect(await gateway.capture(minimal)).toMatchObject({ status: 'pending' })
    expect(sent).toHaveLength(3)
    expect(warn).toHaveBeenCalledTimes(1)
    expect(JSON.stringify(warn.mock.calls)).not.toContain(appToken)
    warn.mockRestore()
  })

  it('by a promise changes nothing either', async () => {
    const warn = quietly()
    const { gateway } = wire([[200, settled]], { onEvent: async () => thrower() })
    expect(await gateway.capture(minimal)).toMatchObject({ status: 'captured' })
    warn.mockRestore()
  })
})

describe('beforeSend', () => {
  it.each([
    ['rejects', () => Promise.reject(new Error(secret))],
    ['throws', thrower],
  ])('that %s ends the call before anything is sent', async (_, beforeSend) => {
    const { capture, sent } = wire([[200, settled]])
    const error: unknown = await capture(minimal, { beforeSend }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'not_sent', retryable: true, cause: { name: 'Error' } })
    expect(JSON.stringify(error)).not.toContain(appToken)
    expect(sent).toEqual([])
  })

  it('that rejects proves nothing about an earlier call, and throws for this one', async () => {
    const { capture, sent } = wire([[200, settled]])
    const call = capture(minimal, { priorAttempt: true, beforeSend: () => Promise.reject(new Error('no store')) })
    await expect(call).rejects.toMatchObject({ code: 'not_sent' })
    expect(sent).toEqual([])
  })

  it('that takes longer than the deadline ends the call before anything is sent', async () => {
    const clock = createTestClock()
    const { capture, sent } = wire([[200, settled]], { clock })
    const call = capture(minimal, { deadlineMs: 1_000, beforeSend: () => new Promise(() => {}) })
    await expect(clock.run(call)).rejects.toMatchObject({ code: 'not_sent' })
    expect(sent).toEqual([])
  })

  it('during which the caller aborts ends the call before anything is sent', async () => {
    const controller = new AbortController()
    const { capture, sent } = wire([[200, settled]])
    const call = capture(minimal, { signal: controller.signal, beforeSend: async () => controller.abort() })
    await expect(call).rejects.toMatchObject({ code: 'aborted' })
    expect(sent).toEqual([])
  })
})

describe('a clock that', () => {
  const normal = {
    now: () => Date.now(),
    after: (ms: number, callback: () => void) => {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
  }

  it.each([
    ['throws from the start', { now: thrower, after: thrower }],
    ['does not know the time', { ...normal, now: thrower }],
    ['tells nonsense', { ...normal, now: () => Number.NaN }],
    ['cannot wait', { ...normal, after: thrower }],
    [
      'cannot stop waiting',
      {
        ...normal,
        after: (ms: number, callback: () => void) => {
          normal.after(ms, callback)
          return thrower
        },
      },
    ],
  ])('%s changes no outcome', async (_, clock) => {
    const warn = quietly()
    const { capture } = wire([reset(), [200, settled]], { clock })
    expect(await capture()).toMatchObject({ status: 'captured' })
    expect(JSON.stringify(warn.mock.calls)).not.toContain(appToken)
    warn.mockRestore()
  })

  it('breaks once the request is on its way changes no outcome', async () => {
    const warn = quietly()
    let broken = false
    const clock = { ...normal, now: () => (broken ? thrower() : Date.now()) }
    const transport: Transport = async () => {
      broken = true
      return { status: 500, headers: {}, body: JSON.stringify(notSettled) }
    }
    const { capture } = wire([], { clock, transport, fetch: undefined })
    expect(await capture()).toMatchObject({ status: 'pending', giveUpAt: expect.any(String) })
    warn.mockRestore()
  })
})

describe('random', () => {
  it.each([thrower, () => Number.NaN, () => 7])('that is broken changes no outcome', async (random) => {
    const warn = quietly()
    const { capture } = wire([reset(), [200, settled]], { random: random as () => number })
    expect(await capture()).toMatchObject({ status: 'captured' })
    warn.mockRestore()
  })
})

describe('a transport', () => {
  const gatewayOver = (transport: Transport, more: object = {}) =>
    createVtexGateway({ baseUrl: 'https://provider.example', appKey, appToken, transport, random: () => 0, ...more })

  it.each([
    ['throws', thrower],
    ['rejects', () => Promise.reject(new Error(secret))],
    ['rejects with nothing', () => Promise.reject(undefined)],
    ['returns nothing', () => Promise.resolve(undefined)],
    ['returns no promise', () => ({ status: 200, headers: {}, body: '' })],
    ['returns half a reply', () => Promise.resolve({ status: 200 })],
    ['claims that nothing was sent, by an error of its own', () => Promise.reject({ sent: 'no', phase: 'connect' })],
  ])('that %s may have sent: the outcome is unknown, and the error is not shown', async (_, transport) => {
    const outcome = await gatewayOver(transport as never).capture(minimal)
    expect(outcome).toMatchObject({ status: 'unknown', needs: 'resolve', handle: { provider: 'vtex' } })
    expect(outcome.attempts).toHaveLength(3)
    expect(JSON.stringify(outcome)).not.toContain(appToken)
  })

  it('whose reply breaks while it is read makes the outcome unknown', async () => {
    let reads = 0
    const reply = {
      status: 200,
      headers: {},
      get body() {
        if (++reads > 1) thrower()
        return JSON.stringify(settled)
      },
    }
    const outcome = await gatewayOver(() => Promise.resolve(reply)).capture(minimal)
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'internal', handle: { provider: 'vtex' } })
  })

  it('that ignores its signal does not outlive the deadline', async () => {
    const clock = createTestClock()
    const began = clock.now()
    const outcome = await clock.run(gatewayOver(() => new Promise(() => {}), { clock }).capture(minimal))
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'deadline' })
    expect(clock.now() - began).toBe(45_000)
  })
})

describe('an abort', () => {
  it('before the call throws', async () => {
    const { capture, sent } = wire([[200, settled]])
    await expect(capture(minimal, { signal: AbortSignal.abort() })).rejects.toSatisfy(
      (error) => CaptureError.isInstance(error) && error.code === 'aborted' && error.retryable,
    )
    expect(sent).toEqual([])
  })

  it('while the answer is awaited is unknown', async () => {
    const controller = new AbortController()
    const { capture } = wire(['silence'])
    setTimeout(() => controller.abort(), 20)
    expect(await capture(minimal, { signal: controller.signal })).toMatchObject({ status: 'unknown', cause: 'aborted' })
  })

  it('by a listener, as the attempt begins, does not leave the call hanging', async () => {
    const controller = new AbortController()
    const { capture } = wire(['silence'], {
      onEvent: (event) => {
        if (event.type === 'attempt_started') controller.abort()
      },
    })
    const ended = capture(minimal, { signal: controller.signal }).then(
      (outcome) => outcome.status,
      (error: CaptureError) => error.code,
    )
    const timeout = new Promise((resolve) => setTimeout(resolve, 2_000, 'hung'))
    expect(['aborted', 'unknown']).toContain(await Promise.race([ended, timeout]))
  })

  it('while it waits to repeat is unknown', async () => {
    const controller = new AbortController()
    const { capture, sent } = wire([[503, '', { 'retry-after': '30' }]], {
      onEvent: (event) => {
        if (event.type === 'waiting') setTimeout(() => controller.abort(), 10)
      },
    })
    expect(await capture(minimal, { signal: controller.signal })).toMatchObject({ status: 'unknown', cause: 'aborted' })
    expect(sent).toHaveLength(1)
  })
})
