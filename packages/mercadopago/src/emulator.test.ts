import { describe, expect, it } from 'vitest'
import { accessToken, request } from './__fixtures__/client.ts'
import { createMercadoPagoEmulator, type MercadoPagoEmulatorOptions, mercadoPagoScenarios } from './emulator.ts'
import { type CaptureOutcome, createMercadoPago, money } from './index.ts'

const body = (more: object = {}, wallet: object = {}) =>
  JSON.stringify({
    wallet_payment: { transaction_amount: 700.5, description: 'Text', external_reference: 'Pago_123', ...wallet },
    payer: { token: 'PAYER_TOKEN', type_token: 'wallet-token' },
    binary_mode: true,
    ...more,
  })

function post(text: string, headers: Record<string, string> = {}, base = 'http://mp.test') {
  return new Request(`${base}/v1/advanced_payments`, {
    method: 'POST',
    headers: { authorization: 'Bearer TEST-1', 'x-idempotency-key': 'key-1', ...headers },
    body: text,
  })
}

function read(id: string | number, headers: Record<string, string> = { authorization: 'Bearer TEST-1' }) {
  return new Request(`http://mp.test/v1/advanced_payments/${id}`, { headers })
}

async function answerOf(response: Promise<Response>) {
  const answer = await response
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

describe('the emulator', () => {
  it('creates with 201, replays with 200, and moves the money once', async () => {
    const emulator = createMercadoPagoEmulator()
    const first = await answerOf(emulator.fetch(post(body())))
    const again = await answerOf(emulator.fetch(post(body())))
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.body).toEqual(first.body)
    expect(emulator.book()).toMatchObject([
      { key: 'key-1', payment: String(first.body.id), amount: { amount: '700.50', currency: 'BRL' } },
    ])
  })

  it('answers 422 to another body under the key, and 409 while the first is running', async () => {
    const emulator = createMercadoPagoEmulator({ latencyMs: 20 })
    const first = emulator.fetch(post(body()))
    await new Promise((resolve) => setTimeout(resolve, 5))
    const during = await answerOf(emulator.fetch(post(body())))
    const other = await answerOf(emulator.fetch(post(body({ binary_mode: true, extra: 1 }))))
    expect(during).toMatchObject({ status: 409, body: { status: '409', cause: [{ code: '401001' }] } })
    expect(other).toMatchObject({ status: 422, body: { status: '422', cause: [{ code: '422001' }] } })
    expect((await first).status).toBe(201)
    expect(emulator.book()).toHaveLength(1)
  })

  it('reads by id, with or without a status', async () => {
    for (const statusInReads of [true, false]) {
      const emulator = createMercadoPagoEmulator({ statusInReads })
      const { body: made } = await answerOf(emulator.fetch(post(body())))
      const found = await answerOf(emulator.fetch(read(made.id)))
      expect(found.status).toBe(200)
      expect(found.body.status).toBe(statusInReads ? 'approved' : undefined)
    }
    expect(await answerOf(createMercadoPagoEmulator().fetch(read(1)))).toMatchObject({ status: 404 })
  })

  it('works under any base path, and knows nothing else', async () => {
    const emulator = createMercadoPagoEmulator()
    expect((await emulator.fetch(post(body(), {}, 'http://127.0.0.1:8080/mp'))).status).toBe(201)
    const elsewhere = new Request('http://mp.test/v1/payments', { headers: { authorization: 'Bearer TEST-1' } })
    expect((await emulator.fetch(elsewhere)).status).toBe(404)
    expect((await emulator.fetch(new Request(read(1), { method: 'DELETE' }))).status).toBe(405)
  })

  it.each([
    ['no token', { authorization: '' }, {}, 401],
    ['no scheme', { authorization: 'TEST-1' }, {}, 401],
    ['an unknown token', { authorization: 'Bearer TEST-2' }, { accessTokens: ['TEST-1'] }, 401],
    ['a known token', {}, { accessTokens: ['TEST-1'] }, 201],
    ['no key', { 'x-idempotency-key': '' }, {}, 400],
    ['no session', {}, { sessionRequired: true }, 400],
    ['a session', { 'x-meli-session-id': 'armor' }, { sessionRequired: true }, 201],
  ] satisfies [string, Record<string, string>, MercadoPagoEmulatorOptions, number][])(
    'checks the headers: %s',
    async (_, headers, options, status) => {
      const emulator = createMercadoPagoEmulator(options)
      expect((await emulator.fetch(post(body(), headers))).status).toBe(status)
      expect(emulator.book()).toHaveLength(status === 201 ? 1 : 0)
    },
  )

  it.each([
    ['text that is not JSON', 'x'],
    ['no wallet payment', body({ wallet_payment: undefined })],
    ['no amount', body({}, { transaction_amount: undefined })],
    ['an amount as text', body({}, { transaction_amount: '700.50' })],
    ['nothing', body({}, { transaction_amount: 0 })],
    ['less than nothing', body({}, { transaction_amount: -1 })],
    ['three decimals', body({}, { transaction_amount: 1.005 })],
    ['no payer', body({ payer: undefined })],
    ['the type of token of the reference', body({ payer: { token: 'x', type_token: 'wallet-tokens' } })],
    ['binary_mode false', body({ binary_mode: false })],
    ['a long statement descriptor', body({}, { statement_descriptor: 'x'.repeat(51) })],
    ['part of a sub-merchant', body({}, { forward_data: { sub_merchant: { mcc: '1' } } })],
    ['an incomplete discount', body({}, { discount: { amount: 10 } })],
    [
      'a discount of everything',
      body({}, { discount: { amount: 700.5, description: 'x', detail: { value: 1, type: 'fixed', cap: 1 } } }),
    ],
  ])('refuses %s with 400, and moves nothing', async (_, text) => {
    const emulator = createMercadoPagoEmulator()
    const { status, body: said } = await answerOf(emulator.fetch(post(text)))
    expect(status).toBe(400)
    expect(said).toMatchObject({ error: 'bad_request', message: expect.any(String) })
    expect(emulator.book()).toEqual([])
  })

  it('counts in the smallest unit of its site', async () => {
    const columbia = createMercadoPagoEmulator({ currency: 'COP' })
    expect((await columbia.fetch(post(body({}, { transaction_amount: 10.5 })))).status).toBe(400)
    await columbia.fetch(post(body({}, { transaction_amount: 12000 })))
    expect(columbia.book()).toMatchObject([{ amount: { amount: '12000', currency: 'COP' } }])
    expect(() => createMercadoPagoEmulator({ currency: 'EUR' })).toThrow('EUR')
  })

  it('takes the discount off', async () => {
    const emulator = createMercadoPagoEmulator()
    const discount = { amount: 0.1, description: 'x', detail: { value: 1, type: 'percent', cap: 1 } }
    await emulator.fetch(post(body({}, { transaction_amount: 0.3, discount })))
    expect(emulator.book()).toMatchObject([{ amount: { amount: '0.20' } }])
  })

  it('forgets a key when its lifetime is over, as Mercado Pago might', async () => {
    let now = 0
    const emulator = createMercadoPagoEmulator({ keyLifetimeMs: 1_000, now: () => now })
    await emulator.fetch(post(body()))
    now = 999
    expect((await emulator.fetch(post(body()))).status).toBe(200)
    now = 1_000
    expect((await emulator.fetch(post(body()))).status).toBe(201)
    expect(emulator.book()).toHaveLength(2)
  })

  it('plays scenarios in turn, then goes on as usual', async () => {
    const emulator = createMercadoPagoEmulator()
    emulator.play('server-error', 2)
    emulator.play('insufficient-money')
    const statuses: unknown[] = []
    for (let count = 0; count < 4; count++) {
      const { status, body: said } = await answerOf(emulator.fetch(post(body(), { 'x-idempotency-key': `k${count}` })))
      statuses.push([status, said.status])
    }
    expect(statuses).toEqual([
      [500, '500'],
      [500, '500'],
      [201, 'rejected'],
      [201, 'approved'],
    ])
    expect(() => emulator.play('nonsense')).toThrow('nonsense')
  })
})

describe('the scenarios', () => {
  const expected: Record<string, CaptureOutcome['status'] | 'throws'> = {
    approved: 'captured',
    insufficient: 'declined',
    rejected: 'declined',
    cancelled: 'declined',
    payer: 'declined',
    in: 'pending',
    pending: 'pending',
    authorized: 'pending',
    bad: 'throws',
    not: 'throws',
    collector: 'throws',
    still: 'unknown',
    key: 'unknown',
    too: 'unknown',
    server: 'unknown',
  }

  it.each(mercadoPagoScenarios.map(({ name }) => name))(
    '%s is read as what it is, and the book agrees',
    async (name) => {
      const emulator = createMercadoPagoEmulator()
      const client = createMercadoPago({
        accessToken,
        maxAttempts: 1,
        fetch: (input) => emulator.fetch(input as Request),
      })
      const asked = { ...request, amount: money('700.50', 'BRL'), payerToken: `scenario-${name}` }
      const outcome = await client.capture(asked).catch(() => null)
      expect(outcome?.status ?? 'throws').toBe(expected[name.split('-')[0] ?? ''])
      const moved = emulator.book().length
      if (outcome?.status === 'captured') {
        expect(moved).toBe(1)
        const now = await client.get(outcome.captureId ?? '')
        expect(now.later ?? null).toBe(/then-(.*)/.exec(name)?.[1]?.replaceAll('-', '_') ?? null)
      } else expect(moved).toBe(name === 'in-process-then-approved' ? 1 : 0)
      if (outcome?.status === 'pending') {
        const resolved = await client.resolve(outcome.handle, { request: asked, replay: 'allow' })
        const settled: Record<string, string> = { approved: 'captured', rejected: 'declined' }
        expect(resolved.status).toBe(settled[/then-(.*)/.exec(name)?.[1] ?? ''] ?? 'pending')
      }
    },
  )

  it('have names of their own, and say where they are documented', () => {
    expect(new Set(mercadoPagoScenarios.map(({ name }) => name)).size).toBe(mercadoPagoScenarios.length)
    for (const { name, title, source } of mercadoPagoScenarios) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/)
      expect(title.length * source.length).toBeGreaterThan(0)
    }
  })
})
