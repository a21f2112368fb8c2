import { startFaultServer } from '@cap/core/testing'
import { createMercadoPagoEmulator } from '@cap/mercadopago/emulator'
import { createPipwaveEmulator } from '@cap/pipwave/emulator'
import { createVtexProviderEmulator } from '@cap/vtex/emulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demo, noFile, temporaryFile } from '../__fixtures__/demo.ts'
import { cli } from '../__fixtures__/in-process.ts'

const secrets = {
  accessToken: 'TEST-5512-sandbox-token-c81e-330011',
  payerToken: 'sandbox-payer-token-77aa',
  apiKey: 'sandbox-pipwave-key-0001',
  apiSecret: 'sandbox-pipwave-secret-0001',
  appKey: 'sandbox-vtex-key-12',
  appToken: 'sandbox-vtex-token-99f0',
}
const mercadopago = createMercadoPagoEmulator({ accessTokens: [secrets.accessToken] })
const pipwave = createPipwaveEmulator({
  apiKey: secrets.apiKey,
  apiSecret: secrets.apiSecret,
  payments: [
    { pwId: 'PW1', txnId: 'T1', total: '10.00', currency: 'MYR' },
    { pwId: 'PW2', txnId: 'T2', total: '10.00', currency: 'MYR' },
  ],
})
const vtex = createVtexProviderEmulator({ credentials: { appKey: secrets.appKey, appToken: secrets.appToken } })
const servers: { url: string; close(): Promise<void> }[] = []
let environment: Record<string, string> = {}

/** Loopback stands in for the sandboxes: nothing here may leave the machine. */
beforeAll(async () => {
  for (const emulator of [mercadopago, pipwave, vtex]) servers.push(await startFaultServer(emulator, () => null))
  const [one, two, three] = servers
  environment = {
    CAP_MERCADOPAGO_ACCESS_TOKEN: secrets.accessToken,
    CAP_MERCADOPAGO_PAYER_TOKEN: secrets.payerToken,
    CAP_MERCADOPAGO_BASE_URL: one?.url ?? '',
    CAP_PIPWAVE_ENVIRONMENT: 'staging',
    CAP_PIPWAVE_API_KEY: secrets.apiKey,
    CAP_PIPWAVE_API_SECRET: secrets.apiSecret,
    CAP_PIPWAVE_BASE_URL: two?.url ?? '',
    CAP_VTEX_ENVIRONMENT: 'test',
    CAP_VTEX_BASE_URL: three?.url ?? '',
    CAP_VTEX_APP_KEY: secrets.appKey,
    CAP_VTEX_APP_TOKEN: secrets.appToken,
  }
})

afterAll(async () => {
  for (const server of servers) await server.close()
})

const sandbox = ['--target', 'sandbox', '--env-file', noFile]

describe('a sandbox', () => {
  it.each([
    ['mercadopago', ['--amount', '1', '--currency', 'BRL'], () => mercadopago.book().length],
    ['pipwave', ['--pw-id', 'PW1'], () => pipwave.book().length],
    ['vtex', ['--amount', '1', '--currency', 'BRL'], () => vtex.book().length],
  ] as const)('is captured at when it is armed and aimed at: %s', async (provider, args, moved) => {
    const { code, output } = await cli(['capture', provider, ...args, ...sandbox], { environment })
    expect(output).toContain('SANDBOX')
    expect(output).toContain('MONEY MOVED')
    expect(output).not.toContain('book')
    expect(moved()).toBe(1)
    expect(code).toBe(0)
    for (const secret of Object.values(secrets)) expect(output).not.toContain(secret)
  })

  it('gets its variables from a file as well, and from a process of its own', async () => {
    const file = temporaryFile(
      '.env',
      Object.entries(environment)
        .map(([name, value]) => `${name}=${value}`)
        .join('\n'),
    )
    const { code, output } = await demo([
      'capture',
      'pipwave',
      '--pw-id',
      'PW2',
      '--target',
      'sandbox',
      '--env-file',
      file,
    ])
    expect(output).toContain('MONEY MOVED')
    expect(code).toBe(0)
    for (const secret of Object.values(secrets)) expect(output).not.toContain(secret)
  })

  it('is left alone when it is armed and not aimed at', async () => {
    const before = mercadopago.book().length
    const { output } = await cli(['capture', 'mercadopago', '--amount', '1', '--currency', 'BRL'], { environment })
    expect(output).toContain('emulator on this machine')
    expect(mercadopago.book()).toHaveLength(before)
  })

  it.each([
    ['mercadopago', 'CAP_MERCADOPAGO_ACCESS_TOKEN', 'APP_USR-1234-live-token-1', 'is a live token (APP_USR-)'],
    ['mercadopago', 'CAP_MERCADOPAGO_ACCESS_TOKEN', 'some-token', 'does not say that it is a test token'],
    ['mercadopago', 'CAP_MERCADOPAGO_ACCESS_TOKEN', '', '--target sandbox needs CAP_MERCADOPAGO_ACCESS_TOKEN'],
    ['mercadopago', 'CAP_MERCADOPAGO_PAYER_TOKEN', '', '--target sandbox needs CAP_MERCADOPAGO_PAYER_TOKEN'],
    ['mercadopago', 'CAP_MERCADOPAGO_BASE_URL', 'https://api.mercadopago.com', 'must be on this machine'],
    ['mercadopago', 'CAP_MERCADOPAGO_BASE_URL', 'http://127.0.0.1.evil.example', 'must be on this machine'],
    ['mercadopago', 'CAP_MERCADOPAGO_ACCESS_TOKEN', 'TEST-with a space in it', 'CAP_MERCADOPAGO_ACCESS_TOKEN must be'],
    ['pipwave', 'CAP_PIPWAVE_ENVIRONMENT', 'live', 'CAP_PIPWAVE_ENVIRONMENT must be staging'],
    ['pipwave', 'CAP_PIPWAVE_ENVIRONMENT', '', '--target sandbox needs CAP_PIPWAVE_ENVIRONMENT'],
    ['pipwave', 'CAP_PIPWAVE_API_SECRET', '', '--target sandbox needs CAP_PIPWAVE_API_SECRET'],
    ['pipwave', 'CAP_PIPWAVE_BASE_URL', 'https://api.pipwave.com/payment', 'must be on this machine'],
    ['vtex', 'CAP_VTEX_ENVIRONMENT', 'live', 'CAP_VTEX_ENVIRONMENT must be test'],
    ['vtex', 'CAP_VTEX_APP_TOKEN', '', '--target sandbox needs CAP_VTEX_APP_TOKEN'],
    ['vtex', 'CAP_VTEX_BASE_URL', 'http://provider.example', 'CAP_VTEX_BASE_URL must begin with https://'],
  ])('is refused: %s with %s=%s', async (provider, name, value, message) => {
    const args = ['capture', provider, '--amount', '1', '--currency', 'BRL', ...sandbox]
    const { code, stdout, stderr } = await cli(args, { environment: { ...environment, [name]: value } })
    expect(stderr).toContain(message)
    expect(stdout).toBe('')
    expect(code).toBe(2)
    if (value.length > 10) expect(stderr).not.toContain(value)
  })

  it.each([
    [['--scenario', 'approved'], "--scenario is the emulator's"],
    [['--fault', 'no-answer'], "--fault is the emulator's"],
    [['--payer-token', 'from-the-shell-history'], "--payer-token is the emulator's"],
  ])('takes nothing that is the emulator’s: %j', async (args, message) => {
    const all = ['capture', 'mercadopago', '--amount', '1', '--currency', 'BRL', ...args, ...sandbox]
    const { code, stderr } = await cli(all, { environment })
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})
