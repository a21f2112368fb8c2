import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describePage } from '../__fixtures__/browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const token = 'payer-token-of-a-buyer-93fd'
const header = 'amount,currency,reference,payer-token'
const rows = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `1${index % 10}.00,BRL,${name}-${index},${token}${index}`)

function file(name: string, lines: readonly string[]) {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(`${lines.join('\n')}\n`) }
}

async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const { violations } = await page.evaluate<AxeResults>('axe.run()')
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** For whoever wants to look: `CAP_SHOTS=<folder>`. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.CAP_SHOTS ?? ''
  if (folder !== '') writeFileSync(join(folder, `${name}.png`), await page.screenshot({ fullPage: true }))
}

/** A table too wide for the page scrolls by itself. */
async function fits(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
}

function everything(path: string): Buffer {
  if (!statSync(path).isDirectory()) return readFileSync(path)
  return Buffer.concat(readdirSync(path).map((name) => everything(join(path, name))))
}

describePage('batches', (bench) => {
  it.each([
    ['light', 1440],
    ['dark', 360],
  ] as const)(
    'upload, bad rows, run with a fault, report, reconcile: %s, %i pixels wide',
    async (colorScheme, width) => {
      const name = `journey-${width}`
      const page = await bench.open('/batches', {
        colorScheme,
        viewport: { width, height: 900 },
        acceptDownloads: true,
      })
      const seen: string[] = []
      const look = async (as: string) => {
        await shoot(page, `${as}-${width}`)
        seen.push(await page.content())
        await fits(page)
        expect(await findings(page), as).toEqual([])
      }
      await page.getByRole('heading', { name: 'New batch' }).waitFor()
      await page.getByRole('button', { name: 'Start the batch' }).click()
      await page.getByText('Choose a file first.').waitFor()
      await page.getByText('The ledger is opening').waitFor({ state: 'detached', timeout: 60_000 })
      await look('empty')

      await page.getByLabel('File', { exact: true }).setInputFiles({ ...file('rows.xlsx', ['x']), name: 'rows.xlsx' })
      await page.getByText('must be a .csv file').waitFor()
      const bad = ['ten,BRL,bad-1,x', '12.00,XX,bad-2,x', `12.00,BRL,,${token}`, `${token},BRL,bad-3,x`]
      await page
        .getByLabel('File', { exact: true })
        .setInputFiles(file(`${name}.csv`, [header, ...rows(name, 60), ...bad]))
      await page.getByText(`${name}.csv`).waitFor()
      await page.getByText('Guards', { exact: true }).click()
      await page.getByLabel('Rows that are accepted').fill('61')
      await page.getByRole('button', { name: 'Check, send nothing' }).click()
      await page.getByRole('alert').getByText('61').waitFor()
      await page.getByLabel('Rows that are accepted').fill('60')
      await page.getByRole('button', { name: 'Check, send nothing' }).click()
      await page.getByText('60 of 64 rows would be captured').waitFor()
      expect(await page.getByRole('row', { name: '62 amount must be plain decimal text' }).count()).toBe(1)
      await look('checked')

      await page.getByText('What goes wrong', { exact: true }).click()
      await page.getByLabel('Fault of the wire').selectOption('close-after-request')
      await page.getByLabel('Strikes every so manieth capture').fill('9')
      await page.getByText('How fast', { exact: true }).click()
      await page.getByLabel('A second, at most').fill('25')
      await page.getByRole('button', { name: 'Start the batch' }).click()
      await page.getByRole('heading', { name: `${name}.csv` }).waitFor()
      await page.getByText(/\d+ s left/).waitFor()
      await page.locator('.throughput-plot canvas').waitFor()
      await look('sending')
      await page.locator('.batch-head .pill').getByText('Done', { exact: true }).waitFor({ timeout: 60_000 })
      await page.getByText('It agrees with the emulator’s book').waitFor()
      await page.getByRole('heading', { name: 'Report', exact: true }).waitFor()
      await look('done')

      for (const format of ['HTML', 'JSON', 'CSV']) {
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('link', { name: format, exact: true }).click(),
        ])
        expect(download.suggestedFilename()).toBe(`${name}.csv.${format.toLowerCase()}`)
        const text = readFileSync((await download.path()) ?? '', 'utf8')
        expect(text).toContain(`${name}-59`)
        seen.push(text)
      }

      const settled = rows(name, 59).map((row, index) => `${row.split(',')[2]},1${index % 10}.00,BRL`)
      await page
        .getByLabel('Settlement report')
        .setInputFiles(file('settled.csv', ['order,gross,cur', ...settled, 'nobody-1,5.00,BRL']))
      await page.getByLabel('Column of the payment').fill('order')
      await page.getByLabel('Column of the amount').fill('gross')
      await page.getByLabel('Column of the currency').fill('cur')
      await page.getByRole('button', { name: 'Compare' }).click()
      await page.getByText('Does not agree').waitFor()
      expect(await page.getByRole('row', { name: /Missing there/ }).textContent()).toContain(`${name}-59`)
      expect(await page.getByRole('row', { name: /Extra there/ }).textContent()).toContain('nobody-1')
      await look('reconciled')

      await page.getByLabel('State').selectOption('captured')
      await page.getByRole('link', { name: 'Trail of line 2', exact: true }).click()
      await page.getByRole('heading', { name: 'Audit trail' }).waitFor()
      await page.getByText('Intent', { exact: true }).waitFor()
      await look('trail')
      expect(seen.join('\n')).not.toContain(token)
      expect(bench.troubles).toEqual([])
    },
    120_000,
  )

  it('does without the chart when that cannot be fetched', async () => {
    const page = await bench.open('/batches')
    await page.route(/throughput-chart/, (route) => route.abort())
    await page.getByRole('link', { name: /journey-1440/ }).click()
    await page.getByText('This part of the page is missing').waitFor()
    await page.getByRole('heading', { name: 'Report', exact: true }).waitFor()
    expect(await findings(page)).toEqual([])
    await shoot(page, 'without-chart')
    // Refused on purpose.
    bench.troubles.length = 0
    await page.unroute(/throughput-chart/)
    await page.getByRole('button', { name: 'Load the page again' }).click()
    await page.locator('.throughput-plot canvas').waitFor()
    expect(bench.troubles).toEqual([])
  })

  it('stops with the harness, goes on after it, and lets a person decide what stays open', async () => {
    const page = await bench.open('/batches')
    await page.getByLabel('File', { exact: true }).setInputFiles(file('later.csv', [header, ...rows('later', 40)]))
    await page.getByText('later.csv').waitFor()
    await page.getByText('How fast', { exact: true }).click()
    await page.getByLabel('A second, at most').fill('10')
    await page.getByRole('button', { name: 'Start the batch' }).click()
    await page.locator('.throughput-plot canvas').waitFor()
    await bench.restart()
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('It agrees with the emulator’s book').waitFor({ timeout: 60_000 })

    await page.getByRole('link', { name: 'All batches' }).click()
    await page.getByText('later.csv').waitFor()
    await page.getByLabel('File', { exact: true }).setInputFiles(file('open.csv', [header, ...rows('open', 1)]))
    await page.locator('.file-drop').getByText('open.csv').waitFor()
    await page.getByText('What goes wrong', { exact: true }).click()
    await page.getByLabel('Fault of the wire').selectOption('close-after-request')
    await page.getByLabel('Strikes every so manieth capture').fill('1')
    await page.getByRole('button', { name: 'Start the batch' }).click()
    await page.getByText('Everything was sent.').waitFor({ timeout: 30_000 })
    await shoot(page, 'asking')
    await page.getByRole('link', { name: 'Trail of line 2' }).click()
    await page.getByText('The money moved').click()
    await page.getByRole('button', { name: 'Decide' }).click()
    await page.getByRole('alert').or(page.locator('.error')).first().waitFor()
    await page.getByLabel('Evidence').fill('line 7 of the settlement report')
    await page.getByLabel('Your name').fill('Ana')
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Decide' }).click()
    await page.getByText('Decided by Ana: line 7').waitFor()
    await page.locator('.audit').getByText('Decided', { exact: true }).waitFor()
    await shoot(page, 'decided')
    expect(bench.troubles).toEqual([])
  }, 120_000)

  it.each([
    ['es-ES', 'Lotes', 'Tomar un ejemplo de 200 filas', 'Iniciar el lote', 'Terminado'],
    ['pt-BR', 'Lotes', 'Usar um exemplo de 200 linhas', 'Iniciar o lote', 'Concluído'],
  ])(
    'begins with an example, by keyboard: %s',
    async (locale, title, example, start, done) => {
      const page = await bench.open('/batches', { locale })
      await page.getByRole('heading', { name: title, exact: true }).waitFor()
      await page.getByRole('button', { name: example }).focus()
      await page.keyboard.press('Enter')
      await page.locator('.file-drop.filled').waitFor()
      await page.getByRole('button', { name: start }).focus()
      await page.keyboard.press('Enter')
      await page.locator('.batch-head .pill').getByText(done, { exact: true }).waitFor({ timeout: 60_000 })
      await page.locator('.batch-head .check-good').waitFor()
      expect(bench.troubles).toEqual([])
    },
    90_000,
  )

  it('leaves no payer token on the disk, nor in a log', () => {
    expect(everything(bench.folder).includes(token)).toBe(false)
    expect(bench.log.join('\n')).not.toContain(token)
  })
})
