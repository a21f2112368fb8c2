import { createHash } from 'node:crypto'
import { inspect } from 'node:util'
import { createTestClock } from '@cap/core/testing'
import { describe, expect, it } from 'vitest'
import { appKey, appToken, complete, fixture, minimal, notSettled, settled, wire } from './__fixtures__/settlement.ts'
import { createVtexGateway, type Transport, type VtexGatewayOptions } from './index.ts'

const baseUrl = 'https://provider.example'
const options: VtexGatewayOptions = { baseUrl, appKey, appToken }

describe('what is sent', () => {
  it('is the documented settlement, with the provider’s own header names', async () => {
    const { capture, sent } = wire([[200, settled]])
    await capture(complete)
    expect(sent).toHaveLength(1)
    const { headers, url, body } = sent[0]!
    expect(url).toBe('https://provider.example/payments/F5C1A4E20D3B4E07B7E871F5B5BC9F91/settlements')
    expect(JSON.parse(body)).toEqual(fixture('settlement-request'))
    expect(body).toMatchInlineSnapshot(
      `"{"transactionId":"D3AA1FC8372E430E8236649DB5EBD08E","requestId":"2019-02-04T22:53:42-40000","paymentId":"F5C1A4E20D3B4E07B7E871F5B5BC9F91","value":45,"authorizationId":"5784589","tid":"TID-2803DE74DA","nsu":"NSU987432","recipients":[{"id":"mymarketplace","name":"My Marketplace","documentType":"CNPJ","document":"05314972000174","role":"marketplace","chargeProcessingFee":true,"chargebackLiable":true,"amount":7.2},{"id":"myseller","name":"My Seller","documentType":"CNPJ","document":"99.999.999/0001-26","role":"seller","chargeProcessingFee":false,"chargebackLiable":false,"amount":37.8,"commissionAmount":7.2}],"sandboxMode":false,"merchantSettings":[{"name":"merchantPassword","value":"setting-a8d1f0c2"}],"connectorMetadata":[{"name":"store","value":"sao-paulo-1"}]}"`,
    )
    expect(headers).toMatchInlineSnapshot(`
      {
        "accept": "application/json",
        "accept-encoding": "identity",
        "content-type": "application/json",
        "x-provider-api-appkey": "merchant-key-41b7",
        "x-provider-api-apptoken": "merchant-token-9c03e5",
      }
    `)
  })

  it('is the five required fields when there are no more, with VTEX’s older header names', async () => {
    const { capture, sent } = wire([[200, settled]], { headerFamily: 'vtex' })
    await capture()
    const { headers, body } = sent[0]!
    expect(JSON.parse(body)).toEqual(fixture('settlement-request-minimal'))
    expect(body).toMatchInlineSnapshot(
      `"{"transactionId":"D3AA1FC8372E430E8236649DB5EBD08E","requestId":"2019-02-04T22:53:42-40000","paymentId":"F5C1A4E20D3B4E07B7E871F5B5BC9F91","value":45,"authorizationId":"5784589"}"`,
    )
    expect(headers).toMatchInlineSnapshot(`
      {
        "accept": "application/json",
        "accept-encoding": "identity",
        "content-type": "application/json",
        "x-vtex-api-appkey": "merchant-key-41b7",
        "x-vtex-api-apptoken": "merchant-token-9c03e5",
      }
    `)
  })

  it('says so in the Test Suite, whose pair may be empty', async () => {
    const { capture, sent } = wire([[200, settled]], { testSuite: true, appKey: '', appToken: '' })
    expect(await capture()).toMatchObject({ status: 'captured' })
    expect(sent[0]!.headers).toMatchInlineSnapshot(`
      {
        "accept": "application/json",
        "accept-encoding": "identity",
        "content-type": "application/json",
        "x-provider-api-appkey": "",
        "x-provider-api-apptoken": "",
        "x-vtex-api-is-testsuite": "true",
      }
    `)
  })

  it('is the same bytes and headers over all attempts', async () => {
    const { capture, sent } = wire([
      [500, ''],
      [200, 'OK'],
      [200, settled],
    ])
    await capture(complete)
    expect(sent).toHaveLength(3)
    expect(new Set(sent.map((exchange) => JSON.stringify(exchange))).size).toBe(1)
  })

  it.each([
    ['https://provider.example', 'https://provider.example/payments/'],
    ['https://provider.example/', 'https://provider.example/payments/'],
    ['https://provider.example/v2/store/', 'https://provider.example/v2/store/payments/'],
    ['https://provider.example:8443/v2', 'https://provider.example:8443/v2/payments/'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/payments/'],
  ])('goes below the service URL %s', async (url, start) => {
    const { capture, sent } = wire([[200, settled]], { baseUrl: url })
    await capture()
    expect(sent[0]!.url).toBe(`${start}${minimal.paymentId}/settlements`)
  })

  it.each([
    ['a/b', 'a%2Fb'],
    ['../cancellations', '..%2Fcancellations'],
    ['...', '...'],
    ['a?b#c', 'a%3Fb%23c'],
    ['50%', '50%25'],
    ['%2e%2e', '%252e%252e'],
    ['pagamento nº 1', 'pagamento%20n%C2%BA%201'],
    ['d9428888-122b-11e1-b85c-61cd3cbb3210', 'd9428888-122b-11e1-b85c-61cd3cbb3210'],
  ])('has the payment id %j in its path as one segment', async (paymentId, segment) => {
    const { capture, sent } = wire([[200, { ...settled, paymentId }]])
    expect(await capture({ ...minimal, paymentId })).toMatchObject({ status: 'captured' })
    expect(sent[0]!.url).toBe(`https://provider.example/payments/${segment}/settlements`)
    expect(JSON.parse(sent[0]!.body).paymentId).toBe(paymentId)
  })
})

describe('the options', () => {
  it.each([
    ['baseUrl', { baseUrl: undefined }],
    ['baseUrl', { baseUrl: 'provider.example' }],
    ['baseUrl', { baseUrl: 'http://provider.example' }],
    ['baseUrl', { baseUrl: 'https://user:sekret@provider.example' }],
    ['baseUrl', { baseUrl: 'https://provider.example/?shop=1' }],
    ['appKey', { appKey: undefined }],
    ['appKey', { appKey: 'sekret\r\nx' }],
    ['appKey', { appKey: '' }],
    ['appKey', { appKey: '', appToken: '' }],
    ['appToken', { appToken: '' }],
    ['appToken', { appToken: 'sekret x' }],
    ['appToken', { testSuite: true, appToken: '' }],
    ['appKey', { testSuite: true, appKey: '' }],
    ['headerFamily', { headerFamily: 'VTEX' }],
    ['testSuite', { testSuite: 'true' }],
    ['account', { account: '' }],
    ['account', { account: 7 }],
    ['deadlineMs', { deadlineMs: 0 }],
    ['maxAttempts', { maxAttempts: 11 }],
    ['onEvent', { onEvent: 'console' }],
    ['fetch', { fetch: () => {}, transport: () => {} }],
  ])('are refused for %s in %j', (field, change) => {
    let thrown: unknown
    try {
      createVtexGateway({ ...options, ...(change as object) })
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ name: 'CaptureError', code: 'invalid_request', field, provider: 'vtex' })
    expect(inspect(thrown)).not.toContain('sekret')
  })

  it('count as absent when they are undefined', () => {
    const none = { headerFamily: undefined, testSuite: undefined, account: undefined, deadlineMs: undefined }
    expect(createVtexGateway({ ...options, ...none, onEvent: undefined }).provider).toBe('vtex')
  })

  it('give a client that is frozen and shows no secret', () => {
    const gateway = createVtexGateway(options)
    expect(Object.isFrozen(gateway)).toBe(true)
    expect(() => Object.assign(gateway, { provider: 'x' })).toThrow(TypeError)
    for (const text of [inspect(gateway, { depth: 9, showHidden: true }), JSON.stringify(gateway), String(gateway)]) {
      expect(text).not.toContain(appKey)
      expect(text).not.toContain(appToken)
    }
    expect(JSON.stringify(gateway)).toBe('{"provider":"vtex"}')
  })

  it.each([
    [20_000, {}],
    [5_000, { testSuite: true }],
    [700, { attemptTimeoutMs: 700 }],
  ])('limit an attempt to %i ms with %j', async (expected, change) => {
    const clock = createTestClock()
    const starts: number[] = []
    const silent: Transport = (_, signal) => {
      starts.push(clock.now())
      return new Promise((__, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
    }
    const gateway = createVtexGateway({ ...options, transport: silent, clock, random: () => 0, ...change })
    const began = clock.now()
    const outcome = await clock.run(gateway.capture(minimal))
    expect(outcome).toMatchObject({ status: 'unknown' })
    expect(starts[1]! - starts[0]!).toBe(expected)
    // 20 s, 20 s, and what is left of 45 s; or three attempts of less.
    expect(clock.now() - began).toBe(Math.min(3 * expected, 45_000))
  })

  it.each([null, 5, 'x'])('of one call that are %j are an invalid request', async (given) => {
    const { gateway, sent } = wire([[500, notSettled]])
    const pending = await gateway.capture(minimal)
    if (pending.status !== 'pending') throw new Error('unreachable')
    sent.splice(0)
    const invalid = { code: 'invalid_request' }
    await expect(gateway.capture(minimal, given as never)).rejects.toMatchObject(invalid)
    await expect(gateway.resolve(pending.handle, given as never)).rejects.toMatchObject(invalid)
    expect(sent).toHaveLength(0)
  })

  it('of one call do not change the client', async () => {
    const clock = createTestClock()
    const silent: Transport = (_, signal) =>
      new Promise((__, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
    const gateway = createVtexGateway({ ...options, transport: silent, clock, maxAttempts: 1 })
    const took = async (call: Promise<unknown>) => {
      const began = clock.now()
      await clock.run(call)
      return clock.now() - began
    }
    expect(await took(gateway.capture(minimal, { deadlineMs: 1_000 }))).toBe(1_000)
    expect(await took(gateway.capture(minimal, { attemptTimeoutMs: 2_000 }))).toBe(2_000)
    expect(await took(gateway.capture(minimal))).toBe(20_000)
  })
})

describe('a description and a handle', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

  it('name the operation by payment and request, and the account without its token', async () => {
    const { gateway, sent, capture } = wire([[500, notSettled]])
    const description = await gateway.describe(complete)
    expect(description).toEqual({
      operation: 'settlement:F5C1A4E20D3B4E07B7E871F5B5BC9F91:2019-02-04T22:53:42-40000',
      paymentKey: 'F5C1A4E20D3B4E07B7E871F5B5BC9F91',
      account: sha256(`https://provider.example\n${appKey}`),
      environment: 'live',
      idempotencyKey: '2019-02-04T22:53:42-40000',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      secretPaths: ['merchantSettings.0.value'],
    })
    const outcome = await capture(complete)
    if (outcome.status !== 'pending') throw new Error('unreachable')
    expect(description.fingerprint).toBe(sha256(sent[0]!.body))
    const { operation, account, environment, idempotencyKey, fingerprint } = description
    expect(outcome.handle).toEqual({
      version: 1,
      provider: 'vtex',
      operation,
      account,
      environment,
      idempotencyKey,
      fingerprint,
      ids: {
        transactionId: minimal.transactionId,
        paymentId: minimal.paymentId,
        requestId: minimal.requestId,
      },
      firstSentAt: expect.any(String),
    })
  })

  it('send nothing, and know no secrets where there are none', async () => {
    const { gateway, sent } = wire([[200, settled]])
    expect(await gateway.describe(minimal)).toMatchObject({ secretPaths: [] })
    expect(sent).toEqual([])
  })

  it('tell apart what only looks alike', async () => {
    const { gateway } = wire([[200, settled]])
    const operation = async (paymentId: string, requestId: string) =>
      (await gateway.describe({ ...minimal, paymentId, requestId })).operation
    const names = await Promise.all([operation('a:b', 'c'), operation('a', 'b:c'), operation('a%3Ab', 'c')])
    expect(new Set(names).size).toBe(3)
    const longest = await operation(':'.repeat(100), 'r'.repeat(128))
    expect(longest.length).toBeLessThanOrEqual(512)
  })

  it('take the account from the option, and do not change when key and token rotate', async () => {
    const before = createVtexGateway({ ...options, account: 'shop-7' })
    const after = createVtexGateway({ ...options, appKey: 'new-key', appToken: 'new-token', account: 'shop-7' })
    expect((await before.describe(minimal)).account).toBe(sha256('shop-7'))
    expect(await after.describe(minimal)).toEqual(await before.describe(minimal))
  })

  it('do not depend on a slash at the end of the service URL', async () => {
    const one = createVtexGateway({ ...options, baseUrl: 'https://provider.example/v1/' })
    const other = createVtexGateway({ ...options, baseUrl: 'https://provider.example/v1' })
    expect(await one.describe(minimal)).toEqual(await other.describe(minimal))
  })

  it('belong to the environment test in the Test Suite', async () => {
    const gateway = createVtexGateway({ ...options, testSuite: true })
    expect(await gateway.describe(minimal)).toMatchObject({ environment: 'test' })
  })

  it('reach beforeSend before anything is sent, with the time of the first byte', async () => {
    const { capture, sent } = wire([[200, settled]])
    let seen: unknown
    await capture(minimal, {
      beforeSend: async (handle) => {
        expect(sent).toEqual([])
        seen = handle
      },
    })
    expect(seen).toMatchObject({ provider: 'vtex', firstSentAt: expect.any(String), idempotencyKey: minimal.requestId })
    expect(JSON.parse(JSON.stringify(seen))).toEqual(seen)
  })
})
