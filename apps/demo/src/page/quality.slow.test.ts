import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, inject, it } from 'vitest'
import { describePage } from '../__fixtures__/browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds: its name, and where. */
async function findings(page: Page): Promise<string[]> {
  // Not as a script element: the policy of the page would refuse it, as it should.
  await page.evaluate(axe)
  const { violations } = await page.evaluate<AxeResults>('axe.run()')
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

describePage('the page', (bench) => {
  it.each([
    ['light', 360],
    ['dark', 1440],
  ] as const)('is accessible: axe finds nothing, %s, %i pixels wide', async (colorScheme, width) => {
    const page = await bench.open('/capture/pipwave?fault=no-answer', { colorScheme, viewport: { width, height: 900 } })
    await page.getByText('More fields').click()
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Send the capture' }).click()
    await page.getByRole('heading', { name: 'Money moved' }).waitFor()
    await page.locator('.exchange-head').nth(1).click()
    expect(await findings(page)).toEqual([])
    await page.getByLabel('Amount').fill('x')
    await page.getByRole('button', { name: 'Send the capture' }).click()
    await page.getByText('must be plain decimal text').waitFor()
    expect(await findings(page)).toEqual([])
    await page.getByRole('link', { name: 'History' }).click()
    await page.locator('.run-row').first().waitFor()
    expect(await findings(page)).toEqual([])
    await page.getByRole('link', { name: 'Matrix' }).click()
    await page.getByLabel('Find a case').fill('bare-413')
    await page.getByRole('button', { name: 'Run the row bare-413' }).click()
    await page.getByRole('heading', { name: /Every invariant held/ }).waitFor()
    await page.getByRole('button', { name: /^bare-413, VTEX/ }).click()
    expect(await findings(page)).toEqual([])
    await page.getByRole('link', { name: 'VTEX', exact: true }).click()
    await page.getByRole('button', { name: 'Send the four test cards' }).click()
    await page.getByRole('heading', { name: /Conformant/ }).waitFor()
    expect(await findings(page)).toEqual([])
    await page.getByRole('link', { name: 'Notifications' }).click()
    await page.getByText('Wrong secret').click()
    await page.getByRole('button', { name: 'Sign and send' }).click()
    await page.locator('.received').first().waitFor()
    expect(await findings(page)).toEqual([])
  })

  it.each(['/capture/pipwave', '/history', '/matrix', '/vtex', '/notifications', '/nothing/here'])(
    'fits into 360 pixels: %s',
    async (path) => {
      const page = await bench.open(path, { viewport: { width: 360, height: 740 } })
      await page.locator('main h1, main h2').first().waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    },
  )

  it.each([360, 1440])('keeps the invariants in view however far one scrolls: %i pixels wide', async (width) => {
    const page = await bench.open('/matrix', { viewport: { width, height: 700 } })
    await page.getByRole('heading', { name: 'What callers do' }).scrollIntoViewIfNeeded()
    const box = await page.locator('.invariants').boundingBox()
    expect(box?.y).toBeGreaterThanOrEqual(0)
    expect(box?.y).toBeLessThan(100)
  })

  it('can be driven by keyboard alone, the focus always in view', async () => {
    const page = await bench.open('/capture/vtex')
    await page.getByRole('heading', { name: 'Make a capture' }).waitFor()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
    const seen = new Set<string>()
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab')
      const focus = await page.evaluate(() => {
        const active = document.activeElement
        const box = (active?.closest('label') ?? active)?.getBoundingClientRect()
        const visible = box !== undefined && box.width > 0 && box.bottom > 0 && box.top < innerHeight
        return { name: active?.textContent?.trim() || active?.getAttribute('aria-label') || active?.id || '', visible }
      })
      expect(focus.visible, focus.name).toBe(true)
      seen.add(focus.name)
      if (focus.name === 'Send the capture') break
    }
    expect([...seen]).toContain('Send the capture')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Money moved' }).waitFor()
  })

  it('says that the harness is gone, and goes on when it is back', async () => {
    const page = await bench.open('/history')
    await page.getByRole('heading', { name: 'History' }).waitFor()
    await bench.restart()
    await page
      .getByText('The harness does not answer')
      .waitFor({ state: 'attached' })
      .catch(() => {})
    await page.getByText('The harness does not answer').waitFor({ state: 'detached' })
    await page.locator('.run-row').first().waitFor()
  })

  it('weighs at most 250 KB compressed on all of its pages together, without charts and diagrams', async () => {
    const page = await bench.open('/capture/vtex')
    const loaded = new Set<string>()
    page.on('request', (request) => loaded.add(new URL(request.url()).pathname))
    await page.reload()
    await page.getByRole('button', { name: 'Send the capture' }).click()
    await page.getByRole('heading', { name: 'Money moved' }).waitFor()
    for (const place of ['Matrix', 'VTEX', 'Notifications', 'History']) {
      await page.getByRole('link', { name: place, exact: true }).click()
      await page.getByRole('heading', { name: place, level: 1 }).waitFor()
    }
    const folder = inject('page')
    const sizes = [...loaded].flatMap((path) => {
      const file = join(folder, extname(path) === '' ? 'index.html' : path)
      if (path.startsWith('/api/')) return []
      const content = readFileSync(file)
      return [[file, file.endsWith('.woff2') ? content.length : gzipSync(content, { level: 9 }).length] as const]
    })
    const files = new Map(sizes)
    const bytes = [...files.values()].reduce((sum, size) => sum + size, 0)
    console.log(`the page weighs ${(bytes / 1024).toFixed(0)} KB compressed, in ${files.size} files`)
    expect(files.size).toBeGreaterThan(4)
    expect(bytes).toBeLessThanOrEqual(250 * 1024)
  })

  it('made no trouble in any of this', () => {
    expect(bench.troubles).toEqual([])
    expect(bench.log).toEqual([])
  })
})
