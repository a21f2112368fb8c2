import * as v from 'valibot'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFile } from '../__fixtures__/demo.ts'
import { catalogueSchema } from '../api/catalogue.ts'
import { endpoints } from '../api/endpoints.ts'
import { type Run, runSchema } from '../api/run.ts'
import { statusSchema } from '../api/status.ts'
import type { History } from '../history/history.ts'
import { summaryOf } from '../history/stored-history.ts'
import { providers } from '../providers/providers.ts'
import { Session } from '../session/session.ts'
import { createApp } from './app.ts'

/** The history of a process that keeps none: what PGlite does has tests of its own. */
function shortHistory(): History {
  const runs = new Map<string, Run>()
  return {
    status: () => ({ state: 'memory', why: 'a test' }),
    async save(run) {
      runs.set(run.id, structuredClone(run))
    },
    get: async (id) => runs.get(id) ?? null,
    list: async () => ({ runs: [...runs.values()].map(summaryOf).reverse(), more: false }),
    openAtSandbox: async (provider) =>
      [...runs.values()].filter(
        (run) => run.target === 'sandbox' && run.provider === provider && run.ending !== 'captured',
      ),
    async saveMatrix() {},
    matrices: async () => [],
    matrix: async () => null,
    async close() {},
  }
}

const page = temporaryFile('index.html', '<!doctype html><title>page</title>').replace(/\/index\.html$/, '')
const log: string[] = []
const session = new Session({ providers, environment: {}, envFile: temporaryFile('.env', ''), history: shortHistory() })
const app = createApp({
  session,
  page,
  port: () => 4747,
  closed: new AbortController().signal,
  log: (text) => void log.push(text),
})

afterAll(() => session.close())

function ask(path: string, init: RequestInit & { readonly headers?: Record<string, string> } = {}) {
  return app.request(path, { ...init, headers: { host: '127.0.0.1:4747', ...init.headers } })
}

function send(path: string, body: unknown) {
  return ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
}

async function finished(id: string): Promise<Run> {
  for (let tries = 0; tries < 400; tries++) {
    const run = v.parse(runSchema, await (await ask(`/api/runs/${id}`)).json())
    if (run.state === 'finished') return run
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('the run did not end')
}

describe('who may come in', () => {
  it.each([
    ['another name for this machine', { host: 'evil.example:4747' }],
    ['another port', { host: '127.0.0.1:1' }],
    ['a page elsewhere', { origin: 'https://evil.example' }],
    ['a page on another port', { origin: 'http://127.0.0.1:1' }],
    ['an opaque origin', { origin: 'null' }],
    ['a browser that says so', { 'sec-fetch-site': 'cross-site' }],
  ])('not %s', async (_, headers) => {
    const answer = await ask('/api/status', { headers })
    expect(answer.status).toBe(403)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  })

  it.each([
    ['a tool', {}],
    ['the page', { origin: 'http://127.0.0.1:4747', 'sec-fetch-site': 'same-origin' }],
    ['the page by its other name', { host: 'localhost:4747', origin: 'http://localhost:4747' }],
  ])('but %s', async (_, headers) => expect((await ask('/api/status', { headers })).status).toBe(200))

  it('takes no body that a form elsewhere could send', async () => {
    const answer = await ask('/api/captures', { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } })
    expect(answer.status).toBe(400)
  })
})

describe('what it serves', () => {
  it('lets no script run that is not a file of its own, and nobody frame the page', async () => {
    const answer = await ask('/history')
    expect(await answer.text()).toContain('<title>page')
    const policy = answer.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("style-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
  })

  it.each(['/../package.json', '/%2e%2e/%2e%2e/etc/passwd.txt', '/nothing.js'])(
    'no file outside the page: %s',
    async (path) => {
      expect((await ask(path)).status).toBe(404)
    },
  )

  it('says what the harness does and what it knows, in the shapes it promises', async () => {
    v.parse(statusSchema, await (await ask('/api/status')).json())
    const { providers: known, faults } = v.parse(catalogueSchema, await (await ask('/api/catalogue')).json())
    expect(known.map(({ name }) => name)).toEqual(['mercadopago', 'pipwave', 'vtex'])
    expect(known[0]?.sandbox).toMatchObject({
      armed: false,
      why: expect.stringContaining('CAP_MERCADOPAGO_ACCESS_TOKEN'),
    })
    expect(faults.length).toBeGreaterThan(40)
  })

  it('describes every operation, from the schemas that validate it', async () => {
    const { paths } = (await (await ask('/api/openapi.json')).json()) as {
      paths: Record<string, Record<string, { responses: object }>>
    }
    for (const { path, method, reply } of Object.values(endpoints)) {
      const described = paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method]
      expect(Object.keys(described?.responses ?? {}), path).toContain(String(reply.status))
    }
    expect(JSON.stringify(paths['/api/captures'])).toContain('"attemptTimeoutMs"')
  })
})

describe('a capture', () => {
  it('is begun at once, and its end is at its own address', async () => {
    const answer = await send('/api/captures', { provider: 'vtex', values: { amount: '45', currency: 'BRL' } })
    expect(answer.status).toBe(202)
    const begun = v.parse(runSchema, await answer.json())
    expect(begun.state).toBe('running')
    const run = await finished(begun.id)
    expect(run).toMatchObject({ ending: 'captured', moved: 1, held: true, exchanges: 1 })
    expect(run.may.replay).toEqual(['same-key', 'new-key', 'edited'])
  })

  it.each([
    [{ provider: 'mercadopago', values: { amount: 'x', currency: 'BRL' } }, 'amount'],
    [{ provider: 'mercadopago', values: { amount: '1' } }, 'currency'],
    [
      { provider: 'mercadopago', values: { amount: '1', currency: 'BRL', 'statement-descriptor': '!' } },
      'statement-descriptor',
    ],
    [{ provider: 'pipwave', values: { by: 'nobody' } }, 'by'],
    [{ provider: 'pipwave', values: { nothing: '1' } }, 'nothing'],
    [{ provider: 'vtex', values: { amount: '1', currency: 'BRL' }, fault: { name: 'no-fault' } }, 'fault'],
    [{ provider: 'vtex', values: { amount: '1', currency: 'BRL' }, scenario: 'no-scenario' }, 'scenario'],
    [{ provider: 'nobody' }, 'provider'],
  ])('that makes no sense is answered with the field: %j', async (order, field) => {
    for (const path of ['/api/captures', '/api/captures/check']) {
      const answer = await send(path, order)
      expect(answer.status).toBe(422)
      expect(await answer.json()).toMatchObject({ status: 422, errors: [{ field }] })
    }
  })

  it.each([
    [{ provider: 'vtex', sand: 1 }],
    [{ provider: 'vtex', target: 'live' }],
    [{ provider: 'vtex', deadlineMs: 0 }],
    [[]],
  ])('that is no order is refused: %j', async (order) => expect((await send('/api/captures', order)).status).toBe(400))

  it('is not made at a sandbox nobody armed', async () => {
    const answer = await send('/api/captures', { provider: 'pipwave', target: 'sandbox', values: { 'pw-id': 'PW1' } })
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('CAP_PIPWAVE_ENVIRONMENT') })
  })

  it('nobody knows is not found', async () => expect((await ask('/api/runs/nobody')).status).toBe(404))
})

it('nothing went wrong inside', () => expect(log).toEqual([]))
