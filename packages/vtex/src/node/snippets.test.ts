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
  MP_PAYER_TOKEN: 'b7d2f0c94e6a4f1fa3c5d8e9f0a1b2c3',
  VTEX_APP_KEY: 'vtexappkey-my-store',
  VTEX_APP_TOKEN: 'snippet-token',
}
const headers = {
  'content-type': 'application/json',
  'x-vtex-api-appkey': secrets.VTEX_APP_KEY,
  'x-vtex-api-apptoken': secrets.VTEX_APP_TOKEN,
}

/** Puts the emulator in the place of Mercado Pago, and nothing else. */
const emulating = `
import { createMercadoPagoEmulator } from '@cap/mercadopago/emulator'
const emulator = createMercadoPagoEmulator()
const { fetch } = globalThis
globalThis.fetch = (input, init) => {
  const request = new Request(input, init)
  return request.url.startsWith('https://api.mercadopago.com/') ? emulator.fetch(request) : fetch(request)
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

async function settle(url: string): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await fetch(url, { method: 'POST', headers, body: JSON.stringify(settlementBody()) })
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
