import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describePage } from '../__fixtures__/browser.ts'

/** Files with titles that a window asked for, from now on. */
function titlesAskedFor(page: Page): string[] {
  const files: string[] = []
  page.on('request', (request) => {
    const language = /\/(es|pt)-titles/.exec(request.url())?.[1]
    if (language !== undefined) files.push(language)
  })
  return files
}

describePage('the titles of the catalogue', (bench) => {
  it('are loaded in the language that is looked at only, and a form keeps what was filled in', async () => {
    const page = await bench.open('/capture/mercadopago?scenario=rejected-high-risk')
    const files = titlesAskedFor(page)
    await page.reload()
    await page.locator('.break-it .help', { hasText: 'rejected: risk of fraud' }).waitFor()
    expect(files).toEqual([])
    await page.getByLabel('Amount').fill('12.34')
    await page.getByLabel('Language').selectOption('pt')
    await page.locator('.break-it .help', { hasText: 'recusado: risco de fraude' }).waitFor()
    expect(await page.getByLabel('Valor').inputValue()).toBe('12.34')
    await page.getByLabel('Idioma').selectOption('es')
    await page.locator('.break-it .help', { hasText: 'rechazado: riesgo de fraude' }).waitFor()
    await page.getByText('la conexión queda abierta y en silencio').waitFor()
    expect(files).toEqual(['pt', 'es'])
    expect(bench.troubles).toEqual([])
  })

  it.each([
    ['es-MX', 'aprobado, con tarjeta', 'el reloj lanza un error', 'captura, una vez, el dinero se movió'],
    ['pt-BR', 'aprovado, com cartão', 'o relógio lança um erro', 'captura, uma vez, o dinheiro se moveu'],
  ])('are found and shown in the matrix: %s', async (locale, approved, clock, version) => {
    const page = await bench.open('/matrix?cell=fault%2Fno-answer%2Fvtex', { locale })
    await page.locator('.cell-panel').getByText(version, { exact: true }).waitFor()
    await page.locator('.matrix-kind small', { hasText: clock }).waitFor()
    await page.locator('.matrix-filter input[type=search]').fill(approved)
    await expect.poll(() => page.locator('.matrix-kind tbody code').allTextContents()).toEqual(['approved'])
    // One name, another answer at each provider.
    await page.locator('.matrix-filter input[type=search]').fill('server-error')
    await page.locator('.matrix-kind small', { hasText: /^Mercado Pago: 500 · VTEX: 500 / }).waitFor()
    expect(bench.troubles).toEqual([])
  })

  it.each([
    ['es-MX', /aprobado: crear, liquidar, reembolsar/],
    ['pt-BR', /aprovado: criar, liquidar, reembolsar/],
  ])('name the checks of a connector: %s', async (locale, check) => {
    const page = await bench.open('/vtex', { locale })
    await page.locator('.bench-actions button').nth(1).click()
    await page.locator('.check-row', { hasText: check }).waitFor({ timeout: 60_000 })
    expect(bench.troubles).toEqual([])
  })
})
