import { describe, expect, it } from 'vitest'
import { createWorld, gist } from './__fixtures__/world.ts'
import { sign } from './emulator/sha1-check.ts'
import { createPipwaveEmulator, type PaymentSeed, pipwaveScenarios } from './emulator.ts'

const apiKey = 'K'
const apiSecret = 'S'
const seed: PaymentSeed = { pwId: 'PW1', txnId: 'T1', total: '100.00', currency: 'MYR' }

function started(payment: Partial<PaymentSeed> = {}) {
  let now = 1_456_790_400_000
  const clock = { now: () => now, after: (ms: number, callback: () => void) => setTimeout(callback, ms) }
  const emulator = createPipwaveEmulator({ apiKey, apiSecret, clock, payments: [{ ...seed, ...payment }] })
  return {
    emulator,
    pass: (ms: number) => {
      now += ms
    },
    /** Signs like a merchant would, or as told. */
    async post(fields: Record<string, unknown>, headers: Record<string, string> = { 'x-api-key': apiKey }) {
      const data = { timestamp: 1_456_790_400, api_key: apiKey, ...fields }
      const list = fields.action === 'requery' ? 'requery' : 'capture-payment'
      const body = JSON.stringify({ ...data, signature: await sign(list, data, apiSecret), ...fields })
      const answer = await emulator.fetch(
        new Request('https://emulated.invalid/payment', { method: 'POST', headers, body }),
      )
      return (await answer.json()) as Record<string, unknown>
    },
  }
}

const capture = { action: 'capture-payment', pw_id: 'PW1' }

describe('the emulator refuses', () => {
  it.each([
    ['no header', capture, {}, 403],
    ['another key', { ...capture, api_key: 'X' }, undefined, 403],
    ['a wrong signature', { ...capture, signature: '0'.repeat(40) }, undefined, 401],
    ['no signature', { ...capture, signature: undefined }, undefined, 401],
    ['another action', { ...capture, action: 'settle' }, undefined, 404],
    ['milliseconds', { ...capture, timestamp: 1_456_790_400_000 }, undefined, 9001],
    ['no id', { action: 'capture-payment' }, undefined, 9001],
    ['two ids of a requery', { action: 'requery', pw_id: 'PW1', txn_id: 'T1' }, undefined, 9001],
    ['ids of two payments', { ...capture, txn_id: 'T9' }, undefined, 400],
    ['a third decimal', { ...capture, capture_amount: '1.005' }, undefined, 9001],
    ['more than the total', { ...capture, capture_amount: '100.01' }, undefined, 400],
  ])('%s', async (_, fields, headers, status) => {
    const { post, emulator } = started()
    expect(await post(fields, headers)).toMatchObject({ status })
    expect(emulator.book()).toHaveLength(0)
  })

  it('what is no JSON object, and never rejects', async () => {
    const { emulator } = started()
    for (const body of ['', 'x', '[]', 'null']) {
      const answer = await emulator.fetch(new Request('https://emulated.invalid', { method: 'POST', body }))
      expect(await answer.json()).toMatchObject({ status: 9001 })
    }
    expect((await emulator.fetch(new Request('https://emulated.invalid'))).status).toBe(405)
  })
})

describe('the emulator’s money', () => {
  it('moves once at a normal gateway, and is written down in the payment’s digits', async () => {
    const { post, emulator } = started({ total: '1000', currency: 'JPY' })
    expect(await post(capture)).toMatchObject({ status: 200 })
    expect(await post(capture)).toMatchObject({ status: 400 })
    expect(emulator.book()).toEqual([
      { key: null, payment: 'PW1', amount: { amount: '1000', currency: 'JPY' }, at: '2016-03-01T00:00:00.000Z' },
    ])
    expect(emulator.payment('PW1')).toEqual({ transactionStatus: 10, requireCapture: false })
  })

  it('moves twice at an asynchronous gateway that is asked twice, until it confirms', async () => {
    const { post, emulator, pass } = started({ gateway: 'asynchronous' })
    await post(capture)
    await post(capture)
    expect(emulator.book()).toHaveLength(2)
    expect(emulator.payment('PW1')).toEqual({ transactionStatus: 5, requireCapture: true })
    pass(60_000)
    expect(emulator.payment('PW1')).toEqual({ transactionStatus: 10, requireCapture: false })
    expect(await post(capture)).toMatchObject({ status: 400 })
  })

  it.each([
    ['flag-stays-true', { transactionStatus: 10, requireCapture: true }],
    ['flag-always-false', { transactionStatus: 10, requireCapture: false }],
    ['flag-absent', { transactionStatus: 10, requireCapture: null }],
    ['never-confirms', { transactionStatus: 5, requireCapture: true }],
  ] as const)('shows in the state of a gateway that is %s', async (gateway, view) => {
    const { post, emulator, pass } = started({ gateway })
    expect(await post(capture)).toMatchObject({ status: 200 })
    pass(86_400_000)
    expect(emulator.payment('PW1')).toEqual(view)
  })

  it('is everything where a part is not supported, and everything where the amount is PHP-empty', async () => {
    for (const [seeded, amount, moved] of [
      [{ supportsPartial: false }, '40.00', '100.00'],
      [{}, '0', '100.00'],
      [{}, '40.00', '40.00'],
    ] as const) {
      const { post, emulator } = started(seeded)
      await post({ ...capture, capture_amount: amount })
      expect(emulator.book().map((entry) => entry.amount.amount)).toEqual([moved])
    }
  })

  it('is what is left, where the rest stays open', async () => {
    const { post, emulator } = started({ staysOpenAfterPartial: true })
    await post({ ...capture, capture_amount: '40' })
    expect(await post({ ...capture, capture_amount: '60.01' })).toMatchObject({ status: 400 })
    await post(capture)
    expect(emulator.book().map((entry) => entry.amount.amount)).toEqual(['40.00', '60.00'])
  })
})

describe('a scenario', () => {
  const expected: Record<string, string> = {
    captured: 'captured',
    'status-200-number': 'captured',
    'status-200-text': 'captured',
    'message-array': 'captured',
    'message-object': 'captured',
    'message-absent': 'captured',
    'status-400': 'unknown',
    'status-400-captured': 'captured',
    'status-400-cancelled': 'declined',
    'status-401': 'unauthorized',
    'status-403': 'unauthorized',
    'status-404': 'refused',
    'status-9001': 'refused',
    ...Object.fromEntries(
      [1001, 1002, 2001, 2002, 4001, 4002, 4003, 4004, 4005, 4006, 4501].map((code) => [`status-${code}`, 'declined']),
    ),
    ...Object.fromEntries(
      ['500', '3001', '0', 'absent', 'new'].flatMap((code) => [
        [`status-${code}-moved`, 'captured'],
        [`status-${code}-not-moved`, 'unknown'],
      ]),
    ),
  }

  it('exists for every documented code and shape, each with a source', () => {
    expect(pipwaveScenarios.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort())
    for (const { source, title } of pipwaveScenarios) expect(source.length * title.length).toBeGreaterThan(0)
  })

  it.each(pipwaveScenarios.map(({ name, moves }) => [name, moves] as const))(
    '%s ends as it must',
    async (name, moves) => {
      const world = createWorld()
      world.emulator.play(name)
      const end = await world.run(world.client.capture({ pwId: 'PW1001' })).then(
        (outcome) => gist(outcome).status,
        (error: { code: string }) => error.code,
      )
      expect(end).toBe(expected[name])
      expect(world.emulator.book()).toHaveLength(moves ? 1 : 0)
      expect(await world.run(world.client.requery({ pwId: 'PW1001' }))).toMatchObject({ pwId: 'PW1001' })
    },
  )

  it('that does not exist is said', () => {
    expect(() => started().emulator.play('nothing')).toThrow('no scenario is called "nothing"')
  })
})

it('takes its time when told to', async () => {
  const waits: number[] = []
  const clock = {
    now: () => 0,
    after: (ms: number, callback: () => void) => {
      waits.push(ms)
      callback()
    },
  }
  const emulator = createPipwaveEmulator({ latencyMs: 250, clock })
  await emulator.fetch(new Request('https://emulated.invalid'))
  expect(waits).toEqual([250])
})
