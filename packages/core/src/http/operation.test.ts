import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CaptureEvent } from '../capture/event.ts'
import { type CaptureHandle, parseHandle } from '../capture/handle.ts'
import { money } from '../money/money.ts'
import { createToyRefunds, toyRefundSubject } from '../testing/__fixtures__/toy-refunds.ts'
import { captureContract } from '../testing/contract.ts'
import { runSchedule } from '../testing/schedule.ts'
import { changeOperation } from './operation.ts'
import { runOperation } from './run.ts'
import { readError, runRead } from './run-read.ts'
import { createSettings } from './settings.ts'

const request = { key: 'refund-1', amount: money('5.00', 'BRL') }

function settingsWith(onEvent: (event: CaptureEvent) => void = () => {}) {
  return createSettings(
    { baseUrl: 'https://toy.invalid', onEvent, transport: async () => ({ status: 200, headers: {}, body: '{}' }) },
    {
      provider: 'toy',
      environment: 'test',
      baseUrl: 'https://toy.invalid',
      replayWindowMs: 0,
      secrets: ['hush-hush-secret'],
      visibleFields: new Set(),
    },
  )
}

describe.concurrent('an operation beside the capture, over sockets, held to the same rule', () => {
  for (const { name, run } of captureContract(toyRefundSubject())) {
    it(name, async () => void (await run()), 20_000)
  }
})

describe('an operation beside the capture', () => {
  it('holds under random schedules', async () => {
    const numbers = fc.array(fc.nat(200), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(numbers, (drawn) => runSchedule(toyRefundSubject(), drawn)),
      { numRuns: 100 },
    )
  })
})

describe('a refund', () => {
  const refunds = createToyRefunds({
    baseUrl: 'https://toy.invalid',
    transport: async () => ({ status: 200, headers: {}, body: '{"id":"refund-77","value":5}' }),
  })

  it('ends refunded, and says so under its own name in attempts', async () => {
    const outcome = await refunds.refund(request)
    expect(outcome).toMatchObject({ status: 'refunded', amount: request.amount, replayed: false })
    expect(outcome.attempts.map((attempt) => attempt.purpose)).toEqual(['refund'])
  })

  it('has handles that a capture does not take, and the reverse', async () => {
    let seen: CaptureHandle | undefined
    await refunds.refund(
      { ...request, key: 'refund-2' },
      {
        beforeSend: async (handle) => {
          seen = handle
        },
      },
    )
    expect(seen?.action).toBe('refund')
    const owner = { provider: 'toy', environment: 'test', account: seen?.account ?? '' }
    expect(() => parseHandle(seen, owner)).toThrow('the handle is one of a refund, and this resolves a capture')
    expect(parseHandle(JSON.parse(JSON.stringify(seen)), owner, 'refund')).toEqual(seen)
    const { action: _, ...capture } = seen as CaptureHandle
    expect(() => parseHandle(capture, owner, 'refund')).toThrow('one of a capture')
  })
})

describe('a change', () => {
  it('gives its value to the caller and to nobody else', async () => {
    const events: CaptureEvent[] = []
    const settings = settingsWith((event) => events.push(event))
    const outcome = await runOperation(changeOperation<{ token: string }>(), settings, {}, [], async () => ({
      status: 'done',
      value: { token: 'fresh-payer-token' },
      raw: null,
    }))
    expect(outcome).toMatchObject({ status: 'done', value: { token: 'fresh-payer-token' } })
    expect(events.map((event) => event.type)).toEqual(['finished'])
    expect(JSON.stringify(events)).not.toContain('fresh-payer-token')
  })
})

describe('a read', () => {
  const about = { name: 'get', failure: 'the toy could not be read' }

  it('ends in what was read', async () => {
    const events: CaptureEvent[] = []
    const value = await runRead(
      settingsWith((event) => events.push(event)),
      about,
      {},
      async () => 42,
    )
    expect(value).toBe(42)
    expect(events).toMatchObject([{ type: 'finished', operation: 'get', outcome: null, error: null }])
  })

  it('throws what it found out, without secrets', async () => {
    const read = runRead(settingsWith(), about, {}, async (call) => {
      throw readError(call, {
        message: 'no hush-hush-secret here',
        causes: [{ code: null, message: 'hush-hush-secret' }],
      })
    })
    const error = await read.then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ code: 'lookup_failed', provider: 'toy', retryable: true })
    expect(JSON.stringify(error)).not.toContain('hush-hush')
  })

  it('turns what this process did wrong into an error of its own', async () => {
    const read = runRead(settingsWith(), about, {}, async () => {
      throw new TypeError('undefined is not a function')
    })
    await expect(read).rejects.toMatchObject({ code: 'lookup_failed', message: 'the toy could not be read' })
  })

  it('says that the caller aborted it', async () => {
    const read = runRead(settingsWith(), about, { signal: AbortSignal.abort() }, async (call) => {
      throw readError(call, { message: 'over' })
    })
    await expect(read).rejects.toMatchObject({ code: 'aborted' })
  })
})
