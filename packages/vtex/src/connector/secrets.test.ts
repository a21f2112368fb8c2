import { describe, expect, it } from 'vitest'
import { defineManifest } from '../connector.ts'
import { ask, captured, createWorld, pair, paymentId } from './__fixtures__/world.ts'

const password = 'pass"word/1'
const number = '4111111111111111'
/** As it is, as JSON has it, as a URL has it: of everything secret in a request. */
const spellings = [password, number, pair.appToken].flatMap((secret) => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
])
const all = spellings.join(' ')
const merchantSettings = [{ name: 'password', value: password }]

const payment = {
  paymentId,
  paymentMethod: 'Visa',
  value: 100,
  currency: 'BRL',
  card: { holder: 'J', number, csc: '123' },
  merchantSettings,
}

/** A connector whose Create Payment answers that. */
function shop(result: unknown, more: Readonly<Record<string, unknown>> = {}) {
  const world = createWorld({ payment: undefined, createPayment: async () => result, ...more } as never)
  return { world, create: () => ask(world.start(), '/payments', payment) }
}

function expectClean(text: string): void {
  for (const secret of spellings) expect(text).not.toContain(secret)
  expect(text).toContain('[hidden]')
}

describe('the answer to Create Payment', () => {
  const approved = { status: 'approved', authorizationId: 'A', tid: 'T' } as const

  it.each([
    ['authorizationId', { ...approved, authorizationId: all }],
    ['tid', { ...approved, tid: all }],
    ['nsu', { ...approved, nsu: all }],
    ['acquirer', { ...approved, acquirer: all }],
    ['code', { ...approved, code: all }],
    ['message', { ...approved, message: all }],
    ['connectorMetadata', { ...approved, connectorMetadata: [{ name: 'n', value: all }] }],
    ['redirectUrl', { status: 'undefined', redirectUrl: `https://p.example/?${spellings.map(encodeURI).join('&')}` }],
    ['bankInvoice.url', { status: 'undefined', bankInvoice: { url: `https://p.example/${number}` } }],
    ['barCodeImageNumber', { status: 'undefined', bankInvoice: { url: 'https://p.example', barCodeImageNumber: all } }],
    ['paymentApp', { status: 'undefined', paymentApp: { appName: 'app', payload: JSON.stringify({ password }) } }],
  ])('says nothing secret in %s', async (_, result) => {
    const { status, text } = await shop(result).create()
    expect(status).toBe(200)
    expectClean(text)
  })

  it('carries nothing that the protocol does not know', async () => {
    const more = {
      card: payment.card,
      merchantSettings,
      raw: { number },
      connectorMetadata: [{ name: 'n', value: 'v', number }],
    }
    const { json } = await shop({ ...approved, ...more }).create()
    expect(Object.keys(json)).not.toContain('raw')
    expect(json.connectorMetadata).toEqual([{ name: 'n', value: 'v' }])
    expect(JSON.stringify(json)).not.toContain(number)
  })

  it.each([
    ['result.authorizationId', { ...approved, authorizationId: { id: 'A' } }],
    ['result.nsu', { ...approved, nsu: 5 }],
    ['result.connectorMetadata.0', { ...approved, connectorMetadata: [{ name: 'n', value: { number } }] }],
    [
      'result.bankInvoice.barCodeImageType',
      { status: 'undefined', bankInvoice: { url: 'https://p.example', barCodeImageType: {} } },
    ],
    ['result.status', undefined],
  ])('is 500, and %s is named, where a field is no text', async (field, result) => {
    const { world, create } = shop(result)
    expect(await create()).toMatchObject({ status: 500, json: { code: 'internal' } })
    expect(world.errors).toMatchObject([{ code: 'invalid_request', field }])
  })

  it('leaves ids as they are where a setting is in them by chance, or is declared no password', async () => {
    const manifest = defineManifest({
      paymentMethods: [{ name: 'Visa' }],
      customFields: [{ name: 'mode', type: 'text' }],
    })
    const world = createWorld({
      manifest,
      payment: undefined,
      createPayment: async () => ({
        ...approved,
        authorizationId: '51005',
        tid: 'production-1',
        message: 'production',
      }),
    } as never)
    const settings = [
      { name: 'limit', value: '100' },
      { name: 'mode', value: 'production' },
    ]
    const { json } = await ask(world.start(), '/payments', { ...payment, merchantSettings: settings })
    expect(json).toMatchObject({ authorizationId: '51005', tid: 'production-1', message: 'production' })
  })

  it('of a callback says nothing of what the connector itself knows', async () => {
    const { world, create } = shop({ status: 'undefined' })
    await create()
    const connector = world.start({ payment: undefined, createPayment: async () => ({ status: 'undefined' }) } as never)
    await connector.finishPayment({ merchant: 'store', paymentId, result: { ...approved, nsu: pair.appToken } })
    expect((await create()).json.nsu).toBe('[hidden]')
  })
})

describe('an inbound answer', () => {
  const send = async (result: unknown) => {
    const world = createWorld({ inbound: async () => result } as never)
    const body = { requestId: 'i', paymentId, merchantSettings, requestData: { body: '{}' } }
    return { world, ...(await ask(world.start(), `/payments/${paymentId}/inbound/hook`, body)) }
  }
  const good = { statusCode: 200, contentType: 'application/json; charset=utf-8', content: '{}' }

  it('says nothing secret, and nothing that the protocol does not know', async () => {
    for (const more of [{ content: all }, { message: all }]) {
      const { status, json, text } = await send({ ...good, ...more, number, raw: { number } })
      expect(status).toBe(200)
      for (const secret of [password, pair.appToken]) expect(text).not.toContain(secret)
      expect(text).toContain('[hidden]')
      expect(Object.keys(json)).not.toContain('raw')
    }
    const { json } = await send({ ...good, code: 'code', message: 'm', other: 1 })
    expect(json).toEqual({ requestId: 'i', paymentId, code: 'code', message: 'm', responseData: good })
  })

  it.each([
    ['statusCode', { ...good, statusCode: '200' }],
    ['statusCode', { ...good, statusCode: 99 }],
    ['statusCode', { ...good, statusCode: 200.5 }],
    ['contentType', { ...good, contentType: 'text/html\r\nset-cookie: a=b' }],
    ['contentType', { ...good, contentType: '' }],
    ['content', { ...good, content: { a: 1 } }],
  ])('is 500 for a %s that cannot be passed on', async (field, result) => {
    const { world, status, json } = await send(result)
    expect([status, json.code]).toEqual([500, 'internal'])
    expect(String(world.errors[0])).toContain(`inbound: ${field} must be`)
  })
})

it('the ids of cancellations and refunds say nothing secret, and are text', async () => {
  for (const id of [`x${pair.appToken}`, 5, '', undefined]) {
    const world = createWorld({
      capture: async (settlement) => captured(settlement),
      cancel: async () => ({ status: 'cancelled', cancellationId: id as string }),
      refund: async () => ({ status: 'refunded', refundId: id as string }),
    })
    const { settleId } = (await world.settle({ value: 1 })).json
    const refund = { paymentId, requestId: 'r', settleId, value: 1 }
    const { json } = await ask(world.start(), `/payments/${paymentId}/refunds`, refund)
    const other = await ask(world.start(), '/payments/other/cancellations', { paymentId: 'other', requestId: 'c' })
    for (const said of [json.refundId, other.json.cancellationId]) {
      expect(said).toMatch(typeof id === 'string' && id !== '' ? /^x\[hidden\]$/ : /^[0-9a-f-]{36}$/)
    }
  }
})

describe('what is told to everybody', () => {
  const visa = [{ name: 'Visa', allowsSplit: 'disabled' }]
  const start = (manifest: unknown) => createWorld({ manifest } as never).start()

  it('of a manifest is what the protocol knows, whoever wrote it', async () => {
    const own = {
      ...defineManifest({ paymentMethods: [{ name: 'Visa' }], autoSettleDelay: { minimum: 0, maximum: 48 } }),
    }
    const { json } = await ask(
      start({ ...own, apiKey: 'secret', paymentMethods: [{ ...visa[0], key: 'secret' }] }),
      '/manifest',
      undefined,
    )
    expect(json).toEqual({ paymentMethods: visa, autoSettleDelay: { minimum: '0', maximum: '48' } })
  })

  it.each([
    ['manifest.paymentMethods', {}],
    ['manifest.paymentMethods', null],
    ['manifest.paymentMethods.0.name', { paymentMethods: [null] }],
    ['manifest.autoSettleDelay.minimum', { paymentMethods: visa, autoSettleDelay: { minimum: 1, maximum: 2 } }],
    ['manifest.autoSettleDelay.maximum', { paymentMethods: visa, autoSettleDelay: { minimum: '1', maximum: '1e9' } }],
    ['manifest.customFields', { paymentMethods: visa, customFields: {} }],
    ['manifest.customFields.0.name', { paymentMethods: visa, customFields: [null] }],
    ['manifest.metadataFields', { paymentMethods: visa, metadataFields: 'a' }],
  ])('must be a manifest: %s', (field, manifest) => {
    expect(() => start(manifest)).toThrow(expect.objectContaining({ code: 'invalid_request', field }))
  })

  it.each([
    ['POST', '/authorization/token', { returnUrl: 'https://vtex.example/' }, { createToken: () => ({ token: 1 }) }],
    ['GET', '/authorization/redirect?token=t', undefined, { loginUrl: () => 'javascript:alert(1)' }],
    ['GET', '/authorization/redirect?token=t', undefined, { loginUrl: () => 'https://p.example/\r\nset-cookie: a=b' }],
    ['GET', '/authorization/redirect?token=t', undefined, { loginUrl: () => '/login' }],
    ['GET', '/authorization/credentials?authorizationCode=c', undefined, { credentials: () => ({ appKey: 'k' }) }],
    ['GET', '/authorization/credentials?authorizationCode=c', undefined, { credentials: () => undefined }],
  ])('by the configuration flow is checked: %s %s', async (method, path, body, callbacks) => {
    const world = createWorld({ configuration: callbacks } as never)
    const answer = await ask(world.start(), path, body, { method, headers: { 'content-type': 'application/json' } })
    expect(answer.status).toBe(500)
    expect(answer.headers.get('location')).toBe(null)
    expect(String(world.errors[0])).toContain('configuration: ')
  })

  it('carries nothing else of a pair, and takes no address to return to that is none', async () => {
    const credentials = () => ({ ...pair, merchant: 'store', secret: 'x' })
    const connector = createWorld({ configuration: { credentials, createToken: () => 't' } } as never).start()
    const { json } = await ask(connector, '/authorization/credentials?authorizationCode=c', undefined, { headers: {} })
    expect(json).toEqual({ applicationId: 'vtex', ...pair })
    const headers = { 'content-type': 'application/json' }
    for (const returnUrl of ['javascript:alert(1)', 'vtex.example', 'https://v.example/ x', 5]) {
      expect((await ask(connector, '/authorization/token', { returnUrl }, { headers })).status).toBe(400)
    }
    const createToken = ({ returnUrl }: { readonly returnUrl: string }) =>
      new URL(returnUrl).hostname.endsWith('.myvtex.com') ? 't' : null
    const choosy = createWorld({ configuration: { credentials, createToken } } as never).start()
    const token = (returnUrl: string) => ask(choosy, '/authorization/token', { returnUrl }, { headers })
    expect((await token('https://store.myvtex.com/return?authorizationCode=')).json.token).toBe('t')
    expect(await token('https://thief.example/?authorizationCode=')).toMatchObject({
      status: 400,
      json: { status: 'error', code: 'invalid-request' },
    })
  })
})
