import { expect, it } from 'vitest'
import { describePage } from '../__fixtures__/browser.ts'

describePage('the history', (bench) => {
  it('filters, and the address says by what', async () => {
    for (const path of ['/capture/mercadopago', '/capture/mercadopago?scenario=insufficient-money', '/capture/vtex']) {
      const page = await bench.open(path)
      await page.getByRole('button', { name: 'Send the capture' }).click()
      await page.getByRole('heading', { name: /^Money/ }).waitFor()
    }
    const page = await bench.open('/history?provider=mercadopago')
    await expect.poll(() => page.locator('.run-row').count()).toBe(2)
    await page.getByLabel('Outcome').selectOption('captured')
    await expect.poll(() => page.locator('.run-row').count()).toBe(1)
    expect(page.url()).toContain('provider=mercadopago&ending=captured')
    await page.getByLabel('Fault').selectOption('no-answer')
    await page.getByText('No run is like this').waitFor()
    await page.goBack()
    await expect.poll(() => page.locator('.run-row').count()).toBe(1)
  })

  it('puts two runs side by side, and says what differs', async () => {
    const page = await bench.open('/history?provider=mercadopago')
    await page.getByRole('checkbox').first().check()
    await page.getByText('1 of 2 chosen').waitFor()
    await page.getByRole('checkbox').nth(1).check()
    await page.getByRole('link', { name: 'Compare the two' }).click()
    await page.waitForURL(/\/compare\?a=\w{13}&b=\w{13}$/)
    await page.getByRole('row', { name: /scenario — insufficient-money/ }).waitFor()
    await page.getByRole('row', { name: /ending captured declined/ }).waitFor()
    await page.getByRole('heading', { name: 'Money moved' }).waitFor()
    await page.getByRole('heading', { name: 'Money did not move' }).waitFor()
  })

  it('shows latency and outcomes over time, as pictures and as figures, loading the library only then', async () => {
    const page = await bench.open('/history')
    const loaded: string[] = []
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname))
    await page.locator('.run-row').first().waitFor()
    expect(loaded.filter((path) => path.includes('chart'))).toEqual([])
    await page.getByText('Latency and outcomes over time').click()
    await page.getByRole('row', { name: /^Captured 2 \d+ ms/ }).waitFor()
    expect(await page.locator('.chart canvas').count()).toBe(2)
    const drawn = await page
      .locator('.chart canvas')
      .first()
      .evaluate((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement
        const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? []
        return pixels.some((value) => value !== 0)
      })
    expect(drawn).toBe(true)
    const picture = () =>
      page
        .locator('.chart canvas')
        .first()
        .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())
    const before = await picture()
    await page.evaluate(() => {
      document.documentElement.dataset.theme = 'dark'
    })
    await expect.poll(picture).not.toBe(before)
    expect(bench.troubles).toEqual([])
  })
})
