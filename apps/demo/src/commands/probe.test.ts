import { readFileSync } from 'node:fs'
import { startFaultServer } from '@cap/core/testing'
import { createMercadoPagoEmulator } from '@cap/mercadopago/emulator'
import { createPipwaveEmulator } from '@cap/pipwave/emulator'
import { createVtexProviderEmulator } from '@cap/vtex/emulator'
import { describe, expect, it } from 'vitest'
import { demo, noFile, temporaryFile } from '../__fixtures__/demo.ts'
import { cli } from '../__fixtures__/in-process.ts'
import type { Finding } from '../probe/run-probe.ts'

type Readings = Readonly<Record<string, Finding['reading']>>

async function readings(args: readonly string[], environment = {}): Promise<{ output: string; findings: Readings }> {
  const file = temporaryFile('probe.json', '')
  const { code, output } = await cli(['probe', ...args, '--json', file], { environment })
  expect(code, output).toBe(0)
  const report = JSON.parse(readFileSync(file, 'utf8')) as { findings: readonly Finding[] }
  return { output, findings: Object.fromEntries(report.findings.map(({ name, reading }) => [name, reading])) }
}

describe.concurrent('probe in dry practice', () => {
  it('prints question, what was sent, what came and how it reads, as a process', async () => {
    const { code, stdout } = await demo(['probe', 'pipwave', '--question', 'status-type'])
    expect(stdout).toMatch(/^Is `status` of an answer text, as documented, or a number\? +status-type$/m)
    expect(stdout).toMatch(/sent +a requery: POST http:\/\/127\.0\.0\.1:\d+/)
    expect(stdout).toMatch(/came +200 after \d+ ms/)
    expect(stdout).toMatch(/reading +status is a number: 200/)
    expect(stdout).toContain('dry practice')
    expect(code).toBe(0)
  })

  it('asks nothing that may move money without --yes', async () => {
    for (const provider of ['mercadopago', 'pipwave', 'vtex']) {
      const { output, findings } = await readings([provider])
      const held = Object.values(findings).filter(({ verdict }) => verdict === 'not asked')
      expect(held.length).toBeGreaterThanOrEqual(6)
      expect(output).toContain(`${held.length} of them may move money, and were not asked: add --yes`)
    }
  })

  it('answers every question of pipwave', async () => {
    const { output, findings } = await readings(['pipwave', '--yes'])
    expect(Object.keys(findings)).toHaveLength(13)
    expect(findings['full-capture']).toMatchObject({ verdict: 'agrees' })
    expect(findings['full-capture']?.text).toContain('transaction_status 10, require_capture false')
    expect(findings['over-capture']?.text).toContain('refused')
    expect(findings['empty-pw-id']).toEqual({ verdict: 'agrees', text: 'only what is sent is hashed' })
    // The emulator takes "0" for "not provided", as PHP would: everything is captured.
    expect(findings['zero-amount']?.text).toMatch(/it is accepted, as feared/)
    expect(output).not.toContain('Personal')
    expect(output).not.toContain('411111')
  })

  it('answers every question of Mercado Pago', async () => {
    const { findings } = await readings(['mercadopago', '--yes'])
    expect(Object.keys(findings)).toHaveLength(16)
    expect(findings['bad-payer-token']).toMatchObject({ verdict: 'agrees' })
    expect(findings.replay).toMatchObject({ verdict: 'agrees' })
    expect(findings['key-with-another-body']?.text).toContain('422001')
    expect(findings['two-at-once']).toMatchObject({ verdict: 'agrees' })
  })

  it('answers every question of a VTEX provider', async () => {
    const { findings } = await readings(['vtex', '--yes'])
    expect(Object.keys(findings)).toHaveLength(12)
    expect(findings['settle-and-replay']).toMatchObject({ verdict: 'agrees' })
    expect(findings['bad-credentials']).toMatchObject({ verdict: 'agrees' })
    expect(findings['two-parts']).toMatchObject({ verdict: 'agrees' })
  })

  it('listens to VTEX, and answers section 12 of its sheet', async () => {
    const { output, findings } = await readings(['vtex', '--listen', '1'])
    expect(Object.keys(findings)).toHaveLength(8)
    expect(findings['retry-cadence']?.text).toContain('10 of 10 retries kept the request id')
    expect(findings['time-limit']?.text).toMatch(/it gave up after 0\.\d s \(Test Suite\)/)
    expect(findings['short-answer']?.text).toContain('asked 45, answered half; then asked 45')
    expect(findings['connector-metadata']).toMatchObject({ verdict: 'agrees' })
    expect(output).not.toContain('rehearsal-token')
  })

  it('listens by another script', async () => {
    const { findings } = await readings(['vtex', '--listen', '1', '--script', 'null,settle'])
    expect(findings['retry-cadence']?.text).toContain('1 of 1 retries')
    expect(findings['time-limit']).toMatchObject({ verdict: 'not asked' })
  })

  it.each([
    [['pipwave', '--question', 'why'], 'no question is called "why": there are status-type'],
    [['vtex', '--listen', '1', '--script', 'shrug'], '--script: "shrug" is none of 202'],
    [['pipwave', '--target', 'sandbox', '--env-file', noFile], 'needs CAP_PIPWAVE_ENVIRONMENT'],
    [['vtex', '--listen', '8080', '--target', 'sandbox', '--env-file', noFile], 'needs CAP_VTEX_ENVIRONMENT'],
    [['stripe'], "unknown command 'stripe'"],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await cli(['probe', ...args])
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})

describe.concurrent('probe at a sandbox', () => {
  const sandbox = ['--target', 'sandbox', '--env-file', noFile]

  it('asks pipwave about the payments it is given, and no more', async () => {
    const account = { apiKey: 'probe-key-0001-abcdef', apiSecret: 'probe-secret-0001-abcdef' }
    const payments = [{ pwId: 'PW1', txnId: 'T1', total: '10.00', currency: 'MYR' }]
    const emulator = createPipwaveEmulator({ ...account, payments })
    const server = await startFaultServer(emulator, () => null)
    const environment = {
      CAP_PIPWAVE_ENVIRONMENT: 'staging',
      CAP_PIPWAVE_API_KEY: account.apiKey,
      CAP_PIPWAVE_API_SECRET: account.apiSecret,
      CAP_PIPWAVE_BASE_URL: server.url,
    }
    const args = ['pipwave', '--pw-id', 'PW1', '--patience', '1', ...sandbox]
    await readings(args, environment)
    expect(emulator.book()).toEqual([])
    const { output, findings } = await readings([...args, '--yes'], environment)
    expect(emulator.book()).toHaveLength(1)
    expect(findings['partial-capture']?.text).toContain('name one more by --pw-id')
    for (const secret of Object.values(account)) expect(output).not.toContain(secret)
    await server.close()
  })

  it('asks no more as nobody when a sandbox charges a payer who does not exist', async () => {
    const emulator = createMercadoPagoEmulator()
    const server = await startFaultServer(emulator, () => null)
    const environment = {
      CAP_MERCADOPAGO_ACCESS_TOKEN: 'TEST-probe-token-7',
      CAP_MERCADOPAGO_PAYER_TOKEN: 'probe-payer-token',
      CAP_MERCADOPAGO_BASE_URL: server.url,
    }
    const { output, findings } = await readings(['mercadopago', ...sandbox], environment)
    expect(findings['key-limits']?.text).toContain('IT WAS CHARGED')
    // The charge that was to be refused, and the one with a bad access token.
    expect(emulator.book().length).toBeLessThanOrEqual(2)
    expect(output).not.toContain('probe-token-7')
    expect(output).not.toContain('probe-payer-token')
    await server.close()
  })

  it('reads payments for VTEX from the command line', async () => {
    const credentials = { appKey: 'probe-app-key-77', appToken: 'probe-app-token-77' }
    const emulator = createVtexProviderEmulator({ credentials })
    const server = await startFaultServer(emulator, () => null)
    const environment = {
      CAP_VTEX_ENVIRONMENT: 'test',
      CAP_VTEX_BASE_URL: server.url,
      CAP_VTEX_APP_KEY: credentials.appKey,
      CAP_VTEX_APP_TOKEN: credentials.appToken,
    }
    const args = ['vtex', '--payment', 'P1:A1:10.00', '--yes', '--question', 'settle-and-replay', ...sandbox]
    const { output, findings } = await readings(args, environment)
    expect(findings['settle-and-replay']?.text).toContain('again: the same bytes')
    for (const secret of Object.values(credentials)) expect(output).not.toContain(secret)
    const bad = await cli(['probe', 'vtex', '--payment', 'P1', ...sandbox], { environment })
    expect(bad.stderr).toContain('must be <payment id>:<authorization id>:<amount>')
    await server.close()
  })

  it('reports a sandbox that does not answer as a question without an answer', async () => {
    const environment = {
      CAP_PIPWAVE_ENVIRONMENT: 'staging',
      CAP_PIPWAVE_API_KEY: 'k'.repeat(20),
      CAP_PIPWAVE_API_SECRET: 's'.repeat(20),
      CAP_PIPWAVE_BASE_URL: 'http://127.0.0.1:9',
    }
    const { findings } = await readings(['pipwave', '--pw-id', 'PW1', ...sandbox], environment)
    expect(findings['status-type']).toMatchObject({ verdict: 'open' })
    expect(findings['status-type']?.text).toMatch(/^no answer: /)
  })
})
