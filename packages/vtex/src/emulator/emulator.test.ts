import { describe, expect, it } from 'vitest'
import { fixture, fixtureText } from '../__fixtures__/settlement.ts'
import { createVtexProviderEmulator, type VtexProviderEmulator, vtexScenarios } from '../emulator.ts'

/** The tests write HTTP by hand: the emulator must be right without the client. */
function send(
  emulator: VtexProviderEmulator,
  change: Record<string, unknown> = {},
  { path, headers = {}, method = 'POST' }: { path?: string; headers?: Record<string, string>; method?: string } = {},
): Promise<Response> {
  const body = { ...fixture('settlement-request-minimal'), ...change }
  const url = `https://provider.example/v1/payments/${encodeURIComponent(path ?? String(body.paymentId))}/settlements`
  return emulator.fetch(
    new Request(url, {
      method,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'x-provider-api-appkey': 'k',
        'x-provider-api-apptoken': 't',
        ...headers,
      },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    }),
  )
}

const brl = (amount: string) => ({ amount, currency: 'BRL' })
const paymentId = String(fixture('settlement-request').paymentId)

describe('the emulated provider', () => {
  it('settles, echoes and writes it into its book', async () => {
    const emulator = createVtexProviderEmulator({ now: () => Date.UTC(2026, 0, 1) })
    const answer = await send(emulator)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.json()).toEqual({
      ...fixture('settled'),
      settleId: expect.stringMatching(/^SETTLE-000001-/),
    })
    expect(emulator.book()).toEqual([
      { key: '2019-02-04T22:53:42-40000', payment: paymentId, amount: brl('45.00'), at: '2026-01-01T00:00:00.000Z' },
    ])
  })

  it('takes the documented settlement with every field', async () => {
    const emulator = createVtexProviderEmulator()
    const request = new Request(`https://provider.example/payments/${paymentId}/settlements`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-vtex-api-appkey': 'k', 'x-vtex-api-apptoken': 't' },
      body: fixtureText('settlement-request'),
    })
    expect((await emulator.fetch(request)).status).toBe(200)
  })

  it('repeats its first answer byte for byte, and moves the money once', async () => {
    const emulator = createVtexProviderEmulator()
    const answers = await Promise.all([send(emulator), send(emulator), send(emulator)])
    const texts = await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(texts).size).toBe(1)
    expect(emulator.book()).toHaveLength(1)
  })

  it('recognises a request id within its payment only', async () => {
    const emulator = createVtexProviderEmulator()
    await send(emulator)
    await send(emulator, { paymentId: 'ANOTHER' })
    expect(emulator.book().map(({ payment }) => payment)).toEqual([paymentId, 'ANOTHER'])
  })

  it('does not settle another body under an old request id', async () => {
    const emulator = createVtexProviderEmulator()
    await send(emulator)
    const answer = await send(emulator, { value: 44 })
    expect(answer.status).toBe(500)
    expect(await answer.json()).toMatchObject({ settleId: null, value: 0, code: 'REQUEST_ID_CONFLICT' })
    expect(emulator.book()).toHaveLength(1)
  })

  it('forgets a failure: the repetition settles', async () => {
    const emulator = createVtexProviderEmulator()
    emulator.play('pending-500')
    expect((await send(emulator)).status).toBe(500)
    expect((await send(emulator)).status).toBe(200)
    expect(emulator.book()).toHaveLength(1)
  })

  it('settles in parts, down to what is left, and not a cent more', async () => {
    const emulator = createVtexProviderEmulator()
    emulator.authorize({ paymentId, amount: brl('45.00') })
    await send(emulator, { value: 37.8, requestId: 'r1' })
    await send(emulator, { value: 7.1, requestId: 'r2' })
    expect(emulator.payment(paymentId)).toEqual({
      currency: 'BRL',
      limit: '45.00',
      settled: '44.90',
      remaining: '0.10',
      refunded: '0.00',
      cancelled: false,
    })
    const refused = await send(emulator, { value: 0.11, requestId: 'r3' })
    expect(await refused.json()).toMatchObject({ settleId: null, value: 0, code: 'AMOUNT_EXCEEDS_AUTHORIZED' })
    expect((await send(emulator, { value: 0.1, requestId: 'r4' })).status).toBe(200)
    expect(emulator.book().map(({ amount }) => amount.amount)).toEqual(['37.80', '7.10', '0.10'])
  })

  it('settles up to a ceiling above what was authorised, where it gave one', async () => {
    const emulator = createVtexProviderEmulator()
    emulator.authorize({ paymentId, amount: brl('45.00'), maxValue: '50.00' })
    expect((await send(emulator, { value: 50 })).status).toBe(200)
  })

  it.each([
    ['a payment it does not know', { paymentId: 'NOBODYS' }, 'PAYMENT_NOT_FOUND'],
    ['another authorization', { authorizationId: 'other' }, 'AUTHORIZATION_NOT_FOUND'],
    ['nothing', { value: 0 }, 'INVALID_VALUE'],
    ['a negative value', { value: -1 }, 'INVALID_VALUE'],
    ['parts of a cent', { value: 44.999 }, 'INVALID_VALUE'],
    [
      'a split that does not sum to the value',
      { recipients: (fixture('settlement-request').recipients as object[]).slice(1) },
      'SPLIT_MISMATCH',
    ],
  ])('does not settle %s', async (_, change, code) => {
    const emulator = createVtexProviderEmulator({ autoAuthorize: null })
    emulator.authorize({ paymentId, amount: brl('45.00'), authorizationId: '5784589' })
    const answer = await send(emulator, change)
    expect([answer.status, await answer.json()]).toMatchObject([500, { settleId: null, value: 0, code }])
    expect(emulator.book()).toEqual([])
  })

  it('does not settle what was cancelled', async () => {
    const emulator = createVtexProviderEmulator()
    emulator.authorize({ paymentId, amount: brl('45.00') })
    emulator.cancel(paymentId)
    expect(await (await send(emulator)).json()).toMatchObject({ code: 'PAYMENT_CANCELLED' })
  })

  it.each([
    ['a missing field', { authorizationId: undefined }],
    ['a number for the authorization', { authorizationId: 5784589 }],
    ['a quoted value', { value: '45.00' }],
    ['a field nobody knows', { sandBoxMode: true }],
    ['a misspelt commission', { recipients: [{ comissionAmount: 7.2 }] }],
    ['a setting without a value', { merchantSettings: [{ name: 'x' }] }],
  ])('refuses %s', async (_, change) => {
    const emulator = createVtexProviderEmulator()
    expect((await send(emulator, change)).status).toBe(400)
    expect(emulator.book()).toEqual([])
  })

  it('refuses a path that names another payment than the body', async () => {
    const emulator = createVtexProviderEmulator()
    expect((await send(emulator, {}, { path: 'ANOTHER' })).status).toBe(400)
  })

  it('knows no other route', async () => {
    const emulator = createVtexProviderEmulator()
    expect((await send(emulator, {}, { method: 'GET' })).status).toBe(404)
    const elsewhere = new Request('https://provider.example/payments/x/voids', { method: 'POST', body: '{}' })
    expect((await emulator.fetch(elsewhere)).status).toBe(404)
  })

  it('declares payments in the digits of their currency', async () => {
    const emulator = createVtexProviderEmulator()
    emulator.authorize({ paymentId, amount: { amount: '3000', currency: 'CLP' } })
    expect(await (await send(emulator, { value: 3000 })).json()).toMatchObject({ value: 3000 })
    expect(emulator.payment(paymentId)).toMatchObject({ settled: '3000', remaining: '0' })
    expect(() => emulator.authorize({ paymentId, amount: { amount: '1.5', currency: 'CLP' } })).toThrow(RangeError)
  })

  it('answers after its latency, and has acted before', async () => {
    const emulator = createVtexProviderEmulator({ latencyMs: 30 })
    const began = performance.now()
    const answer = send(emulator)
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(emulator.book()).toHaveLength(1)
    await answer
    expect(performance.now() - began).toBeGreaterThan(25)
  })
})

describe('its credentials', () => {
  const pair = { appKey: 'merchant', appToken: 'secret' }
  const vtexPair = { 'x-vtex-api-appkey': 'merchant', 'x-vtex-api-apptoken': 'secret' }

  async function status(options: Parameters<typeof createVtexProviderEmulator>[0], headers: Record<string, string>) {
    const request = new Request(`https://provider.example/payments/${paymentId}/settlements`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: fixtureText('settlement-request-minimal'),
    })
    return (await createVtexProviderEmulator(options).fetch(request)).status
  }

  it.each<[number, string, Parameters<typeof status>[0], Record<string, string>]>([
    [200, 'the right pair', { credentials: pair }, vtexPair],
    [401, 'another token', { credentials: pair }, { ...vtexPair, 'x-vtex-api-apptoken': 'x' }],
    [401, 'no pair', { credentials: pair }, {}],
    [401, 'no pair, whoever is asked', {}, {}],
    [200, 'any pair, when none is set', {}, vtexPair],
    [401, 'the other family', { headerFamily: 'provider' }, vtexPair],
    [200, 'its family', { headerFamily: 'vtex' }, vtexPair],
    [
      401,
      'a wrong pair in its own family, whatever the other says',
      { credentials: pair },
      {
        ...vtexPair,
        'x-provider-api-appkey': 'merchant',
        'x-provider-api-apptoken': 'x',
      },
    ],
    [401, 'the header of the Test Suite alone', { credentials: pair }, { 'x-vtex-api-is-testsuite': 'true' }],
    [401, 'an empty pair', {}, { 'x-provider-api-appkey': '', 'x-provider-api-apptoken': '' }],
    [
      401,
      'an empty pair outside the Test Suite',
      { testSuite: true },
      {
        'x-provider-api-appkey': '',
        'x-provider-api-apptoken': '',
      },
    ],
    [
      200,
      'an empty pair in the Test Suite',
      { testSuite: true },
      {
        'x-provider-api-appkey': '',
        'x-provider-api-apptoken': '',
        'x-vtex-api-is-testsuite': 'true',
      },
    ],
    [
      401,
      'an empty pair that says Test Suite, where there is none',
      {},
      {
        'x-provider-api-appkey': '',
        'x-provider-api-apptoken': '',
        'x-vtex-api-is-testsuite': 'true',
      },
    ],
  ])('are answered %i for %s', async (expected, _, options, headers) => {
    expect(await status(options, headers)).toBe(expected)
  })
})

describe('its scenarios', () => {
  it('have unique names, titles and sources', () => {
    const names = vtexScenarios.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const { name, title, source } of vtexScenarios) {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(title.length).toBeGreaterThan(5)
      expect(source.length).toBeGreaterThan(5)
    }
  })

  it('are played to the next settlements, as many as asked, and then over', async () => {
    const emulator = createVtexProviderEmulator()
    emulator.play('rate-limited', 2)
    const statuses = [await send(emulator), await send(emulator), await send(emulator)].map(({ status }) => status)
    expect(statuses).toEqual([429, 429, 200])
    expect(() => emulator.play('nonsense' as never)).toThrow(RangeError)
  })

  it('move the money at most once, whatever they answer', async () => {
    for (const { name } of vtexScenarios) {
      const emulator = createVtexProviderEmulator()
      emulator.play(name)
      const first = await (await send(emulator)).text()
      const second = await (await send(emulator)).text()
      const third = await (await send(emulator)).text()
      expect(emulator.book(), name).toHaveLength(1)
      expect(third, name).toBe(second)
      expect(first, name).toBeTypeOf('string')
    }
  })

  it('are refused by a payment that cannot be settled', async () => {
    const emulator = createVtexProviderEmulator()
    emulator.authorize({ paymentId, amount: brl('10.00') })
    emulator.play('garbage-html')
    expect(await (await send(emulator)).json()).toMatchObject({ code: 'AMOUNT_EXCEEDS_AUTHORIZED' })
    expect(emulator.book()).toEqual([])
  })
})
