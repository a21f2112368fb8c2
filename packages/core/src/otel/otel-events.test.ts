import { context, trace } from '@opentelemetry/api'
import { afterEach, describe, expect, it } from 'vitest'
import type { ClientOptions } from '../capture/client.ts'
import type { CaptureEvent } from '../capture/event.ts'
import type { SeenExchange } from '../testing/fault-server.ts'
import { type FaultStep, step } from '../testing/faults.ts'
import { answerStep } from '../testing/sequence-cases.ts'
import { createTelemetry, createToyWorld, milliseconds, shown } from './__fixtures__/telemetry.ts'
import { onEvents } from './on-events.ts'
import { otelEvents } from './otel-events.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

async function setUp(
  plan: (exchange: SeenExchange, number: number) => FaultStep | null = () => null,
  options: ClientOptions = {},
) {
  const telemetry = createTelemetry()
  const world = await createToyWorld(plan)
  open.push(telemetry, world)
  const said: CaptureEvent[] = []
  const onEvent = onEvents(otelEvents(telemetry), (event) => said.push(event))
  return { ...telemetry, world, said, client: world.client({ onEvent, ...options }) }
}

describe('the spans of a capture', () => {
  it('are one of the operation and one of each attempt, by the conventions for HTTP clients', async () => {
    const { spans, world, client } = await setUp()
    await client.capture(world.request(1))
    const [attempt, operation] = spans()
    expect(spans()).toHaveLength(2)
    expect(shown(operation!)).toEqual({
      name: 'capture toy',
      kind: 'INTERNAL',
      status: 'UNSET',
      attributes: {
        'cap.provider': 'toy',
        'cap.operation': 'capture',
        'cap.operation_digest': expect.stringMatching(/^[0-9a-f]{64}$/),
        'cap.outcome': 'captured',
        'cap.basis': 'answer',
        'cap.replayed': false,
      },
    })
    expect(shown(attempt!)).toEqual({
      name: 'POST',
      kind: 'CLIENT',
      status: 'UNSET',
      attributes: {
        'http.request.method': 'POST',
        'server.address': '127.0.0.1',
        'server.port': world.port,
        'url.full': `${world.url}/pay`,
        'http.response.status_code': 200,
        'cap.provider': 'toy',
        'cap.attempt.number': 1,
        'cap.attempt.purpose': 'capture',
        'cap.attempt.sent': 'yes',
      },
    })
    expect(attempt!.parentSpanContext?.spanId).toBe(operation!.spanContext().spanId)
    expect(attempt!.instrumentationScope.name).toBe('@cap/core')
  })

  it('count resends, and say why each was made', async () => {
    const faults = ['server-error-json', 'close-after-request']
    const { spans, world, client } = await setUp((_, number) =>
      number <= faults.length ? step(faults[number - 1]!, false) : null,
    )
    await client.capture(world.request(1))
    const attempts = spans().filter(({ name }) => name === 'POST')
    expect(attempts.map(({ attributes }) => attributes['http.request.resend_count'])).toEqual([undefined, 1, 2])
    expect(attempts.map(({ attributes }) => attributes['http.response.status_code'])).toEqual([500, undefined, 200])
    expect(attempts.map(({ attributes }) => attributes['error.type'])).toEqual([
      '500',
      expect.stringMatching(/^[A-Z][A-Z0-9_]+$/),
      undefined,
    ])
    expect(attempts.map(({ attributes }) => attributes['cap.attempt.sent'])).toEqual(['yes', 'maybe', 'yes'])
    expect(attempts[1]!.attributes['cap.phase']).toBe('wait')
    expect(attempts.map((span) => shown(span).status)).toEqual(['ERROR', 'ERROR', 'UNSET'])
    const operation = spans().at(-1)!
    expect(shown(operation)).toMatchObject({ status: 'UNSET', attributes: { 'cap.outcome': 'captured' } })
    expect(operation.events.map(({ name, attributes }) => [name, attributes?.['cap.wait.reason']])).toEqual([
      ['cap.wait', 'server_error'],
      ['cap.wait', 'no_answer'],
    ])
  })

  it('last as long as what they stand for, the attempts inside the operation', async () => {
    const { spans, said, world, client } = await setUp(() => step('slow-answer', true))
    await client.capture(world.request(1))
    const [attempt, operation] = spans()
    const finished = said.find((event) => event.type === 'attempt_finished')!
    expect(finished.attempt.durationMs).toBeGreaterThan(20)
    expect(Math.abs(milliseconds(attempt!.duration) - finished.attempt.durationMs)).toBeLessThanOrEqual(5)
    expect(milliseconds(operation!.startTime)).toBe(Date.parse(finished.callStartedAt))
    expect(milliseconds(operation!.startTime)).toBeLessThanOrEqual(milliseconds(attempt!.startTime))
    expect(milliseconds(operation!.endTime)).toBeGreaterThanOrEqual(milliseconds(attempt!.endTime))
  })

  it('of one that nobody can tell the end of are errors with its cause', async () => {
    const { spans, world, client } = await setUp(() => step('close-after-request', true))
    const outcome = await client.capture(world.request(1))
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'no_answer' })
    expect(shown(spans().at(-1)!)).toMatchObject({
      status: 'ERROR',
      attributes: {
        'cap.outcome': 'unknown',
        'cap.cause': 'no_answer',
        'cap.needs': 'resolve',
        'error.type': 'no_answer',
      },
    })
  })

  it('of one that throws are errors with its code', async () => {
    const refused = await setUp(() => answerStep({ name: 'r', status: 400, body: '{"error":"refused"}' }))
    await expect(refused.client.capture(refused.world.request(1))).rejects.toMatchObject({ code: 'refused' })
    expect(refused.spans().map(shown)).toMatchObject([
      { name: 'POST', status: 'ERROR', attributes: { 'http.response.status_code': 400, 'error.type': '400' } },
      { name: 'capture toy', status: 'ERROR', attributes: { 'cap.outcome': 'threw', 'error.type': 'refused' } },
    ])
  })

  it('stand alone when nothing is sent', async () => {
    const { spans, world, client } = await setUp()
    const beforeSend = () => Promise.reject(new Error('the database is down'))
    await expect(client.capture(world.request(1), { beforeSend })).rejects.toMatchObject({ code: 'not_sent' })
    expect(spans().map(shown)).toMatchObject([{ name: 'capture toy', attributes: { 'error.type': 'not_sent' } }])
  })

  it('of calls under way at once are kept apart, each inside what its caller does', async () => {
    // Every second answer comes slowly, and the first request of every call fails.
    const seen = new Set<string>()
    const { spans, world, client, tracerProvider } = await setUp(({ headers }, number) => {
      const key = headers['x-key']!
      if (!seen.has(key)) {
        seen.add(key)
        return step('server-error-json', false)
      }
      return number % 2 === 0 ? step('slow-answer', true) : null
    })
    const tracer = tracerProvider.getTracer('shop')
    const callers = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const caller = tracer.startSpan(`checkout ${index}`)
        await context.with(trace.setSpan(context.active(), caller), () => client.capture(world.request(index)))
        caller.end()
        return caller.spanContext()
      }),
    )
    expect(spans()).toHaveLength(12 * 4)
    const childrenOf = (id: string) => spans().filter(({ parentSpanContext }) => parentSpanContext?.spanId === id)
    const digests = new Set<unknown>()
    for (const caller of callers) {
      const [operation, ...others] = childrenOf(caller.spanId)
      expect(others).toEqual([])
      expect(operation!.spanContext().traceId).toBe(caller.traceId)
      digests.add(operation!.attributes['cap.operation_digest'])
      const attempts = childrenOf(operation!.spanContext().spanId)
      expect(attempts.map(({ attributes }) => attributes['cap.attempt.number'])).toEqual([1, 2])
      expect(attempts.map(({ attributes }) => attributes['http.request.resend_count'])).toEqual([undefined, 1])
    }
    expect(digests.size).toBe(12)
  })

  it('show one digest for a capture and its resolves', async () => {
    let well = false
    const { spans, said, world, client } = await setUp(() => (well ? null : step('close-after-request', true)))
    const request = world.request(1)
    const outcome = await client.capture(request)
    if (outcome.status !== 'unknown') throw new Error('unknown was expected')
    well = true
    await client.resolve(outcome.handle, { replay: 'allow', request })
    const operations = spans().filter(({ name }) => name.endsWith(' toy'))
    expect(operations.map(({ name }) => name)).toEqual(['capture toy', 'resolve toy'])
    expect(new Set(operations.map(({ attributes }) => attributes['cap.operation_digest'])).size).toBe(1)
    expect(operations[1]!.attributes['cap.replayed']).toBe(true)
    expect(new Set(said.map(({ call }) => call)).size).toBe(2)
  })

  it('carry neither secrets nor keys nor bodies', async () => {
    const plan = (_: SeenExchange, number: number) => (number === 1 ? step('bad-gateway-html', false) : null)
    const { spans, world, client, points } = await setUp(plan)
    await client.capture(world.request(7))
    const measured = await Promise.all(['cap.capture.outcome', 'http.client.request.duration'].map(points))
    const text = JSON.stringify([spans().map((span) => [shown(span), span.events]), measured])
    expect(world.secrets.length).toBeGreaterThan(0)
    for (const hidden of [...world.secrets, 'key-7', 'authorization', '19.99']) expect(text).not.toContain(hidden)
  })
})

describe('telemetry that breaks', () => {
  it('changes no outcome', async () => {
    const broken = () => {
      throw new Error('broken')
    }
    const { world } = await setUp()
    for (const options of [
      { tracerProvider: { getTracer: broken }, meterProvider: { getMeter: broken } },
      { tracerProvider: { getTracer: () => ({ startSpan: broken, startActiveSpan: broken }) } },
    ]) {
      const outcome = await world.client({ onEvent: otelEvents(options) }).capture(world.request(1))
      expect(outcome.status).toBe('captured')
    }
  })

  it('still measures when tracing is what broke', async () => {
    const { world, meterProvider, points } = await setUp()
    const getTracer = () => {
      throw new Error('broken')
    }
    const onEvent = otelEvents({ meterProvider, tracerProvider: { getTracer } })
    await world.client({ onEvent }).capture(world.request(1))
    expect(await points('cap.capture.outcome')).toHaveLength(1)
  })
})
