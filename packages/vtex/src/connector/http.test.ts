import { describe, expect, it } from 'vitest'
import type { VtexConnectorOptions } from '../connector.ts'
import { createVtexConnector, defineManifest } from '../connector.ts'
import { ask, createWorld, pair, paymentId, settlementBody } from './__fixtures__/world.ts'

const path = `/payments/${paymentId}/settlements`
const json = { 'content-type': 'application/json' }
const provider = { 'x-provider-api-appkey': pair.appKey, 'x-provider-api-apptoken': pair.appToken }
const failure = { paymentId, settleId: null, value: 0, code: expect.any(String), message: expect.any(String) }

describe('a route', () => {
  it.each(['', '/v1', '/any/prefix/of/the/service'])('is served behind the prefix %j', async (prefix) => {
    expect((await ask(createWorld().start(), path, settlementBody(), { prefix })).status).toBe(200)
  })

  it.each([
    ['POST', '/payments/P/settlements', { settleId: null, value: 0, requestId: '', paymentId: 'P' }],
    ['POST', '/payments/P/cancellations', { cancellationId: null, requestId: '', paymentId: 'P' }],
    ['POST', '/payments/P/cancelations', { cancellationId: null }],
    ['POST', '/payments/P/refunds', { refundId: null, value: 0, requestId: '', paymentId: 'P' }],
    ['POST', '/payments/P/inbound/hook', { responseData: { statusCode: 400 }, requestId: '' }],
    ['POST', '/payments/P/inbound-request/hook', { responseData: { statusCode: 400 } }],
    ['POST', '/payments', { status: 'error' }],
  ])('%s %s answers broken JSON with its own failure body', async (method, route, body) => {
    const connector = createWorld().start()
    const broken = await ask(connector, route, null, { method, body: '{"paymentId":' })
    expect(broken.status).toBe(400)
    expect(broken.json).toMatchObject({ code: 'invalid-json', message: expect.any(String), ...body })
    const wrong = await ask(connector, route, null, { method: 'PUT', body: '{}' })
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST'])
    expect(Object.keys(wrong.json)).toEqual(Object.keys(broken.json))
  })

  it('that is none of the protocol is 404, and one whose id cannot be decoded too', async () => {
    for (const unknown of [
      '/',
      '/payments/P',
      '/payments/P/captures',
      '/payments/%E0%A4%A/settlements',
      '/manifests',
    ]) {
      const { status, json: body } = await ask(createWorld().start(), unknown, {})
      expect([status, body.code]).toEqual([404, 'not-found'])
    }
  })

  it('reads an encoded payment id', async () => {
    const world = createWorld()
    const id = 'a/b c%'
    const { status } = await ask(
      world.start(),
      `/payments/${encodeURIComponent(id)}/settlements`,
      settlementBody({ paymentId: id }),
    )
    expect([status, world.captures[0]?.paymentId]).toEqual([200, id])
  })
})

describe('a body', () => {
  it('must be declared as JSON', async () => {
    const connector = createWorld().start()
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', '']) {
      const headers = { ...provider, ...(type === '' ? {} : { 'content-type': type }) }
      const { status, json: body } = await ask(connector, path, settlementBody(), { headers })
      expect([status, body]).toEqual([415, { ...failure, code: 'unsupported-media-type', requestId: '' }])
    }
    const headers = { ...provider, 'content-type': 'application/json; charset=utf-8' }
    expect((await ask(connector, path, settlementBody(), { headers })).status).toBe(200)
  })

  it('must not be larger than the cap in bytes, whatever its length is said to be', async () => {
    const connector = createWorld().start({ maxBodyBytes: 1_000 })
    // 1,100 bytes in 600 characters.
    const wide = JSON.stringify(settlementBody({ tid: 'é'.repeat(500) }))
    for (const big of [JSON.stringify(settlementBody({ tid: 'x'.repeat(1_000) })), wide]) {
      for (const length of [{}, { 'content-length': '1500' }, { 'content-length': '10' }, { 'content-length': 'x' }]) {
        const headers = { ...provider, ...json, ...length }
        const { status, json: body } = await ask(connector, path, null, { headers, body: big })
        expect([status, body]).toEqual([413, { ...failure, code: 'body-too-large', requestId: '' }])
      }
    }
  })

  it('is not refused for the length it is said to have, and no more of it is read than the cap', async () => {
    const world = createWorld()
    for (const length of ['10', '999999999', '0', '-1']) {
      const headers = { ...provider, ...json, 'content-length': length }
      expect((await ask(world.start(), path, settlementBody(), { headers })).status).toBe(200)
    }
    let pulled = 0
    const body = new ReadableStream({
      pull(controller) {
        pulled += 100
        controller.enqueue(new TextEncoder().encode(' '.repeat(100)))
      },
    })
    const headers = { ...provider, ...json, 'content-length': '10' }
    const endless = new Request(`https://p.example${path}`, {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
    } as RequestInit)
    expect((await world.start({ maxBodyBytes: 1_000 }).fetch(endless)).status).toBe(413)
    expect(pulled).toBeLessThan(1_500)
  })

  it.each([
    ['an array', '[]'],
    ['null', 'null'],
    ['empty', ''],
    ['without a value', JSON.stringify(settlementBody({ value: undefined }))],
    ['without a request id', JSON.stringify(settlementBody({ requestId: undefined }))],
    ['with an empty request id', JSON.stringify(settlementBody({ requestId: '' }))],
    ['of wrong types', JSON.stringify(settlementBody({ value: {}, recipients: 'none' }))],
  ])('that is %s is 400 with the failure body', async (_, body) => {
    const world = createWorld()
    const answer = await ask(world.start(), path, null, { method: 'POST', body })
    expect([answer.status, answer.json]).toEqual([400, { ...failure, requestId: expect.any(String) }])
    expect(world.captures).toHaveLength(0)
  })

  it('must name the payment of the path', async () => {
    const world = createWorld()
    const { status, json: body } = await world.settle({ paymentId: 'another' })
    expect([status, body.code, body.paymentId]).toEqual([400, 'payment-id-mismatch', paymentId])
    expect(world.captures).toHaveLength(0)
  })

  it('needs no more than the four fields of the guides, and takes old types', async () => {
    const world = createWorld()
    const guide = { paymentId, transactionId: '611966', value: 20.0, requestId: '5678' }
    expect((await ask(world.start(), path, guide)).status).toBe(200)
    expect((await world.settle({ authorizationId: 5784589, sandboxMode: 'true', more: 1 })).status).toBe(200)
    expect(world.captures[1]).toMatchObject({ authorizationId: '5784589', sandboxMode: true })
  })

  it('is echoed in nothing but its ids', async () => {
    const secret = 'merchant-password-1'
    const world = createWorld({ capture: async () => Promise.reject(new Error(`${secret} ${pair.appToken}`)) })
    const { text } = await world.settle({ merchantSettings: [{ name: 'password', value: secret }], tid: 'tid-1' })
    for (const hidden of [secret, pair.appToken, pair.appKey, 'tid-1', '5784589']) expect(text).not.toContain(hidden)
  })
})

describe('a split', () => {
  const recipient = (amount: unknown, more = {}) => ({
    id: 's',
    name: 'Shop',
    documentType: 'CNPJ',
    document: '05314972000174',
    role: 'seller',
    amount,
    ...more,
  })

  it('is summed in minor units, VTEX’s noise rounded half-up, commissions left out', async () => {
    const world = createWorld()
    const noisy = '[7.199999999999999999999999988, 37.8]'
    const [a, b] = noisy.slice(1, -1).split(', ')
    const text = JSON.stringify(
      settlementBody({ recipients: [recipient('A', { comissionAmount: 7.2 }), recipient('B')] }),
    )
    const body = text.replace('"A"', a ?? '').replace('"B"', b ?? '')
    const answer = await ask(world.start(), path, null, { method: 'POST', body })
    expect(answer.status).toBe(200)
    expect(world.captures[0]?.recipients.map(({ amount }) => amount.amount)).toEqual(['7.20', '37.80'])
    expect(world.captures[0]?.recipients[0]).toMatchObject({
      document: '05314972000174',
      commissionAmount: { amount: '7.20' },
      chargebackLiable: null,
    })
  })

  it.each([[[44.99]], [[45, 0.01]], [[-1, 46]]])('that sums to something else is refused: %j', async (amounts) => {
    const world = createWorld()
    const { json: body } = await world.settle({ recipients: amounts.map((amount) => recipient(amount)) })
    expect(body).toMatchObject({ settleId: null, value: 0, code: 'invalid-recipients' })
    expect(world.captures).toHaveLength(0)
  })
})

describe('authentication', () => {
  const rotated = [
    { merchant: 'store', ...pair },
    { merchant: 'store', appKey: pair.appKey, appToken: 'the-next-token' },
    { merchant: 'other', appKey: 'other-key', appToken: 'other-token' },
  ]
  const vtex = (appKey: string, appToken: string) => ({ 'X-VTEX-API-AppKey': appKey, 'X-VTEX-API-AppToken': appToken })
  const own = (appKey: string, appToken: string) => ({
    'X-PROVIDER-API-AppKey': appKey,
    'X-PROVIDER-API-AppToken': appToken,
  })

  it.each([
    ['the provider’s headers', own(pair.appKey, pair.appToken), 'store'],
    ['VTEX’s headers', vtex(pair.appKey, pair.appToken), 'store'],
    ['a rotated token', own(pair.appKey, 'the-next-token'), 'store'],
    ['another merchant', vtex('other-key', 'other-token'), 'other'],
  ])('lets in by %s, and names the merchant', async (_, headers, merchant) => {
    const world = createWorld({ authenticate: rotated })
    const { status } = await ask(world.start(), path, settlementBody(), { headers: { ...json, ...headers } })
    expect([status, world.captures[0]?.merchant]).toEqual([200, merchant])
  })

  it.each([
    ['no headers', {}],
    ['empty headers', own('', '')],
    ['empty headers beside good ones of the other family', { ...own('', ''), ...vtex(pair.appKey, pair.appToken) }],
    ['a wrong token', own(pair.appKey, 'wrong')],
    ['a wrong key', own('wrong', pair.appToken)],
    ['another merchant’s token', own(pair.appKey, 'other-token')],
    [
      'a key of one family and a token of the other',
      { 'X-PROVIDER-API-AppKey': pair.appKey, 'X-VTEX-API-AppToken': pair.appToken },
    ],
    ['the test suite’s header alone', { 'X-VTEX-API-Is-TestSuite': 'true' }],
    ['the test suite’s header and empty credentials', { 'X-VTEX-API-Is-TestSuite': 'true', ...own('', '') }],
  ])('refuses %s', async (_, headers: Readonly<Record<string, string>>) => {
    const world = createWorld({ authenticate: rotated })
    const { status, json: body } = await ask(world.start(), path, settlementBody(), {
      headers: { ...json, ...headers },
    })
    expect([status, body]).toEqual([401, { ...failure, code: 'unauthorized', requestId: '' }])
    expect(world.captures).toHaveLength(0)
  })

  it('that takes too long is answered in time', async () => {
    const world = createWorld({ authenticate: () => new Promise<string>(() => {}) })
    const started = world.clock.now()
    const answer = await world.clock.run(world.settle())
    expect([answer.status, answer.json.settleId, world.clock.now() - started]).toEqual([500, null, 18_000])
  })

  it('can be pinned to one family', async () => {
    const connector = createWorld().start({ headerFamily: 'provider' })
    const headers = { ...json, ...vtex(pair.appKey, pair.appToken) }
    expect((await ask(connector, path, settlementBody(), { headers })).status).toBe(401)
  })

  it('by a look-up lets nobody in when it throws, or says nothing', async () => {
    const world = createWorld()
    const asked = (authenticate: VtexConnectorOptions['authenticate']) =>
      ask(world.start({ authenticate }), path, settlementBody())
    expect((await asked(() => Promise.reject(new Error('database')))).status).toBe(500)
    expect((await asked(() => null)).status).toBe(401)
    expect((await asked(() => '')).status).toBe(401)
    expect((await asked(() => undefined as never)).status).toBe(401)
    expect(world.captures).toHaveLength(0)
    expect((await asked(async ({ appKey }) => (appKey === pair.appKey ? 'store' : null))).status).toBe(200)
  })

  it('keeps merchants apart: one payment id of two is two payments', async () => {
    const world = createWorld({ authenticate: rotated })
    const headers = { ...json, ...own('other-key', 'other-token') }
    const first = await world.settle({ value: 100 })
    const other = await ask(world.start(), path, settlementBody({ value: 100 }), { headers })
    expect([first.status, other.status, world.captures.length]).toEqual([200, 200, 2])
    expect(first.json.settleId).not.toBe(other.json.settleId)
  })

  it('is not asked for by the manifest', async () => {
    const manifest = defineManifest({ paymentMethods: [{ name: 'Visa' }] })
    const { status, json: body } = await ask(createWorld({ manifest }).start(), '/manifest', undefined, { headers: {} })
    expect([status, body]).toEqual([200, { paymentMethods: [{ name: 'Visa', allowsSplit: 'disabled' }] }])
    const old = await ask(createWorld({ manifest }).start(), '/payment-methods', undefined, { headers: {} })
    expect(old.json).toEqual({ paymentMethods: ['Visa'] })
    expect((await ask(createWorld().start(), '/manifest', undefined)).status).toBe(404)
  })
})

const pairOf = (merchant: string, appKey: string) => ({ merchant, appKey, appToken: 'the-token' })

describe('options', () => {
  it('takes a pair twice for one merchant, and says no secret of one that two have', () => {
    expect(() => createWorld({ authenticate: [pairOf('a', 'k'), pairOf('a', 'k')] }).start()).not.toThrow()
    const start = () => createWorld({ authenticate: [pairOf('a', 'k'), pairOf('b', 'k')] }).start()
    expect(start).toThrow('authenticate.1 must not be the pair of authenticate.0, which names another merchant')
    expect(start).not.toThrow('the-token')
  })

  it.each([
    ['authenticate', []],
    ['authenticate.0', [null]],
    ['authenticate.0.appToken', [{ merchant: 'm', appKey: 'k', appToken: '' }]],
    ['authenticate.2', [pairOf('a', 'k'), pairOf('b', 'l'), pairOf('c', 'k')]],
    ['store', undefined],
    ['capture', undefined],
    ['resolve', undefined],
    ['payment', undefined],
    ['declinedStatus', 400],
    ['leaseMs', 0],
    ['headerFamily', 'both'],
  ])('names the one at fault: %s', (field, value) => {
    const options = {
      authenticate: [{ merchant: 'm', ...pair }],
      store: createWorld().store,
      capture: async () => ({}),
      resolve: async () => ({}),
      payment: () => null,
      [field.split('.')[0] ?? field]: value,
    }
    expect(() => createVtexConnector(options as never)).toThrow(expect.objectContaining({ field }))
  })
})
