import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Run, RunQuery } from '../api/run.ts'
import { openHistory } from './stored-history.ts'

const everything: RunQuery = { limit: 50 }

function run(number: number, known: Partial<Run> = {}): Run {
  return {
    id: `run-${String(number).padStart(3, '0')}`,
    at: new Date(number * 1_000).toISOString(),
    provider: 'vtex',
    target: 'emulator',
    state: 'finished',
    ending: 'captured',
    code: null,
    amount: null,
    scenario: null,
    fault: null,
    exchanges: 1,
    ms: 3,
    moved: 1,
    held: true,
    origin: null,
    bridge: null,
    values: { description: 'it’s "quoted" \u0001' },
    deadlineMs: null,
    attemptTimeoutMs: null,
    secretFields: [],
    url: 'http://127.0.0.1:1',
    calls: [],
    movements: [],
    violation: null,
    may: { resolve: [], replay: [], refused: null },
    ...known,
  }
}

const newFolder = () => join(mkdtempSync(join(tmpdir(), 'cap-history-')), 'history')

it('survives a restart, and says of a run that did not end that it was interrupted', async () => {
  const folder = newFolder()
  const first = openHistory({ folder })
  expect(first.status().state).toBe('opening')
  await first.save(run(1))
  await first.save(run(2, { state: 'running', ending: null }))
  expect(first.status()).toEqual({ state: 'open', why: null })
  await first.close()

  const second = openHistory({ folder })
  expect(await second.get('run-001')).toEqual(run(1))
  expect((await second.list(everything)).runs.map(({ id, state }) => [id, state])).toEqual([
    ['run-002', 'interrupted'],
    ['run-001', 'finished'],
  ])
  await second.close()
})

it('filters by provider, outcome and fault, and goes on where a list ends', async () => {
  const history = openHistory({ folder: null })
  const fault = { name: 'no-answer', moved: true, always: false, strikes: 'capture' } as const
  await history.save(run(1, { provider: 'pipwave' }))
  await history.save(run(2, { ending: 'unknown', fault }))
  await history.save(run(3, { ending: 'unknown', target: 'sandbox' }))
  const ids = async (query: Partial<RunQuery>) =>
    (await history.list({ ...everything, ...query })).runs.map(({ id }) => id)
  expect(await ids({ provider: 'pipwave' })).toEqual(['run-001'])
  expect(await ids({ ending: 'unknown' })).toEqual(['run-003', 'run-002'])
  expect(await ids({ fault: 'no-answer' })).toEqual(['run-002'])
  expect(await ids({ fault: 'none' })).toEqual(['run-003', 'run-001'])
  expect(await ids({ ending: 'unknown', before: 'run-003' })).toEqual(['run-002'])
  expect(await history.list({ limit: 2 })).toMatchObject({ runs: [{ id: 'run-003' }, { id: 'run-002' }], more: true })
  expect((await history.openAtSandbox('vtex')).map(({ id }) => id)).toEqual(['run-003'])
  await history.close()
})

it('keeps the later state of a run, however close the writes are', async () => {
  const history = openHistory({ folder: null })
  await Promise.all([
    history.save(run(1, { state: 'running' })),
    history.save(run(1, { ms: 1 })),
    history.save(run(1, { ms: 2 })),
  ])
  expect((await history.get('run-001'))?.ms).toBe(2)
  await history.close()
})

it('never opens a folder that another harness has open, nor one it cannot read', async () => {
  const folder = newFolder()
  const first = openHistory({ folder })
  await first.save(run(1))
  const second = openHistory({ folder })
  await second.save(run(2))
  expect(second.status()).toMatchObject({ state: 'memory', why: expect.stringContaining(`process ${process.pid}`) })
  expect((await second.list(everything)).runs).toHaveLength(1)
  await second.close()
  expect((await first.list(everything)).runs.map(({ id }) => id)).toEqual(['run-001'])
  await first.close()

  const file = newFolder()
  writeFileSync(file, 'no folder')
  const third = openHistory({ folder: file })
  await third.save(run(3))
  expect(third.status().state).toBe('memory')
  await third.close()
})

it('takes the folder of a harness that ended without a word', async () => {
  const folder = newFolder()
  writeFileSync(`${folder}.lock`, '999999999')
  const history = openHistory({ folder })
  await history.save(run(1))
  expect(history.status().state).toBe('open')
  await history.close()
})

const script = join(import.meta.dirname, '../__fixtures__/history-process.ts')

it.each([
  ['as its first files are written', 'PG_VERSION'],
  ['in the middle', 'base/1'],
  ['near the end', 'global/pg_control'],
])('opens the folder of a harness that was killed while it made it: %s', { timeout: 60_000 }, async (_, file) => {
  const folder = newFolder()
  const child = spawn(process.execPath, ['--conditions=@cap/source', '--no-warnings', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<string>((resolve) => {
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk
    })
    child.once('close', () => resolve(said))
  })
  const begun = () => [folder, `${folder}.unfinished`].some((one) => existsSync(join(one, file)))
  while (child.exitCode === null && !begun()) await new Promise((resolve) => setTimeout(resolve, 1))
  child.kill('SIGKILL')
  expect(await ended).toBe('')

  const history = openHistory({ folder })
  await history.save(run(1))
  expect(history.status()).toEqual({ state: 'open', why: null })
  await history.close()
  const again = openHistory({ folder })
  expect((await again.list(everything)).runs.map(({ id }) => id)).toEqual(['run-001'])
  await again.close()
})
