import { describe, expect, it } from 'vitest'
import { ask, captured, createWorld, pair, paymentId, settlementBody } from './__fixtures__/world.ts'

const path = `/payments/${paymentId}/refunds`
const refundBody = (settleId: string, more: Readonly<Record<string, unknown>> = {}) => ({
  requestId: '2019-02-04T22:53:42-40000',
  settleId,
  paymentId,
  tid: 'T',
  value: 20,
  transactionId: 'D3AA1FC8372E430E8236649DB5EBD08E',
  ...more,
})

describe('a refund', () => {
  it('is tied to the settlement it gives back, and never exceeds it', async () => {
    const asked: { captureId: string | null; amount: unknown; priorAttempt: boolean }[] = []
    const world = createWorld({
      refund: async ({ captureId, amount }, { priorAttempt }) => {
        asked.push({ captureId, amount, priorAttempt })
        return { status: 'refunded', refundId: `r-${asked.length}` }
      },
    })
    const one = await world.settle({ requestId: 'a', value: 30 })
    const two = await world.settle({ requestId: 'b', value: 30 })
    const refund = (body: unknown) => ask(world.start(), path, body)
    const first = await refund(refundBody(one.json.settleId))
    expect([first.status, first.json]).toEqual([
      200,
      {
        paymentId,
        refundId: 'r-1',
        value: 20,
        code: null,
        message: 'Successfully refunded',
        requestId: '2019-02-04T22:53:42-40000',
      },
    ])
    expect((await refund(refundBody(one.json.settleId))).text).toBe(first.text)
    expect((await refund(refundBody(one.json.settleId, { requestId: 'x', value: 10.01 }))).json).toEqual({
      paymentId,
      refundId: null,
      value: 0,
      code: 'amount-exceeded',
      message: expect.any(String),
      requestId: 'x',
    })
    expect((await refund(refundBody(two.json.settleId, { requestId: 'y', value: 30 }))).status).toBe(200)
    expect((await refund(refundBody(one.json.settleId, { value: 5 }))).json.code).toBe('request-id-reused')
    expect((await refund(refundBody('another', { requestId: 'z' }))).json.code).toBe('settlement-not-found')
    expect((await refund(refundBody(one.json.settleId, { requestId: 'w', value: 0 }))).json.code).toBe('invalid-value')
    expect(asked).toEqual([
      { captureId: 'c-a', amount: { amount: '20.00', currency: 'BRL' }, priorAttempt: false },
      { captureId: 'c-b', amount: { amount: '30.00', currency: 'BRL' }, priorAttempt: false },
    ])
  })

  it('whose answer was lost is asked about, and not counted twice', async () => {
    const asked: boolean[] = []
    const world = createWorld({
      refund: async (_, { priorAttempt }) => {
        asked.push(priorAttempt)
        if (asked.length === 1) throw new Error('socket hang up')
        return { status: 'refunded' }
      },
    })
    const { settleId } = (await world.settle()).json
    const refund = (more: Readonly<Record<string, unknown>> = {}) =>
      ask(world.start(), path, refundBody(settleId, { value: 45, ...more }))
    expect((await refund()).json).toMatchObject({ refundId: null, value: 0, code: 'in-progress' })
    const other = await refund({ requestId: 'other', value: 1 })
    expect(other.json.code).toBe('amount-exceeded')
    expect((await refund()).json).toMatchObject({ refundId: expect.any(String), value: 45 })
    expect(asked).toEqual([false, true])
  })

  it('that is declined, done by hand, or not served', async () => {
    const results = [{ status: 'declined', code: 'too-old' } as const, { status: 'manual' } as const]
    const world = createWorld({ refund: async () => results.shift() ?? { status: 'pending' } })
    const { settleId } = (await world.settle()).json
    const refund = (requestId: string) => ask(world.start(), path, refundBody(settleId, { requestId }))
    expect(await refund('a')).toMatchObject({ status: 500, json: { code: 'too-old' } })
    expect(await refund('a')).toMatchObject({ status: 500, json: { code: 'too-old' } })
    expect(await refund('b')).toMatchObject({
      status: 501,
      json: { code: 'refund-manually', refundId: null, value: 0 },
    })
    expect(await refund('b')).toMatchObject({ status: 500, json: { code: 'in-progress' } })
    const without = await ask(createWorld().start(), path, refundBody('s'))
    expect(without).toMatchObject({ status: 501, json: { code: 'refund-manually' } })
  })

  it('is not to be done by hand when an earlier call may have done it', async () => {
    const results = [{ status: 'manual' }, { status: 'refunded' }] as const
    let calls = 0
    const world = createWorld({
      refund: async (_, { priorAttempt }) => {
        if (!priorAttempt) throw new Error('socket hang up')
        return results[calls++] ?? { status: 'pending' }
      },
    })
    const { settleId } = (await world.settle()).json
    const refund = () => ask(world.start(), path, refundBody(settleId))
    await refund()
    expect(await refund()).toMatchObject({ status: 500, json: { refundId: null, code: 'in-progress' } })
    expect(String(world.errors[1])).toContain('refund said manual after a call that may have refunded')
    expect(await refund()).toMatchObject({ status: 200, json: { value: 20 } })
  })

  it.each([
    ['0.00', 'BRL', 500, 0],
    ['-20', 'BRL', 500, 0],
    ['20.00', 'USD', 500, 0],
    ['20.01', 'BRL', 200, 20],
    ['19.99', 'BRL', 200, 19.99],
  ])('said to be of %s %s, where 20.00 BRL were asked, is answered %i', async (amount, currency, status, value) => {
    const world = createWorld({ refund: async () => ({ status: 'refunded', amount: { amount, currency } }) })
    const { settleId } = (await world.settle()).json
    const answer = await ask(world.start(), path, refundBody(settleId))
    expect([answer.status, answer.json.value, answer.json.refundId === null]).toEqual([status, value, value === 0])
    if (value === 0) expect(answer.json.code).toBe('in-progress')
    // Whatever contradicts the request is for a person.
    expect(world.errors.map(String)).toEqual(value === 19.99 ? [] : [expect.stringContaining('look at it')])
  })

  it('gives back a short settlement up to what it captured', async () => {
    const world = createWorld({
      capture: async (settlement) => captured(settlement, { amount: { amount: '30.00', currency: 'BRL' } }),
      refund: async () => ({ status: 'refunded' }),
    })
    const { settleId } = (await world.settle()).json
    const refund = (value: number) => ask(world.start(), path, refundBody(settleId, { value, requestId: `v${value}` }))
    expect((await refund(30.01)).json.code).toBe('amount-exceeded')
    expect((await refund(30)).json.value).toBe(30)
  })

  it('of a split that cannot be read is refused: it is not one without a split', async () => {
    const world = createWorld({ refund: async () => expect.unreachable() })
    const { settleId } = (await world.settle()).json
    for (const amount of [-7.2, '7,20']) {
      const recipients = [{ id: 'seller', role: 'seller', amount }]
      const answer = await ask(world.start(), path, refundBody(settleId, { recipients }))
      expect(answer).toMatchObject({ status: 500, json: { refundId: null, value: 0, code: 'invalid-recipients' } })
    }
  })

  it('is not a settlement, though both carry one request id', async () => {
    const world = createWorld({ refund: async () => ({ status: 'refunded' }) })
    const { settleId } = (await world.settle({ requestId: '5678' })).json
    const refunded = await ask(world.start(), path, refundBody(settleId, { requestId: '5678' }))
    expect(refunded.json).toMatchObject({ refundId: expect.any(String), requestId: '5678' })
  })
})

describe('an inbound request', () => {
  const body = { requestId: 'i-1', transactionId: 'T', paymentId, authorizationId: 'A', nsu: 'N', tid: 'T' }

  it.each(['inbound', 'inbound-request'])('is passed on once under /%s/{action}', async (route) => {
    let calls = 0
    const world = createWorld({
      inbound: async ({ action, body: text, merchant }) => {
        calls += 1
        return { statusCode: 201, contentType: 'text/plain', content: `${action} ${text} ${merchant}`, code: 'ok' }
      },
    })
    const send = () =>
      ask(world.start(), `/payments/${paymentId}/${route}/hook`, { ...body, requestData: { body: '{"a":1}' } })
    const first = await send()
    expect([first.status, first.json]).toEqual([
      200,
      {
        requestId: 'i-1',
        paymentId,
        code: 'ok',
        responseData: { statusCode: 201, contentType: 'text/plain', content: 'hook {"a":1} store' },
      },
    ])
    expect((await send()).text).toBe(first.text)
    expect(calls).toBe(1)
  })

  it('is 501 where it is not served', async () => {
    const answer = await ask(createWorld().start(), `/payments/${paymentId}/inbound/hook`, {
      ...body,
      requestData: { body: '' },
    })
    expect(answer).toMatchObject({ status: 501, json: { requestId: 'i-1', responseData: { statusCode: 501 } } })
  })
})

describe('the configuration flow', () => {
  const world = createWorld({
    configuration: {
      createToken: async ({ returnUrl }) => `token for ${returnUrl}`,
      loginUrl: async ({ token }) => (token === 'good' ? 'https://provider.example/login?t=good' : null),
      credentials: async ({ authorizationCode }) => (authorizationCode === 'good' ? pair : null),
    },
  })
  const open = { 'content-type': 'application/json' }

  it('needs no pair, for it is how VTEX gets one', async () => {
    const token = await ask(
      world.start(),
      '/authorization/token',
      { applicationId: 'vtex', returnUrl: 'https://v.example/' },
      { headers: open },
    )
    expect(token.json).toEqual({ applicationId: 'vtex', token: 'token for https://v.example/' })
    const login = await ask(world.start(), '/authorization/redirect?applicationId=vtex&token=good', undefined, {
      headers: {},
    })
    expect([login.status, login.headers.get('location')]).toEqual([302, 'https://provider.example/login?t=good'])
    const credentials = '/authorization/credentials?applicationId=vtex&authorizationCode='
    const good = await ask(world.start(), `${credentials}good`, undefined, { headers: {} })
    expect(good.json).toEqual({ applicationId: 'vtex', ...pair })
    expect((await ask(world.start(), `${credentials}bad`, undefined, { headers: {} })).status).toBe(400)
    expect((await ask(world.start(), '/authorization/redirect?token=bad', undefined, { headers: {} })).status).toBe(400)
    expect((await ask(world.start(), '/authorization/token', {}, { headers: open })).status).toBe(400)
  })

  it('is 404 where it is not served', async () => {
    const { status } = await ask(createWorld().start(), '/authorization/token', settlementBody(), { headers: open })
    expect(status).toBe(404)
  })
})
