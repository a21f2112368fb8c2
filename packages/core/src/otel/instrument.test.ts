import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { metrics, trace } from '@opentelemetry/api'
import { afterEach, describe, expect, it } from 'vitest'
import type { CaptureEvent } from '../capture/event.ts'
import { step } from '../testing/faults.ts'
import { createTelemetry, createToyWorld, shown } from './__fixtures__/telemetry.ts'
import { instrument } from './instrument.ts'
import { onEvents } from './on-events.ts'

const run = promisify(execFile)
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function setUp(...[plan = () => null]: Partial<Parameters<typeof createToyWorld>>) {
  const telemetry = createTelemetry()
  const world = await createToyWorld(plan)
  ends.push(telemetry.close, world.close)
  return { ...telemetry, world }
}

describe('instrument', () => {
  it('records the calls of every client, and none after its end', async () => {
    const { spans, points, world, ...providers } = await setUp((_, n) => (n === 1 ? step('unavailable', false) : null))
    const stop = instrument(providers)
    ends.push(stop)
    await world.client().capture(world.request(1))
    await world.client().capture(world.request(2))
    expect(spans().map(({ name }) => name)).toEqual(['POST', 'POST', 'capture toy', 'POST', 'capture toy'])
    expect(await points('cap.capture.outcome')).toMatchObject([{ value: 2 }])
    stop()
    await world.client().capture(world.request(3))
    expect(spans()).toHaveLength(5)
    expect(await points('cap.capture.outcome')).toMatchObject([{ value: 2 }])
  })

  it('begun in the middle of a call, records what is left of it with its true times', async () => {
    const { spans, world, ...providers } = await setUp()
    let startedAt = ''
    const onEvent = (event: CaptureEvent) => {
      if (event.type !== 'attempt_started') return
      startedAt = event.callStartedAt
      // After this event has been published, and before the attempt is over.
      queueMicrotask(() => ends.push(instrument(providers)))
    }
    await world.client({ onEvent }).capture(world.request(1))
    expect(spans().map(shown)).toMatchObject([
      { name: 'POST', attributes: { 'http.response.status_code': 200 } },
      { name: 'capture toy', attributes: { 'cap.outcome': 'captured' } },
    ])
    expect(spans()[0]!.parentSpanContext?.spanId).toBe(spans()[1]!.spanContext().spanId)
    const [seconds, nanoseconds] = spans()[1]!.startTime
    expect(seconds * 1000 + nanoseconds / 1e6).toBe(Date.parse(startedAt))
  })

  it('ended in the middle of a call, leaves no span open', async () => {
    const { spans, world, ...providers } = await setUp()
    const stop = instrument(providers)
    const onEvent = (event: CaptureEvent) => {
      if (event.type === 'attempt_started') queueMicrotask(stop)
    }
    await world.client({ onEvent }).capture(world.request(1))
    expect(spans().map(({ name }) => name)).toEqual(['POST', 'capture toy'])
  })

  it('takes the global providers as they are when the first event comes', async () => {
    const { spans, points, world, tracerProvider, meterProvider } = await setUp()
    ends.push(instrument())
    trace.setGlobalTracerProvider(tracerProvider)
    metrics.setGlobalMeterProvider(meterProvider)
    ends.push(trace.disable.bind(trace), metrics.disable.bind(metrics))
    await world.client().capture(world.request(1))
    expect(spans()).toHaveLength(2)
    expect(await points('cap.capture.outcome')).toMatchObject([{ value: 1 }])
  })
})

describe('onEvents', () => {
  it('lets every listener hear, and throws what the first of them threw', () => {
    const heard: string[] = []
    const thrower = (text: string) => () => {
      heard.push(text)
      throw new Error(text)
    }
    const all = onEvents(thrower('one'), thrower('two'), (event) => void heard.push(event.type))
    const event = { type: 'waiting', ms: 1, reason: 'r', provider: 'p', operation: 'o' } as CaptureEvent
    expect(() => all(event)).toThrow('one')
    expect(heard).toEqual(['one', 'two', 'waiting'])
  })

  it('hands on what an asynchronous listener rejects with, so that nothing is left unhandled', async () => {
    const rejecting = () => Promise.reject(new Error('late'))
    const returned: unknown = onEvents(rejecting, () => {}, rejecting)({} as CaptureEvent)
    await expect(returned).rejects.toThrow('late')
  })
})

describe('importing @cap/core/http', () => {
  it('loads nothing of OpenTelemetry', async () => {
    const trace = `
      import { registerHooks } from 'node:module'
      registerHooks({ load(url, context, next) { if (/opentelemetry|otel/.test(url)) process.stdout.write('loaded ' + url); return next(url, context) } })
    `
    const hook = `data:text/javascript,${encodeURIComponent(trace)}`
    const load = async (entry: string) => {
      const script = `await import('${entry}')`
      const args = ['--conditions=@cap/source', '--import', hook, '--input-type=module', '--eval', script]
      return (await run(process.execPath, args, { cwd: import.meta.dirname })).stdout
    }
    expect(await load('@cap/core/http')).toBe('')
    expect(await load('@cap/core/otel')).toContain('@opentelemetry/api')
  })
})
