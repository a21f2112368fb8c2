import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findRuntimes, type Runtime } from './binaries.ts'
import { stopAll } from './processes.ts'
import { type Served, secrets, serveSnippet } from './snippets.ts'

const paymentId = 'F5C1A4E20D3B4E07B7E871F5B5BC9F91'
const headers = {
  'content-type': 'application/json',
  'x-vtex-api-appkey': secrets.VTEX_APP_KEY,
  'x-vtex-api-apptoken': secrets.VTEX_APP_TOKEN,
}

const found = findRuntimes()
let served: ReadonlyMap<Runtime, Served>

beforeAll(async () => {
  const installed = found.filter(({ binary }) => 'path' in binary)
  served = new Map(
    await Promise.all(installed.map(async ({ runtime }) => [runtime, await serveSnippet(runtime)] as const)),
  )
}, 120_000)

afterAll(async () => {
  await stopAll()
  await Promise.all([...served.values()].map((one) => one.close()))
})

for (const { runtime, binary, title } of found) {
  describe.skipIf('missing' in binary)(`CONNECTOR.md, served by ${title}`, () => {
    const server = () => {
      const one = served.get(runtime)
      if (one === undefined) throw new Error(`${runtime} serves nothing`)
      return one
    }

    async function settle(fields: Readonly<Record<string, unknown>>, more: Readonly<Record<string, string>> = {}) {
      const response = await fetch(`${server().url}/payments/${paymentId}/settlements`, {
        method: 'POST',
        headers: { ...headers, ...more },
        body: JSON.stringify({
          transactionId: 'D3AA1FC8372E430E8236649DB5EBD08E',
          paymentId,
          authorizationId: '5784589',
          ...fields,
        }),
      })
      const text = await response.text()
      return { status: response.status, text, json: JSON.parse(text) as Readonly<Record<string, unknown>> }
    }
    const book = () =>
      server()
        .emulator.book()
        .map(({ amount }) => amount)

    test('answers what the merchant accepts', async () => {
      const manifest = await fetch(`${server().url}/manifest`)
      expect(manifest.status).toBe(200)
      expect(await manifest.json()).toEqual({ paymentMethods: [{ name: 'Mercado Pago', allowsSplit: 'disabled' }] })
      expect((await fetch(`${server().url}/nothing`)).status).toBe(404)
    })

    test('refuses a wrong credential, and moves nothing', async () => {
      const { status, text } = await settle({ requestId: 'wrong', value: 45 }, { 'x-vtex-api-apptoken': 'another' })
      expect(status).toBe(401)
      expect(text).not.toContain('another')
      expect(book()).toEqual([])
    })

    test('settles once, and gives the same bytes again', async () => {
      const first = await settle({ requestId: 'first', value: 45 })
      expect(first).toMatchObject({ status: 200, json: { paymentId, value: 45, settleId: expect.any(String) } })
      expect(await settle({ requestId: 'first', value: 45 })).toEqual(first)
      expect(book()).toEqual([{ amount: '45.00', currency: 'BRL' }])
    })

    test('settles once what comes many times at once', async () => {
      server().takes(200)
      const answers = await Promise.all(Array.from({ length: 8 }, () => settle({ requestId: 'at-once', value: 20 })))
      server().takes(0)
      for (const { status } of answers) expect([200, 500]).toContain(status)
      const after = await settle({ requestId: 'at-once', value: 20 })
      expect(after).toMatchObject({ status: 200, json: { value: 20, settleId: expect.any(String) } })
      const settled = answers.filter(({ status }) => status === 200)
      expect(settled.length).toBeGreaterThan(0)
      for (const answer of settled) expect(answer).toEqual(after)
      expect(book()).toEqual(['45.00', '20.00'].map((amount) => ({ amount, currency: 'BRL' })))
    })

    test('goes on with a capture that outlasts the time VTEX waits', { timeout: 30_000 }, async () => {
      // The Test Suite waits five seconds: after four it is told to come again.
      const suite = { 'x-vtex-api-is-testsuite': 'true' }
      server().takes(5_000)
      const started = performance.now()
      const early = await settle({ requestId: 'slow', value: 10 }, suite)
      expect(early).toMatchObject({ status: 500, json: { settleId: null } })
      expect(performance.now() - started).toBeLessThan(4_900)
      server().takes(0)
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      // Nobody has asked since: what is said now was concluded meanwhile.
      const sent = server().emulator.book().length
      expect(await settle({ requestId: 'slow', value: 10 }, suite)).toMatchObject({ status: 200, json: { value: 10 } })
      expect(server().emulator.book()).toHaveLength(sent)
      expect(book().at(-1)).toEqual({ amount: '10.00', currency: 'BRL' })
    })

    test('prints no secret', () => {
      for (const secret of Object.values(secrets)) expect(server().printed()).not.toContain(secret)
    })
  })
}
