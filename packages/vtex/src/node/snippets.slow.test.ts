import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { paymentId, settlementBody } from '../connector/__fixtures__/world.ts'

const root = join(import.meta.dirname, '..', '..')
// Inside the package, so that its own name and its dependencies resolve; reports are no part of the repository.
const folder = join(root, '.reports', 'snippets')
const secrets = {
  MP_ACCESS_TOKEN: 'TEST-8765432109876543-112233-9f8e7d6c5b4a39281706f5e4d3c2b1a0-441122',
  PIPWAVE_API_KEY: 'snippet-key-0123456789012345678901234567',
  PIPWAVE_API_SECRET: 'snippet-secret-that-must-never-be-said',
  MP_PAYER_TOKEN: 'b7d2f0c94e6a4f1fa3c5d8e9f0a1b2c3',
  VTEX_APP_KEY: 'vtexappkey-my-store',
  VTEX_APP_TOKEN: 'snippet-token',
}
const headers = {
  'content-type': 'application/json',
  'x-vtex-api-appkey': secrets.VTEX_APP_KEY,
  'x-vtex-api-apptoken': secrets.VTEX_APP_TOKEN,
}

/** Puts the emulators in the place of Mercado Pago and pipwave, and nothing else. What pipwave has captured is printed. */
const emulating = `
import { createMercadoPagoEmulator } from '@cap/mercadopago/emulator'
import { createPipwaveEmulator } from '@cap/pipwave/emulator'
const mercadopago = createMercadoPagoEmulator()
const pipwave = createPipwaveEmulator({ apiKey: process.env.PIPWAVE_API_KEY, apiSecret: process.env.PIPWAVE_API_SECRET })
pipwave.addPayment({ pwId: 'PW1', txnId: '${paymentId}', total: '100.00', currency: 'MYR' })
const { fetch } = globalThis
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init)
  if (request.url.startsWith('https://api.mercadopago.com/')) return mercadopago.fetch(request)
  if (!request.url.startsWith('https://staging-api.pipwave.com/payment')) return fetch(request)
  const answer = await pipwave.fetch(request)
  console.log('book', JSON.stringify(pipwave.book().map(({ amount }) => amount)))
  return answer
}
`

const children: ChildProcess[] = []

beforeAll(() => {
  const require = createRequire(import.meta.url)
  for (const used of [require.resolve('express'), require.resolve('hono')]) expect(used).toContain('node_modules')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const document = readFileSync(join(root, 'CONNECTOR.md'), 'utf8')
  for (const [, name, text] of document.matchAll(/^```ts ([\w.]+)\n([\s\S]*?)^```/gm)) {
    writeFileSync(join(folder, String(name)), String(text))
  }
  writeFileSync(join(folder, 'emulating.mjs'), emulating)
})

afterAll(() => {
  for (const child of children) child.kill()
  rmSync(folder, { recursive: true, force: true })
})

function node(file: string, env: Readonly<Record<string, string>>): ChildProcess {
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--conditions=@cap/source', '--import', './emulating.mjs', file],
    { cwd: folder, env: { ...process.env, ...secrets, ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  children.push(child)
  return child
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function settle(url: string, fields: Readonly<Record<string, unknown>> = {}): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await fetch(url, { method: 'POST', headers, body: JSON.stringify(settlementBody(fields)) })
    } catch (error) {
      if (attempt > 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

describe('CONNECTOR.md', () => {
  it.each([
    ['node.ts', ''],
    ['hono.ts', '/ppp'],
    ['express.ts', '/ppp'],
  ])('serves by %s', { timeout: 60_000 }, async (file, prefix) => {
    const port = await freePort()
    const child = node(file, { PORT: String(port) })
    const url = `http://127.0.0.1:${port}${prefix}/payments/${paymentId}/settlements`
    const first = await settle(url)
    const text = await first.text()
    expect([first.status, JSON.parse(text)]).toMatchObject([200, { value: 45, settleId: expect.any(String) }])
    expect(await (await settle(url)).text()).toBe(text)
    const manifest = await fetch(`http://127.0.0.1:${port}${prefix}/manifest`)
    expect(await manifest.json()).toEqual({ paymentMethods: [{ name: 'Mercado Pago', allowsSplit: 'disabled' }] })
    child.kill()
  })

  it('captures with pipwave by pipwave.ts: the whole once, and no part of it', { timeout: 60_000 }, async () => {
    const server = readFileSync(join(folder, 'node.ts'), 'utf8')
    writeFileSync(join(folder, 'node-pipwave.ts'), server.replace('./connector.ts', './pipwave.ts'))
    const port = await freePort()
    const child = node('node-pipwave.ts', { PORT: String(port) })
    let printed = ''
    child.stdout?.on('data', (chunk) => {
      printed += chunk
    })
    const url = `http://127.0.0.1:${port}/payments/${paymentId}/settlements`
    const part = await settle(url, { requestId: 'part', value: 45 })
    expect([part.status, await part.json()]).toMatchObject([500, { settleId: null, value: 0, code: 'not-sent' }])
    const whole = await settle(url, { requestId: 'whole', value: 100 })
    const text = await whole.text()
    expect([whole.status, JSON.parse(text)]).toMatchObject([200, { value: 100, settleId: expect.any(String) }])
    expect(await (await settle(url, { requestId: 'whole', value: 100 })).text()).toBe(text)
    expect(await (await settle(url, { requestId: 'other', value: 1 })).json()).toMatchObject({
      code: 'amount-exceeded',
    })
    const books = [...printed.matchAll(/^book (.*)$/gm)].map(([, book]) => JSON.parse(String(book)))
    expect(books.at(-1)).toEqual([{ amount: '100.00', currency: 'MYR' }])
    child.kill()
  })

  it.each(['bun.ts', 'deno.ts', 'worker.ts'])('exports by %s what answers requests', async (file) => {
    const call = `
      import handler from './${file}'
      const request = new Request('https://p.example/payments/${paymentId}/settlements', {
        method: 'POST', headers: ${JSON.stringify(headers)}, body: ${JSON.stringify(JSON.stringify(settlementBody()))},
      })
      const response = await handler.fetch(request, {}, { waitUntil() {} })
      console.log(response.status, await response.text())
    `
    writeFileSync(join(folder, `call-${file.replace('.ts', '.mjs')}`), call)
    const child = node(`call-${file.replace('.ts', '.mjs')}`, {})
    let said = ''
    for await (const chunk of child.stdout ?? []) said += String(chunk)
    expect(said).toMatch(/^200 .*"value":45/)
  })
})
