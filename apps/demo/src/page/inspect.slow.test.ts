import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describePage } from '../__fixtures__/browser.ts'
import { providers } from '../providers/providers.ts'

const permissions = ['clipboard-read', 'clipboard-write']

async function copied(page: Page, button: string): Promise<string> {
  await page.getByRole('button', { name: button }).first().click()
  await page.getByRole('button', { name: 'Copied' }).first().waitFor()
  return page.evaluate(() => navigator.clipboard.readText())
}

/** Runs a copied text with the emulator's credentials as variables, as a tester would with a sandbox's. */
function run(file: string, args: readonly string[], environment: Readonly<Record<string, string>>): Promise<string> {
  const cwd = fileURLToPath(new URL('../..', import.meta.url))
  const env = { PATH: process.env.PATH ?? '', ...environment }
  return new Promise((resolve, reject) => {
    execFile(file, args, { cwd, env, timeout: 20_000 }, (error, stdout, stderr) =>
      error === null ? resolve(stdout) : reject(new Error(`${error.message}\n${stderr}`)),
    )
  })
}

const [mercadopago] = providers
const [accessToken = '', payerToken = ''] = mercadopago?.stage().secrets ?? []
const variables = { CAP_MERCADOPAGO_ACCESS_TOKEN: accessToken, CAP_MERCADOPAGO_PAYER_TOKEN: payerToken }
const node = (type: string, text: string) =>
  run(process.execPath, ['--conditions=@cap/source', '--no-warnings', `--input-type=${type}`, '-e', text], variables)

describePage('inspecting a capture', (bench) => {
  it('copies an exchange as curl and as fetch, and the capture as TypeScript: they run, with secrets as variables', async () => {
    const page = await bench.open('/capture/mercadopago', { permissions })
    await page.getByRole('button', { name: 'Send the capture' }).click()
    await page.getByRole('heading', { name: 'Money moved' }).waitFor()
    const curl = await copied(page, 'Copy as curl')
    expect(curl).toMatch(/authorization: Bearer \$\{CAP_MERCADOPAGO_ACCESS_TOKEN\}/)
    expect(await run('bash', ['-c', curl], variables)).toContain('"status":"approved"')

    await page.reload()
    await page.getByRole('heading', { name: 'Money moved' }).waitFor()
    const script = await copied(page, 'Copy as fetch')
    // 200 and not 201: the key is known, nothing moves again.
    expect(await node('module', script)).toContain('200 {')

    await page.reload()
    await page.getByRole('heading', { name: 'Money moved' }).waitFor()
    const typescript = await copied(page, 'Copy the capture as TypeScript')
    expect(await node('module-typescript', typescript)).toBe('captured\n')
    expect(curl + script + typescript).not.toContain(accessToken)
    expect(curl + script + typescript).not.toContain(payerToken)
  })

  it('copies pipwave’s signed call with a signature that is made anew', async () => {
    const page = await bench.open('/capture/pipwave', { permissions })
    await page.getByRole('button', { name: 'Send the capture' }).click()
    await page.getByRole('heading', { name: 'Money moved' }).waitFor()
    await page.locator('.exchange-head').first().click()
    const curl = await copied(page, 'Copy as curl')
    const [apiKey = '', apiSecret = ''] = providers[1]?.stage().secrets ?? []
    const environment = { CAP_PIPWAVE_API_KEY: apiKey, CAP_PIPWAVE_API_SECRET: apiSecret }
    expect(await run('bash', ['-c', curl], environment)).toContain('"transaction_status":10')
  })

  it('tells the time of each phase, and what a lost answer waited for', async () => {
    const page = await bench.open('/capture/vtex?fault=stall-after-head')
    await page.getByRole('button', { name: 'Send the capture' }).click()
    await page.getByRole('heading', { name: 'Money moved' }).waitFor()
    await page.locator('.exchange-head').first().click()
    const phases = page.locator('.phases').first()
    await phases.getByText('connect').waitFor()
    expect(await phases.textContent()).toMatch(/connect[\d.]+ mssend[\d.]+ mswait[\d.]+ msread[12]\d{3}/)
  })

  it('draws who said what to whom, loading the library only then', async () => {
    const page = await bench.open('/capture/pipwave?fault=no-answer')
    const loaded: string[] = []
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname))
    await page.getByRole('button', { name: 'Send the capture' }).click()
    await page.getByRole('heading', { name: 'Money moved' }).waitFor()
    expect(loaded.filter((path) => path.includes('diagram'))).toEqual([])
    await page.getByText('Sequence diagram').click()
    const frame = page.frameLocator('iframe[title="Sequence diagram"]')
    await frame.getByText('capture()', { exact: true }).first().waitFor({ timeout: 30_000 })
    await frame.getByText('ATTEMPT_TIMEOUT').first().waitFor()
    expect(bench.troubles).toEqual([])
  })

  it('sends it again edited, and asks for the payer token again', async () => {
    const page = await bench.open('/capture/mercadopago')
    await page.getByText('More fields').click()
    await page.getByLabel('Payer token').fill('a-payer-token-typed-by-hand')
    await page.getByRole('button', { name: 'Send the capture' }).click()
    await page.getByRole('heading', { name: 'Money moved' }).waitFor()
    const result = page.locator('.result')
    await result.getByRole('button', { name: 'Replay, same key' }).click()
    await result.getByText('is asked for again: it is stored nowhere').waitFor()
    await result.getByLabel('Payer token').fill('a-payer-token-typed-by-hand')
    await result.getByText('Edit and send again').click()
    await result.getByLabel('Amount').fill('5.00')
    await result.getByRole('button', { name: 'Send it edited' }).click()
    await page.getByText('edited from').waitFor()
    // The key was used before, for something else: that is found out, and nothing is sent under another one.
    await page.getByText('idempotency_conflict').first().waitFor()
    expect(await page.content()).not.toContain('a-payer-token-typed-by-hand')
  })
})
