import { afterEach, describe, expect, it } from 'vitest'
import type { SeenExchange } from '../testing/fault-server.ts'
import { type FaultStep, step } from '../testing/faults.ts'
import { answerStep } from '../testing/sequence-cases.ts'
import { createTelemetry, createToyWorld } from './__fixtures__/telemetry.ts'
import { otelEvents } from './otel-events.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

async function setUp(plan: (exchange: SeenExchange, number: number) => FaultStep | null = () => null) {
  const telemetry = createTelemetry()
  const world = await createToyWorld(plan)
  open.push(telemetry, world)
  return { ...telemetry, world, client: world.client({ onEvent: otelEvents(telemetry), maxAttempts: 2 }) }
}

const refusal = answerStep({ name: 'refusal', status: 400, body: '{"error":"refused"}' })

describe('cap.capture.outcome', () => {
  it('counts calls by provider, operation, and how they ended', async () => {
    const plans = { lost: step('close-after-request', true), refused: refusal, well: null }
    let plan: keyof typeof plans = 'well'
    const { world, client, points } = await setUp(() => plans[plan])
    await client.capture(world.request(1))
    await client.capture(world.request(2))
    plan = 'lost'
    const lost = await client.capture(world.request(3))
    plan = 'refused'
    await expect(client.capture(world.request(4))).rejects.toMatchObject({ code: 'refused' })
    if (lost.status !== 'unknown') throw new Error('unknown was expected')
    await client.resolve(lost.handle)
    const toy = { 'cap.provider': 'toy', 'cap.operation': 'capture' }
    const unknown = { 'cap.outcome': 'unknown', 'cap.cause': 'no_answer' }
    expect(await points('cap.capture.outcome')).toEqual([
      { attributes: { ...toy, 'cap.outcome': 'captured' }, value: 2 },
      { attributes: { ...toy, ...unknown }, value: 1 },
      { attributes: { ...toy, 'cap.outcome': 'threw', 'error.type': 'refused' }, value: 1 },
      { attributes: { ...toy, ...unknown, 'cap.operation': 'resolve' }, value: 1 },
    ])
  })
})

describe('http.client.request.duration', () => {
  it('records every attempt in seconds, with the attributes of the convention', async () => {
    const { world, client, points } = await setUp((_, number) => (number === 1 ? step('unavailable', false) : null))
    await client.capture(world.request(1))
    const server = { 'http.request.method': 'POST', 'server.address': '127.0.0.1', 'server.port': world.port }
    const durations = await points('http.client.request.duration')
    expect(durations).toMatchObject([
      { attributes: { ...server, 'http.response.status_code': 503, 'error.type': '503' }, value: { count: 1 } },
      { attributes: { ...server, 'http.response.status_code': 200 }, value: { count: 1 } },
    ])
    expect((durations[0]!.value as { max: number }).max).toBeLessThan(2)
  })
})

describe('cap.capture.unresolved', () => {
  it('goes up when a capture ends unknown and down when resolve concludes it', async () => {
    let well = false
    const { world, client, points } = await setUp(() => (well ? null : step('close-after-request', true)))
    expect(await points('cap.capture.unresolved')).toEqual([])
    const request = world.request(1)
    const first = await client.capture(request)
    await client.capture(world.request(2))
    if (first.status !== 'unknown') throw new Error('unknown was expected')
    const attributes = { 'cap.provider': 'toy' }
    expect(await points('cap.capture.unresolved')).toEqual([{ attributes, value: 2 }])

    await client.resolve(first.handle)
    expect(await points('cap.capture.unresolved'), 'a resolve that concludes nothing').toEqual([
      { attributes, value: 2 },
    ])

    well = true
    await client.resolve(first.handle, { replay: 'allow', request })
    expect(await points('cap.capture.unresolved')).toEqual([{ attributes, value: 1 }])
    await client.capture(world.request(2))
    expect(await points('cap.capture.unresolved')).toEqual([{ attributes, value: 0 }])
    expect(await points('cap.capture.unresolved.age')).toEqual([{ attributes, value: 0 }])
  })

  it('is not changed by a throw, which concludes nothing', async () => {
    let plan: FaultStep = step('close-after-request', true)
    const { world, client, points } = await setUp(() => plan)
    await client.capture(world.request(1))
    plan = refusal
    await expect(client.capture(world.request(1))).rejects.toMatchObject({ code: 'refused' })
    expect(await points('cap.capture.unresolved')).toMatchObject([{ value: 1 }])
  })

  it('tells the age of the oldest, from when it was first sent', async () => {
    const { world, client, points } = await setUp(() => step('close-after-request', true))
    const outcome = await client.capture(world.request(1))
    if (outcome.status !== 'unknown') throw new Error('unknown was expected')
    const anHourAgo = new Date(Date.now() - 3_600_000).toISOString()
    const others = createTelemetry()
    open.push(others)
    const resolver = world.client({ onEvent: otelEvents(others) })
    await resolver.resolve({ ...outcome.handle, firstSentAt: anHourAgo })
    const [here] = await points('cap.capture.unresolved.age')
    const [there] = await others.points('cap.capture.unresolved.age')
    expect(here!.value).toBeLessThan(60)
    expect(there!.value).toBeGreaterThanOrEqual(3600)
    expect(there!.value).toBeLessThan(3660)
  })
})
