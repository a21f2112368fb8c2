import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createWorld, says, thrownBy } from './__fixtures__/world.ts'

const beyond = '12345678901234567890'

describe('requery', () => {
  it('shows a payment, by pw_id', async () => {
    const world = createWorld()
    expect(await world.run(world.client.requery({ pwId: 'PW1001' }))).toEqual({
      pwId: 'PW1001',
      txnId: 'ORDER-1',
      pgTxnId: 'PG-PW1001',
      transactionStatus: 5,
      state: 'processing',
      requireCapture: true,
      reversible: true,
      currency: 'MYR',
      amount: { amount: '100.00', currency: 'MYR' },
      totalAmount: { amount: '100.00', currency: 'MYR' },
      finalAmount: { amount: '100.00', currency: 'MYR' },
      paymentMethodCode: 'adyen_card',
    })
  })

  it('reads the documented answer, and passes on nothing about people and cards', async () => {
    const world = createWorld()
    const body = readFileSync(new URL('__fixtures__/requery-answer.json', import.meta.url), 'utf8')
    world.plan = (action) => (action === 'requery' ? { answer: { body } } : null)
    const shown = await world.run(world.client.requery({ pwId: 'PW1001' }))
    expect(shown).toEqual({
      pwId: 'PW1001',
      txnId: 'ORDER-1',
      pgTxnId: '8815158796326481',
      transactionStatus: 10,
      state: 'paid',
      requireCapture: true,
      reversible: true,
      currency: 'MYR',
      amount: { amount: '123.00', currency: 'MYR' },
      totalAmount: { amount: '126.60', currency: 'MYR' },
      finalAmount: { amount: '126.60', currency: 'MYR' },
      paymentMethodCode: 'adyen_card',
    })
    const outcome = await world.run(world.client.capture({ pwId: 'PW1001' }, { priorAttempt: true }))
    expect(JSON.stringify([shown, outcome, world.events])).not.toMatch(/Personal|411111|0123456789|TOKEN-OF/)
  })

  it.each([{ pwId: 'PW1001' }, { txnId: 'ORDER-1' }])('sends exactly one id: %j', async (ask) => {
    const world = createWorld()
    await world.run(world.client.requery(ask as { pwId: string }))
    expect(Object.keys(world.seen[0]?.body ?? {})).toEqual([
      'action',
      'timestamp',
      'api_key',
      'pwId' in ask ? 'pw_id' : 'txn_id',
      'signature',
    ])
  })

  it.each([
    [{}, 'ask'],
    [{ pwId: 'PW1', txnId: 'T1' }, 'ask'],
    [{ pwId: '' }, 'pwId'],
    [{ pw_id: 'PW1' }, 'pw_id'],
    [{ pwId: 1 }, 'pwId'],
    [undefined, 'ask'],
  ])('refuses %j', async (ask, field) => {
    const world = createWorld()
    const error = await thrownBy(world.client.requery(ask as { pwId: string }))
    expect(error).toMatchObject({ code: 'invalid_request', field })
    expect(world.seen).toHaveLength(0)
  })

  it.each([
    ['text', 'text'],
    ['number', 'number'],
  ] as const)('keeps every digit of ids beyond 2^53 that come as a JSON %s', async (_, ids) => {
    const payments = [{ pwId: beyond, txnId: '9007199254740993' }]
    const world = createWorld({ payments, emulator: { shownAs: { ids } } })
    const shown = await world.run(world.client.requery({ txnId: '9007199254740993' }))
    expect(shown).toMatchObject({ pwId: beyond, txnId: '9007199254740993' })
    const outcome = await world.run(world.client.capture({ txnId: '9007199254740993' }))
    expect(outcome).toMatchObject({ status: 'captured', reference: { pwId: beyond, txnId: '9007199254740993' } })
    expect(world.captures()[0]?.body.pw_id).toBe(beyond)
  })

  it.each([
    [{ amounts: 'unpadded' }, '126.6', '126.60'],
    [{ amounts: 'number' }, '126.6', '126.60'],
    [{ amounts: 'unpadded' }, '123', '123.00'],
    [{ status: 'text', flags: 'text' }, '1.20', '1.20'],
  ] as const)('reads amounts, flags and codes shown as %j', async (shownAs, total, expected) => {
    const world = createWorld({ payments: [{ total }], emulator: { shownAs } })
    const shown = await world.run(world.client.requery({ pwId: 'PW1001' }))
    expect(shown.totalAmount?.amount).toBe(expected)
    expect(shown).toMatchObject({ transactionStatus: 5, requireCapture: true })
    expect(await world.run(world.client.capture({ pwId: 'PW1001' }))).toMatchObject({ status: 'captured' })
  })

  it.each([
    ['true', true],
    ['false', false],
    ['"true"', true],
    ['"false"', false],
    ['1', true],
    ['0', false],
    ['"1"', true],
    ['"0"', false],
    ['null', null],
    ['""', null],
    ['"yes"', null],
    ['2', null],
    ['[]', null],
  ])('reads require_capture %s as %s', async (text, flag) => {
    const world = createWorld()
    world.plan = () => ({ answer: { body: `{"status":200,"transaction_status":5,"require_capture":${text}}` } })
    expect((await world.run(world.client.requery({ pwId: 'PW1001' }))).requireCapture).toBe(flag)
  })

  it('shows null for money it cannot read exactly', async () => {
    const world = createWorld()
    const body = { status: 200, transaction_status: 5, currency_code: 'MYR', amount: '1.005', total_amount: 1e21 }
    world.plan = () => ({ answer: says(body) })
    const shown = await world.run(world.client.requery({ pwId: 'PW1001' }))
    expect(shown).toMatchObject({ amount: null, totalAmount: null, finalAmount: null, currency: 'MYR' })
  })

  it.each([
    [401, 'unauthorized', false],
    [403, 'unauthorized', false],
    [400, 'lookup_failed', false],
    [9001, 'lookup_failed', false],
    [500, 'lookup_failed', true],
  ])('throws for status %s: %s', async (status, code, retryable) => {
    const world = createWorld()
    world.plan = () => ({ answer: says({ status, message: 'why' }) })
    const error = await thrownBy(world.run(world.client.requery({ pwId: 'PW1001' })))
    expect(error).toMatchObject({ code, retryable, provider: 'pipwave' })
    expect((error as Error).message).toContain('why')
  })

  it('throws at its deadline, and when it is aborted', async () => {
    const world = createWorld()
    world.plan = () => ({ silence: 'not applied' })
    const started = world.clock.now()
    const late = world.client.requery({ pwId: 'PW1001' }, { deadlineMs: 2_000 })
    expect(await thrownBy(world.run(late))).toMatchObject({ code: 'lookup_failed', retryable: true })
    expect(world.clock.now() - started).toBe(2_000)
    const aborted = world.client.requery({ pwId: 'PW1001' }, { signal: AbortSignal.abort() })
    expect(await thrownBy(world.run(aborted))).toMatchObject({ code: 'aborted' })
    const bad = world.client.requery({ pwId: 'PW1001' }, { signal: {} as AbortSignal })
    expect(await thrownBy(world.run(bad))).toMatchObject({ code: 'invalid_request', field: 'signal' })
  })
})
