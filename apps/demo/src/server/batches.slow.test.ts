import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFile } from '../__fixtures__/demo.ts'
import {
  auditSchema,
  type BatchDetail,
  type BatchUpload,
  batchListSchema,
  batchSchema,
  reconciliationSchema,
  rowsSchema,
} from '../api/batch.ts'
import { longestUpload } from '../batch-desk/uploads.ts'
import { openHistory } from '../history/stored-history.ts'
import { providers } from '../providers/providers.ts'
import { Session } from '../session/session.ts'
import { createApp } from './app.ts'

const token = 'payer-token-of-a-buyer-77ab'
const folder = mkdtempSync(join(tmpdir(), 'cap-batches-'))
const ledger = join(folder, 'ledger')
const said: string[] = []
const page = temporaryFile('index.html', '<!doctype html><title>page</title>').replace(/\/index\.html$/, '')

function start() {
  const log = (text: string) => void said.push(text)
  const history = openHistory({ folder: null })
  const session = new Session({
    providers,
    environment: {},
    envFile: temporaryFile('.env', ''),
    history,
    ledger: { ledger },
    log,
  })
  session.bus.listen((name, event) => void said.push(JSON.stringify([name, event])))
  return { session, app: createApp({ session, page, port: () => 4747, closed: new AbortController().signal, log }) }
}

let { session, app } = start()

afterAll(async () => {
  await session.close()
  rmSync(folder, { recursive: true, force: true })
})

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await app.request(path, { ...init, headers: { host: '127.0.0.1:4747', ...init.headers } })
  said.push(await answer.clone().text())
  return answer
}

function send(path: string, body: unknown = undefined) {
  if (body === undefined) return ask(path, { method: 'POST' })
  return ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
}

function upload(name: string, body: string | ReadableStream, type = 'text/csv') {
  const headers = { 'content-type': type }
  return ask(`/api/files/${encodeURIComponent(name)}`, { method: 'POST', body, headers, duplex: 'half' } as RequestInit)
}

async function uploaded(name: string, lines: readonly string[]): Promise<string> {
  const answer = await upload(name, `${lines.join('\n')}\n`)
  expect(answer.status).toBe(200)
  return ((await answer.json()) as BatchUpload).file
}

async function begun(order: object): Promise<string> {
  const answer = await send('/api/batches', order)
  expect(answer.status, await answer.clone().text()).toBe(202)
  return ((await answer.json()) as { id: string }).id
}

async function until(id: string, wanted: (batch: BatchDetail) => boolean): Promise<BatchDetail> {
  for (let tries = 0; tries < 600; tries++) {
    const batch = v.parse(batchSchema, await (await ask(`/api/batches/${id}`)).json())
    if (wanted(batch)) return batch
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('it never came')
}

const header = 'amount,currency,reference,payer-token'
const rows = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `1${index % 10}.00,BRL,${name}-${index},${token}${index}`)

function files(): string[] {
  const uploads = join(ledger, 'uploads')
  return existsSync(uploads) ? readdirSync(uploads) : []
}

describe('an upload', () => {
  it('is a file that only its owner reads, and is deleted when told to', async () => {
    const file = await uploaded('captures.csv', [header, ...rows('u', 2)])
    expect(statSync(join(ledger, 'uploads')).mode & 0o777).toBe(0o700)
    expect(statSync(join(ledger, 'uploads', file)).mode & 0o777).toBe(0o600)
    expect((await ask(`/api/files/${file}`, { method: 'DELETE' })).status).toBe(204)
    expect(files()).toEqual([])
  })

  it.each([
    ['of another kind', 'captures.xlsx', 'x', 422],
    ['that is empty', 'captures.csv', '', 422],
    ['that could come from a form elsewhere', 'captures.csv', 'x', 400, 'text/plain'],
  ] as const)('%s is refused', async (_, name, body, status, type: string = 'text/csv') => {
    expect((await upload(name, body, type)).status).toBe(status)
    expect(files()).toEqual([])
  })

  it('that is too long is refused while it comes, and nothing of it is kept', async () => {
    let left = longestUpload / 1024 / 1024 + 1
    const body = new ReadableStream({
      pull(controller) {
        if (left-- === 0) controller.close()
        else controller.enqueue(new Uint8Array(1024 * 1024))
      },
    })
    const answer = await upload('long.csv', body)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('npm start -- batch') })
    expect(files()).toEqual([])
  })

  it.each(['../../etc/passwd', '%2e%2e', 'x.csv'])('is deleted by its id only: %s', async (id) => {
    expect((await ask(`/api/files/${encodeURIComponent(id)}`, { method: 'DELETE' })).status).toBe(422)
  })
})

describe('the ledger', () => {
  it('is opened in the background: the list of batches never waits', async () => {
    // Nobody needed it before.
    const { ledger: status, batches } = v.parse(batchListSchema, await (await ask('/api/batches')).json())
    expect(status.state).toBe('opening')
    expect(batches).toEqual([])
  })

  it('that another process has is said to be, and is opened when it is free', { timeout: 60_000 }, async () => {
    expect((await ask('/api/ledger/persons')).status).toBe(200)
    const other = new Session({
      providers,
      environment: {},
      envFile: '/dev/null',
      history: openHistory({ folder: null }),
      ledger: { ledger },
    })
    await expect(other.batches.answers.persons()).rejects.toThrow(/is open in process \d+: .*one process at a time/)
    expect(other.batches.list().ledger.state).toBe('failed')
    await other.close()
  })
})

describe('a dry run', { timeout: 60_000 }, () => {
  it('names line, column and reason of every bad row, and writes nothing', async () => {
    const bad = ['ten,BRL,d-1,x', '10.00,XX,d-2,x', `10.00,BRL,,${token}`, '10.00,BRL,d-3', '10.00,BRL,d-0,x']
    const file = await uploaded('dry.csv', [header, '10.00,BRL,d-0,x', ...bad])
    const answer = await send('/api/batches/check', { file, provider: 'mercadopago', expectCount: 1 })
    expect(await answer.json()).toMatchObject({
      rows: 6,
      accepted: 1,
      refusals: [
        { line: 3, column: 'amount', reason: expect.stringContaining('decimal') },
        { line: 4, column: 'currency' },
        { line: 5, column: expect.stringContaining('reference'), reason: expect.stringContaining('required') },
        { line: 6, column: null, reason: expect.stringContaining('columns') },
        { line: 7, reason: expect.stringMatching(/twice|already|line 2/) },
      ],
    })
    expect((await (await ask('/api/batches')).json()) as object).toMatchObject({ batches: [] })
  })

  it.each([
    [{ expectCount: 7 }, 409, /7/],
    [{ expectSum: ['1.00 BRL'] }, 409, /sum|1\.00/],
    [{ expectSum: ['one'] }, 422, /700\.50 BRL/],
    [{ batchCap: ['1.00 BRL'] }, 409, /cap|1\.00/],
    [{ provider: 'nobody' }, 422, /nobody/],
    [{ switches: ['nothing'] }, 422, /nothing/],
    [{ fault: { name: 'nothing' } }, 422, /fault/],
    [{ target: 'sandbox' }, 409, /CAP_MERCADOPAGO/],
    [{ file: 'gone.csv' }, 422, /again/],
  ])('holds the batch against %j', async (order, status, detail) => {
    const file = await uploaded('guarded.csv', [header, '10.00,BRL,g-1,x', '10.00,BRL,g-2,x'])
    const answer = await send('/api/batches/check', { file, provider: 'mercadopago', ...order })
    expect(answer.status).toBe(status)
    expect(((await answer.json()) as { detail: string }).detail).toMatch(detail)
  })

  it('of a file without a header line says so, and repeats nothing of it', async () => {
    const file = await uploaded('bare.csv', rows('b', 2))
    const answer = await send('/api/batches/check', { file, provider: 'mercadopago' })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({
      errors: [{ field: 'file', message: expect.stringContaining('line 1') }],
    })
  })
})

describe('a batch', { timeout: 120_000 }, () => {
  let id = ''

  it('captures every row, loses an answer on the way, and agrees with the book', async () => {
    const file = await uploaded('first.csv', [header, 'ten,BRL,x-1,x', ...rows('f', 30)])
    const fault = { name: 'close-after-request', moved: true, every: 7 }
    id = await begun({ file, provider: 'mercadopago', fault, expectCount: 30 })
    expect((await send('/api/batches', { file, provider: 'mercadopago' })).status).toBe(422)
    const ended = await until(id, ({ phase }) => phase === 'done')
    expect(ended).toMatchObject({
      name: 'first.csv',
      agrees: true,
      moved: 30,
      duplicates: 0,
      counts: { captured: 30, refused: 1, queued: 0 },
    })
    expect(ended.points.at(-1)).toMatchObject({ done: 31 })
    expect(session.status().invariants).toMatchObject({ applied: 30, acknowledged: 30, unknown: 0, violated: 0 })
    expect(files()).not.toContain(file)
    const book = v.parse(reconciliationSchema, await (await ask(`/api/batches/${id}/reconciliation`)).json())
    expect(book).toMatchObject({ agrees: true, matched: 30 })
    const bad = v.parse(rowsSchema, await (await ask(`/api/batches/${id}/rows?state=refused`)).json())
    expect(bad).toMatchObject({ more: false, rows: [{ line: 2, state: 'refused' }] })
  })

  it('is called by its name for ever', async () => {
    const file = await uploaded('first.csv', [header, '10.00,BRL,again,x'])
    const answer = await send('/api/batches', { file, provider: 'mercadopago' })
    expect(await answer.json()).toMatchObject({ errors: [{ field: 'name' }] })
  })

  it.each(['html', 'json', 'csv'])('can be saved as %s', async (format) => {
    const answer = await ask(`/api/batches/${id}/report.${format}`)
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="first.csv.${format}"`)
    expect(await answer.text()).toContain('f-29')
  })

  it('is compared with a settlement report, which is deleted then', async () => {
    const file = await uploaded('settled.csv', [
      'Order,Gross,Cur',
      'f-0,10.00,BRL',
      'f-1,9.00,BRL',
      'z,1.00,BRL',
      'y,1,',
    ])
    const order = { file, payment: 'Order', amount: 'Gross', currency: 'Cur' }
    const answer = await send(`/api/batches/${id}/reconciliation`, order)
    expect(v.parse(reconciliationSchema, await answer.json())).toMatchObject({
      agrees: false,
      matched: 1,
      missing: { count: 28 },
      differs: { count: 1, first: [{ payment: 'f-1' }] },
      extra: { count: 1, first: [{ payment: 'z', state: null }] },
      unreadable: { count: 1 },
    })
    expect(files()).not.toContain(file)
  })

  it('leaves a trail of every operation, and what is final cannot be decided', async () => {
    const { rows: all } = v.parse(rowsSchema, await (await ask(`/api/batches/${id}/rows`)).json())
    const operation = all.find(({ state }) => state === 'captured')?.operation ?? ''
    const path = `/api/ledger/operations/${encodeURIComponent(operation)}`
    const audit = v.parse(auditSchema, await (await ask(path)).json())
    expect(audit.entries.map(({ event }) => event)).toEqual(expect.arrayContaining(['intent', 'outcome']))
    const decision = { outcome: 'captured', evidence: 'ticket 1', by: 'me' }
    expect((await send(`${path}/decision`, decision)).status).toBe(409)
    expect((await send('/api/ledger/operations/nothing/decision', decision)).status).toBe(404)
    expect((await send(`${path}/decision`, { ...decision, by: ' ' })).status).toBe(400)
  })

  it('of what is open can be decided by a person', async () => {
    const file = await uploaded('open.csv', [header, ...rows('o', 1)])
    const open = await begun({
      file,
      provider: 'mercadopago',
      fault: { name: 'close-after-request', moved: true, every: 1 },
    })
    await until(open, ({ phase }) => phase === 'asking')
    const { rows: all } = v.parse(rowsSchema, await (await ask(`/api/batches/${open}/rows?state=unknown`)).json())
    const path = `/api/ledger/operations/${encodeURIComponent(all[0]?.operation ?? '')}`
    const decided = await send(`${path}/decision`, { outcome: 'captured', evidence: 'ticket 7', by: 'Ana' })
    expect(v.parse(auditSchema, await decided.json())).toMatchObject({
      operation: { state: 'done', decision: { by: 'Ana' } },
    })
    const ended = await until(open, ({ phase }) => phase === 'done')
    expect(ended).toMatchObject({ counts: { captured: 1 }, agrees: true })
  })

  it('is stopped by the end of the harness, and goes on after it', async () => {
    const file = await uploaded('stopped.csv', [header, ...rows('s', 30)])
    const stopped = await begun({ file, provider: 'mercadopago', rate: 20 })
    await until(stopped, ({ phase, counts }) => phase === 'sending' && counts.captured > 3)
    const second = await uploaded('second.csv', [header, ...rows('t', 2)])
    expect((await send('/api/batches', { file: second, provider: 'mercadopago' })).status).toBe(429)
    await session.close()
    ;({ session, app } = start())
    const before = await until(stopped, ({ phase }) => phase === 'stopped')
    expect(before.counts.queued).toBeGreaterThan(0)
    expect(before.agrees).not.toBe(false)
    expect(files()).toEqual([file])
    expect((await send(`/api/batches/${stopped}/go-on`)).status).toBe(202)
    const ended = await until(stopped, ({ phase }) => phase === 'done')
    expect(ended).toMatchObject({ counts: { captured: 30 }, agrees: true })
    expect(files()).toEqual([])
  })

  it('is cancelled: what was not sent is taken back for good', async () => {
    const file = await uploaded('cancelled.csv', [header, ...rows('c', 30)])
    const cancelled = await begun({ file, provider: 'mercadopago', rate: 10 })
    await until(cancelled, ({ phase, counts }) => phase === 'sending' && counts.captured > 1)
    const { taken } = (await (await send(`/api/batches/${cancelled}/cancel`)).json()) as { taken: number }
    expect(taken).toBeGreaterThan(0)
    const ended = await until(cancelled, ({ phase }) => phase === 'cancelled')
    expect(ended.counts).toMatchObject({ queued: 0, cancelled: taken })
    expect(ended.agrees).toBe(true)
    expect((await send(`/api/batches/${cancelled}/go-on`)).status).toBe(409)
    expect(files()).toEqual([])
  })

  it('that a guard refuses sends nothing, and says why', async () => {
    const file = await uploaded('refused.csv', [header, ...rows('r', 3)])
    const refused = await begun({ file, provider: 'mercadopago', expectCount: 4 })
    const ended = await until(refused, ({ phase }) => phase === 'refused')
    expect(ended.why).toMatch(/4/)
    expect(ended.counts.captured).toBe(0)
    expect(files()).toEqual([])
  })

  it('nobody knows is not found', async () => {
    for (const path of ['', '/rows', '/reconciliation', '/report.csv']) {
      expect((await ask(`/api/batches/nobody${path}`)).status, path).toBe(404)
    }
  })
})

function everything(path: string): Buffer {
  if (!statSync(path).isDirectory()) return readFileSync(path)
  return Buffer.concat(readdirSync(path).map((name) => everything(join(path, name))))
}

it('no payer token is in any answer, event, log or file', () => {
  expect(said.length).toBeGreaterThan(50)
  expect(said.join('\n')).not.toContain(token)
  expect(everything(ledger).includes(token)).toBe(false)
})
