import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { describePage } from '../__fixtures__/browser.ts'
import { startConnector } from '../vtex-bench/embedded-connector.ts'

describePage('VTEX', (bench) => {
  it.each([
    ['Mercado Pago (BRL)', '45.00 BRL', 'mercadopago · capture()'],
    ['pipwave (MYR)', '45.00 MYR', 'pipwave · capture()'],
  ])('carries a settlement through the bridge, and shows both hops: %s', async (behind, amount, inner) => {
    const page = await bench.open('/vtex')
    await page.getByText(behind).click()
    await page.getByLabel('What goes wrong').selectOption('no-answer')
    await page.getByRole('button', { name: 'Ask to settle' }).click()
    await page.getByRole('heading', { name: 'Money moved' }).waitFor()
    await page.getByText('Agrees with what the caller was told').waitFor()
    await page.getByText(amount, { exact: true }).first().waitFor()
    await page.locator('.call.inner').getByText(inner).first().waitFor()
    expect(await page.locator('.movements li').count()).toBe(1)
    expect(bench.troubles).toEqual([])
  })

  it('says beside the amount what is wrong with it', async () => {
    const page = await bench.open('/vtex')
    await page.getByLabel('Amount').fill('0')
    await page.getByRole('button', { name: 'Ask to settle' }).click()
    await page.locator('.field .error').waitFor()
    expect(await page.getByLabel('Amount').getAttribute('aria-invalid')).toBe('true')
  })

  it('plays every rule against the embedded connector, with live results', async () => {
    const page = await bench.open('/vtex')
    await page.getByRole('button', { name: 'Play everything' }).click()
    await page.getByText(/\d+ checks so far/).waitFor()
    await page.getByRole('heading', { name: /Conformant: 8\d checks passed/ }).waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: /settle\.replay-moves-once/ }).click()
    await page.getByText('/settlements').first().waitFor()
    expect(bench.troubles).toEqual([])
  })

  it('sends the four test cards to a connector at an address', async () => {
    const connector = await startConnector({ bridge: 'mercadopago' })
    const page = await bench.open('/vtex')
    await page.getByText('By address').click()
    await page.getByLabel('Service URL').fill(connector.url)
    await page.getByRole('button', { name: 'Send the four test cards' }).click()
    await page.getByText(`Against: ${connector.url}`).waitFor()
    // Without its pair, which only the environment has, nothing is let in: the connector is right to refuse.
    await page.getByRole('heading', { name: /are not in order/ }).waitFor({ timeout: 60_000 })
    await connector.close()
  })

  it('calls no other machine, and finds what is wrong with a connector that is none', async () => {
    const page = await bench.open('/vtex')
    await page.getByText('By address').click()
    await page.getByLabel('Service URL').fill('https://connector.example')
    await page.getByRole('button', { name: 'Play everything' }).click()
    await page.getByText('start the harness with --allow-remote').waitFor()

    const other = createServer((_, response) => void response.end('hello')).listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    await page.getByLabel('Service URL').fill(`http://127.0.0.1:${port}`)
    await page.getByRole('button', { name: 'Send the four test cards' }).click()
    await page.getByRole('heading', { name: /are not in order|could not be played/ }).waitFor({ timeout: 60_000 })
    other.close()
  })
})
