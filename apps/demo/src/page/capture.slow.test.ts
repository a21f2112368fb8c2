import { expect, it } from 'vitest'
import { describePage } from '../__fixtures__/browser.ts'

const languages = [
  ['en-US', 'Send the capture', 'Money moved', 'Agrees with what the caller was told'],
  ['es-AR', 'Enviar la captura', 'El dinero se movió', 'Coincide con lo que se informó'],
  ['pt-BR', 'Enviar a captura', 'O dinheiro se moveu', 'Coincide com o que foi informado'],
] as const

describePage('making a capture', (bench) => {
  it.each(languages)(
    'shows the verdict and the book, in the language of the browser: %s',
    async (locale, send, moved, agrees) => {
      const page = await bench.open('/', { locale })
      await page.getByRole('button', { name: send }).click()
      await page.getByRole('heading', { name: moved }).waitFor()
      await page.getByText(agrees).waitFor()
      await page.getByText('700.50 BRL', { exact: true }).first().waitFor()
      expect(await page.locator('html').getAttribute('lang')).toBe(locale.slice(0, 2))
      expect(page.url()).toMatch(/\/capture\/mercadopago\?run=\w{13}$/)
      expect(bench.troubles).toEqual([])
    },
  )

  it('says beside the field what is wrong with it, goes there, and sends nothing', async () => {
    const page = await bench.open('/capture/mercadopago')
    await page.getByLabel('Amount').fill('1.234,5')
    await page.getByRole('button', { name: 'Send the capture' }).click()
    await page.getByText('must be plain decimal text').waitFor()
    expect(await page.getByLabel('Amount').evaluate((input) => input === document.activeElement)).toBe(true)
    expect(await page.getByLabel('Amount').getAttribute('aria-invalid')).toBe('true')
    expect(page.url()).not.toContain('run=')
  })

  it('plays a fault by its name, and asks the provider how it ended', async () => {
    const page = await bench.open('/capture/vtex')
    await page.getByLabel('The network does').first().fill('captive')
    await page.getByText('captive-portal').click()
    await page.getByText('Before the money moves').click()
    await page.getByText('Every attempt').click()
    expect(page.url()).toContain('fault=captive-portal&moved=no&always=yes')
    await page.getByRole('button', { name: 'Send the capture' }).click()
    await page.getByRole('heading', { name: 'Not known yet' }).waitFor()
    await page.getByText('Nothing: the emulator’s book').waitFor()
    await page.locator('.invariants .unknown dd').getByText('1', { exact: true }).waitFor()

    await page.getByRole('button', { name: 'Resolve by replaying' }).click()
    await page.getByRole('heading', { name: 'Money moved' }).waitFor()
    await page.locator('.invariants').getByText('Every invariant held').waitFor()
    expect(await page.locator('.call').count()).toBe(2)
    expect(bench.troubles).toEqual([])
  })

  it('shows pipwave’s signed text, and what each attempt sent otherwise than the one before', async () => {
    const page = await bench.open('/capture/pipwave?fault=no-answer')
    await page.getByRole('button', { name: 'Send the capture' }).click()
    await page.getByRole('heading', { name: 'Money moved' }).waitFor()
    await page.locator('.exchange-head').nth(1).click()
    await page.getByText(/action:capture-paymentapi_key:\[hidden\]api_secret:\[hidden\]capture_amount:19\.99/).waitFor()
    await page.getByText('body.action').waitFor()
    await page.getByRole('radio', { name: 'Raw', exact: true }).check({ force: true })
    await page.getByText('POST / HTTP/1.1').waitFor()
  })

  it('replays under the same key without moving anything again, and under a new key moves it again', async () => {
    const page = await bench.open('/capture/mercadopago')
    await page.getByRole('button', { name: 'Send the capture' }).click()
    await page.getByRole('button', { name: 'Replay, same key' }).click()
    await page.getByText('An earlier request had captured already').waitFor()
    expect(await page.locator('.movements li').count()).toBe(1)
    await page.getByRole('button', { name: 'Replay, new key' }).click()
    await page.getByText('new key after').waitFor()
    await page.getByRole('heading', { name: 'Money moved' }).waitFor()
    expect(await page.getByText('An earlier request had captured already').count()).toBe(0)
  })

  it('keeps a run at its address and in the history, over a restart', async () => {
    const page = await bench.open('/capture/mercadopago?scenario=insufficient-money')
    await page.getByRole('button', { name: 'Send the capture' }).click()
    await page.getByRole('heading', { name: 'Money did not move' }).waitFor()
    await page.getByRole('link', { name: 'Permalink' }).click()
    await page.waitForURL(/\/runs\/\w{13}$/)
    await bench.restart()
    await page.reload()
    await page.getByRole('heading', { name: 'Money did not move' }).waitFor()
    await page.getByText('The emulator of this run ended with its session').waitFor()

    await page.getByRole('link', { name: 'History' }).click()
    await page.getByLabel('Outcome').selectOption('declined')
    await page.waitForURL(/ending=declined/)
    await expect.poll(() => page.locator('.run-row').count()).toBe(1)
    await page.locator('.run-row a').click()
    await page.getByRole('heading', { name: 'Money did not move' }).waitFor()
  })

  it('remembers language and theme', async () => {
    const page = await bench.open('/history')
    await page.getByLabel('Language').selectOption('pt')
    await page.getByRole('heading', { name: 'Histórico' }).waitFor()
    await page.getByRole('button', { name: /^Tema/ }).click()
    await page.getByRole('button', { name: /^Tema: claro/ }).click()
    await page.reload()
    await page.getByRole('heading', { name: 'Histórico' }).waitFor()
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(await page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe('dark')
  })
})
