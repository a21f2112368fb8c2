import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describePage } from '../__fixtures__/browser.ts'
import { sandboxSecrets, sandboxVariables, startStandIn } from '../__fixtures__/stand-in-sandbox.ts'
import { defects } from '../api/notification.ts'
import type { RunList } from '../api/run.ts'
import { notificationKeys } from '../notifications/keys.ts'
import { providers } from '../providers/providers.ts'
import { bridgeSecrets } from '../vtex-bench/embedded-connector.ts'

const typed = 'payer-token "typed"/by&hand+1'
const environment: Record<string, string> = { ...sandboxVariables }
let standIn: Awaited<ReturnType<typeof startStandIn>>

beforeAll(async () => {
  standIn = await startStandIn()
  environment.CAP_MERCADOPAGO_BASE_URL = standIn.url
})

afterAll(() => standIn.close())

/** Every secret that is used here, in every spelling it may have in a text. */
const secrets = [
  typed,
  ...sandboxSecrets,
  ...bridgeSecrets,
  ...Object.values(notificationKeys({})),
  ...providers.flatMap((provider) => [...provider.secrets, ...provider.stage().secrets]),
].flatMap((secret) => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
])

function found(text: string): readonly string[] {
  return [...new Set(secrets.filter((secret) => text.includes(secret)))]
}

describePage(
  'a whole session',
  (bench) => {
    const said: { readonly where: string; readonly text: string }[] = []
    const headers = { 'content-type': 'application/json' }
    const ask = async (path: string, body?: unknown): Promise<string> => {
      const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) }
      const text = await (await fetch(bench.url + path, init)).text()
      said.push({ where: path, text })
      return text
    }
    const settled = async () => {
      await expect
        .poll(
          async () =>
            (JSON.parse(await ask('/api/runs?limit=99')) as RunList).runs.every(({ state }) => state === 'finished'),
          {
            timeout: 60_000,
            interval: 300,
          },
        )
        .toBe(true)
    }

    it('is held: captures, faults, sandboxes, replays, the matrix, VTEX, notifications', async () => {
      const page = await bench.open('/capture/mercadopago')
      page.on('response', async (response) => {
        const text = await response.text().catch(() => '')
        if (!response.url().includes('/assets/')) said.push({ where: response.url(), text })
      })
      await page.getByText('More fields').click()
      await page.getByLabel('Payer token').fill(typed)
      await page.getByRole('button', { name: 'Send the capture' }).click()
      await page.getByRole('heading', { name: /^Money/ }).waitFor()
      said.push({ where: 'the page after a capture', text: await page.locator('.result').innerHTML() })

      const values = { amount: '12.50', currency: 'BRL' }
      for (const { name } of providers) {
        await ask('/api/captures', { provider: name, values })
        await ask('/api/captures', { provider: name, values, fault: { name: 'wrong-types', always: true } })
        await ask('/api/captures', { provider: name, values: { ...values, amount: typed } })
      }
      await ask('/api/captures', {
        provider: 'mercadopago',
        values: { ...values, 'payer-token': typed, request: JSON.stringify({ payerToken: typed }) },
      })
      await ask('/api/captures', { provider: 'mercadopago', target: 'sandbox', values })
      await settled()
      const { runs } = JSON.parse(await ask('/api/runs?limit=99')) as RunList
      for (const { id, provider } of runs) {
        const secret = provider === 'mercadopago' ? { 'payer-token': typed, request: '' } : {}
        await ask(`/api/runs/${id}/resolve`, { how: 'read', values: secret })
        await ask(`/api/runs/${id}/replay`, { how: 'same-key', values: secret })
      }
      for (const bridge of ['mercadopago', 'pipwave']) {
        await ask('/api/vtex/settlements', { bridge, amount: '5.00', fault: { name: 'bad-json' } })
      }
      await ask('/api/vtex/conformance', { bridge: 'mercadopago', part: 'all' })
      for (const provider of ['mercadopago', 'pipwave']) {
        for (const defect of defects) await ask('/api/notifications', { provider, defect })
        await ask('/api/notifications', { provider, defect: 'none', url: `${standIn.url}/echo` })
      }
      await ask('/api/matrix', { faults: ['wrong-types'], scenarios: ['approved'] })
      await settled()
      await expect
        .poll(async () => (JSON.parse(await ask('/api/matrix')) as { runs: { state: string }[] }).runs[0]?.state, {
          timeout: 60_000,
        })
        .toBe('finished')
    })

    it('shows no secret on any page, in any answer or export, in the history or in the log', async () => {
      const { runs } = JSON.parse(await ask('/api/runs?limit=99')) as RunList
      const matrix = JSON.parse(await ask('/api/matrix')) as { runs: { id: string }[] }
      expect(runs.length).toBeGreaterThan(15)
      for (const { id } of runs) await ask(`/api/runs/${id}`)
      for (const { id } of matrix.runs) {
        for (const format of ['xml', 'json', 'html']) await ask(`/api/matrix/${id}/report.${format}`)
        const { results } = JSON.parse(await ask(`/api/matrix/${id}`)) as { results: { id: string }[] }
        for (const result of results) await ask(`/api/matrix/${id}/cell?id=${encodeURIComponent(result.id)}`)
      }
      for (const path of [
        '/api/status',
        '/api/catalogue',
        '/api/openapi.json',
        '/api/notifications',
        '/api/vtex/conformance',
      ])
        await ask(path)
      const paths = [
        '/capture/vtex',
        '/matrix',
        '/vtex',
        '/notifications',
        '/history',
        ...runs.map(({ id }) => `/runs/${id}`),
      ]
      const page = await bench.open('/')
      for (const path of paths) {
        await page.goto(bench.url + path)
        await page.locator('main h1').first().waitFor()
        await page.waitForLoadState('networkidle').catch(() => {})
        await page.locator('.exchange-head[aria-expanded="false"]').evaluateAll((heads) => {
          for (const head of heads) (head as HTMLElement).click()
        })
        said.push({ where: path, text: await page.content() })
      }
      expect(said.length).toBeGreaterThan(100)
      expect(said.flatMap(({ where, text }) => found(text).map((secret) => `${where}: ${secret}`))).toEqual([])
      expect(found(bench.log.join('\n'))).toEqual([])

      await page.close()
      await bench.close()
      const files = readdirSync(bench.folder, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      )
      expect(files.length).toBeGreaterThan(100)
      for (const { parentPath, name } of files) {
        const text = readFileSync(join(parentPath, name)).toString('latin1')
        expect(found(text), name).toEqual([])
      }
    })
  },
  { environment },
)
