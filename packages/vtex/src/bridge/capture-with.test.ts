import { createMercadoPago } from '@cap/mercadopago'
import { createMercadoPagoEmulator } from '@cap/mercadopago/emulator'
import { describe, expect, it } from 'vitest'
import { createWorld } from '../connector/__fixtures__/world.ts'
import { captureWith, type Settlement } from '../connector.ts'
import { accessToken } from './__fixtures__/chain.ts'

function start(map: (settlement: Settlement) => Readonly<Record<string, unknown>> | null) {
  const emulator = createMercadoPagoEmulator({ accessTokens: [accessToken] })
  const fetch: typeof globalThis.fetch = (input, init) => emulator.fetch(new Request(input, init))
  const client = createMercadoPago({ accessToken, fetch })
  const request = (settlement: Settlement) => {
    const more = map(settlement)
    if (more === null) throw new TypeError('merchant-password-1 is not a token')
    return {
      amount: settlement.amount,
      description: 'Order',
      externalReference: settlement.paymentId,
      payerToken: 'b7d2f0c94e6a4f1fa3c5d8e9f0a1b2c3',
      idempotencyKey: settlement.idempotencyKey,
      ...more,
    }
  }
  const world = createWorld(captureWith(client, request))
  return { world, emulator }
}

describe('captureWith', () => {
  it('captures under a key derived from the scoped request id', async () => {
    const { world, emulator } = start(() => ({}))
    expect((await world.settle()).json.value).toBe(45)
    expect((await world.settle({ requestId: 'b', value: 55 })).json.value).toBe(55)
    const keys = emulator.book().map(({ key }) => key)
    expect(keys).toEqual(world.captures.map(({ idempotencyKey }) => idempotencyKey))
    expect(new Set(keys).size).toBe(2)
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('sends nothing when map makes two requests of one settlement', async () => {
    let count = 0
    const { world, emulator } = start(() => ({ description: `Order ${count++}` }))
    expect((await world.settle()).json.code).toBe('not-sent')
    expect(world.errors).toMatchObject([{ code: 'invalid_request', field: 'map' }])
    expect(emulator.book()).toEqual([])
  })

  it('sends nothing when map makes a key of its own, throws, or makes no request', async () => {
    for (const map of [
      () => ({ idempotencyKey: 'always-the-same' }),
      () => null,
      () => ({ payerToken: '' }),
      () => ({ amount: { amount: '45.00', currency: 'USD' } }),
    ]) {
      const { world, emulator } = start(map)
      const { json, text } = await world.settle()
      expect(json.code).toBe('not-sent')
      expect(text + String(world.errors[0])).not.toContain('merchant-password-1')
      expect(world.errors).toMatchObject([{ code: 'invalid_request' }])
      expect(emulator.book()).toEqual([])
    }
  })

  it('maps a decline to the failure body, and repeats it', async () => {
    const { world, emulator } = start(() => ({ payerToken: 'scenario-insufficient-amount' }))
    const scenario = emulator.scenarios.find(({ script }) => script.kind === 'payment' && script.status === 'rejected')
    emulator.play(scenario?.name ?? '', 1)
    const { status, json } = await world.settle()
    expect([status, json.settleId, json.value]).toEqual([500, null, 0])
    expect((await world.settle()).json).toEqual(json)
    expect(emulator.book()).toEqual([])
  })

  it('passes priorAttempt only for an intent that is not proven void', async () => {
    const asked: unknown[] = []
    const { world } = start(() => ({}))
    const inner = world.start()
    expect(inner).toBeDefined()
    const bridge = captureWith(
      {
        provider: 'watched',
        describe: async () => ({
          operation: 'o',
          paymentKey: 'p',
          account: 'a',
          environment: 'live',
          idempotencyKey: null,
          fingerprint: 'f',
          secretPaths: [],
        }),
        async capture(_, options) {
          asked.push(options?.priorAttempt)
          throw new Error('unknown')
        },
        resolve: async () => Promise.reject(new Error('unknown')),
      },
      () => ({}),
    )
    const watched = createWorld(bridge)
    await watched.settle({ value: 100 })
    await watched.settle({ value: 100 })
    expect(asked).toEqual([false])
  })
})
