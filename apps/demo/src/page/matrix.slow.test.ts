import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describePage } from '../__fixtures__/browser.ts'

describePage('the matrix', (bench) => {
  it('runs a row with progress, clicks through to an exchange, and keeps the run at its address', async () => {
    const page = await bench.open('/matrix')
    await page.getByText('Nothing was run yet').waitFor()
    await page.getByLabel('Find a case').fill('captive')
    await page.getByRole('button', { name: 'Run the row captive-portal' }).click()
    await page.waitForURL(/\/matrix\/\w{13}$/)
    await page.getByRole('heading', { name: /Every invariant held, in 1\d cases/ }).waitFor()
    const square = page.getByRole('button', { name: /^captive-portal, VTEX: 4 held captured/ })
    await square.click()
    await page.getByRole('complementary', { name: 'captive-portal, vtex' }).waitFor()
    await page.getByRole('button', { name: 'capture, once, money moved', exact: true }).click()
    await page.locator('.cell-panel .exchange-head').first().click()
    await page.locator('.cell-panel').getByText('88 characters that are not JSON').waitFor()
    expect(page.url()).toMatch(/cell=fault%2Fcaptive-portal%2Fvtex/)

    await page.keyboard.press('Escape')
    await page.locator('.cell-panel').waitFor({ state: 'detached' })
    await bench.restart()
    await page.reload()
    await page.getByRole('button', { name: /^captive-portal, VTEX: 4 held captured/ }).click()
    await page.getByRole('button', { name: 'capture, once, money moved', exact: true }).click()
    await page.getByText('are kept while the harness runs').waitFor()
    expect(bench.troubles).toEqual([])
  })

  it('runs one cell, and everything until it is stopped', async () => {
    const page = await bench.open('/matrix?cell=scenario%2Fapproved%2Fmercadopago')
    await page.getByRole('button', { name: /^Run this one/ }).click()
    await page.getByRole('heading', { name: 'Every invariant held, in 1 cases' }).waitFor()
    await page.getByRole('button', { name: 'Run all' }).click()
    await page.getByRole('heading', { name: /of \d{3,} cases/ }).waitFor()
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('stopped before its end').waitFor()
    await page.getByRole('button', { name: 'Run all' }).waitFor()
    expect(bench.troubles).toEqual([])
  })

  it.each([
    ['HTML', /<title>Every invariant held/],
    ['JUnit XML', /<testsuites name="@cap matrix" tests="\d+" failures="0"/],
    ['JSON', /"violated": 0/],
  ])('saves a run as %s', async (name, content) => {
    const page = await bench.open('/matrix')
    const saved = page.waitForEvent('download')
    await page.getByRole('link', { name, exact: true }).click()
    const file = await (await saved).path()
    expect(readFileSync(file, 'utf8')).toMatch(content)
  })
})
