import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { inspect, promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { accessToken, request, scripted, secrets } from './__fixtures__/client.ts'
import { approved } from './__fixtures__/payments.ts'
import { createMercadoPago, type MercadoPagoOptions } from './index.ts'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const live = 'APP_USR-123456-112233-0a1b2c3d4e5f60718293a4b5c6d7e8f9-441122'

describe('createMercadoPago', () => {
  it.each([
    [{ accessToken }, 'test'],
    [{ accessToken: live }, 'live'],
    [{ accessToken: 'another-form' }, 'live'],
    [{ accessToken: 'another-form', environment: 'test' }, 'test'],
    [{ accessToken, environment: 'test' }, 'test'],
    [{ accessToken: live, environment: undefined, industry: undefined, baseUrl: undefined, fetch: undefined }, 'live'],
    [{ accessToken: async () => 'x', account: 'acme' }, 'live'],
  ] satisfies [MercadoPagoOptions, string][])('knows the environment (%#)', (options, environment) => {
    expect(createMercadoPago(options).environment).toBe(environment)
  })

  it.each([
    [{ accessToken, environment: 'live' }, 'environment'],
    [{ accessToken: live, environment: 'test' }, 'environment'],
    [{ accessToken, environment: 'staging' }, 'environment'],
    [undefined, 'options'],
    [null, 'options'],
    [{ accessToken: undefined }, 'accessToken'],
    [{ accessToken: '' }, 'accessToken'],
    [{ accessToken: 'Bearer TEST-1' }, 'accessToken'],
    [{ accessToken: 'TEST-1\r\nx: y' }, 'accessToken'],
    [{ accessToken: async () => 'x' }, 'account'],
    [{ accessToken, account: '' }, 'account'],
    [{ accessToken, industry: 'poker' }, 'industry'],
    [{ accessToken, baseUrl: 'http://api.mercadopago.com' }, 'baseUrl'],
    [{ accessToken, deadlineMs: 0 }, 'deadlineMs'],
    [{ accessToken, maxAttempts: 1.5 }, 'maxAttempts'],
    [{ accessToken, transport: 'undici' }, 'transport'],
  ])('refuses options that make no sense (%#)', (options, field) => {
    let error: unknown
    try {
      createMercadoPago(options as MercadoPagoOptions)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toMatchObject({ name: 'CaptureError', code: 'invalid_request', provider: 'mercadopago', field })
    expect(inspect(error)).not.toContain('TEST-1')
  })

  it('makes a frozen client that prints none of its secrets', () => {
    const client = createMercadoPago({ accessToken })
    expect(Object.isFrozen(client)).toBe(true)
    for (const text of [inspect(client, { depth: 20, showHidden: true }), JSON.stringify({ client }), String(client)]) {
      for (const secret of secrets) expect(text).not.toContain(secret)
    }
    expect(JSON.parse(JSON.stringify(client))).toEqual({ provider: 'mercadopago', environment: 'test' })
  })
})

describe('the account in handles', () => {
  it.each([
    ['the user id that ends the token', { accessToken }, '441122'],
    ['the same, live', { accessToken: live }, '441122'],
    ['the whole token when it has another form', { accessToken: 'another-form' }, 'another-form'],
    ['the option, before the token', { accessToken, account: 'acme' }, 'acme'],
    ['the option, with a function', { accessToken: async () => accessToken, account: 'acme' }, 'acme'],
  ] satisfies [string, MercadoPagoOptions, string][])('is the digest of %s', async (_, options, name) => {
    expect((await createMercadoPago(options).describe(request)).account).toBe(digest(name))
  })
})

describe('describe', () => {
  it('tells what a capture would be, without sending it', async () => {
    const { client, seen, capture } = scripted([approved])
    const description = await client.describe(request)
    expect(seen).toEqual([])
    await capture()
    expect(description).toEqual({
      operation: 'capture:0d5020ed-1af6-469c-ae06-c3bec19954bb',
      paymentKey: 'Pago_123',
      account: digest('441122'),
      environment: 'test',
      idempotencyKey: request.idempotencyKey,
      fingerprint: digest(seen[0]?.body ?? ''),
      secretPaths: ['payerToken'],
    })
  })

  it('refuses what a capture would refuse', async () => {
    const { client } = scripted([approved])
    await expect(client.describe({ ...request, payerToken: '' })).rejects.toMatchObject({ code: 'invalid_request' })
  })
})

describe('importing the package', () => {
  it('loads neither a hash library nor an HTTP client, and touches no Request or Headers', async () => {
    const probe = fileURLToPath(new URL('./__fixtures__/import-alone.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@cap/source', probe])
    expect(JSON.parse(stdout)).toEqual({ touched: [], loaded: [] })
  })
})
