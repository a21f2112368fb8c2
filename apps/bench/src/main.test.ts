import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientNames } from './clients/index.ts'
import { loadedNames } from './load.ts'
import type { Report } from './report.ts'

const execute = promisify(execFile)
const main = join(import.meta.dirname, 'main.ts')

/** Speed is measured, never asserted: other programs run beside these tests. */
describe('a quick run', () => {
  let folder: string
  let report: Report
  let printed: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cap-bench-'))
    const { stdout } = await execute(process.execPath, [main, '--quick', '--out', folder])
    printed = stdout
    report = JSON.parse(readFileSync(join(folder, 'latest.json'), 'utf8'))
  }, 240_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('has a row for every client', () => {
    expect(report.load.map((row) => row.client)).toEqual(loadedNames)
    expect(report.firstCalls.map((row) => row.client)).toEqual(clientNames)
  })

  it('made exactly the exchanges it says, each of an operation of its own, as the server counted them', () => {
    const { measured, warmUp } = report.conditions
    for (const row of report.load) {
      expect(row.exchanges, row.client).toBe(measured + warmUp)
      expect(row.counted, row.client).toBe(row.exchanges)
    }
  })

  it('compares with the raw undici and the bare ky of the same repetition', () => {
    for (const { client, throughputToUndici, cpuToUndici, throughputToKy, cpuToKy } of report.load) {
      for (const ratio of [throughputToUndici, cpuToUndici, throughputToKy, cpuToKy]) {
        expect(ratio?.median, client).toBeGreaterThan(0)
      }
    }
    expect(report.load.find((row) => row.client === 'undici')?.throughputToUndici?.median).toBe(1)
  })

  it('sees what an import touches and loads', () => {
    expect(report.touched.modules).toContain('valibot')
    expect(report.touched.modules).toContain('@cap/core')
    expect(report.touched.globals).toEqual(expect.any(Array))
  })

  it('finds every import, bundle and installed package to be something', () => {
    for (const { label, rssMb } of report.imports) expect(rssMb, label).toBeGreaterThan(10)
    for (const { label, gzipBytes, injectedGzipBytes, parts } of report.bundles) {
      expect(gzipBytes, label).toBeGreaterThan(1000)
      expect(injectedGzipBytes, label).toBeLessThanOrEqual(gzipBytes)
      expect(parts.length, label).toBeGreaterThan(0)
    }
    expect(report.installed.find((row) => row.label === '@cap/mercadopago')?.names.toSorted()).toEqual([
      '@cap/core',
      '@cap/mercadopago',
      '@noble/hashes',
      'ky',
      'valibot',
    ])
  })

  it('prints the tables it writes, and a verdict on every goal', () => {
    expect(readFileSync(join(folder, 'latest.md'), 'utf8')).toBe(printed)
    expect(printed).toMatch(/^\| @cap\/mercadopago, undiciTransport +\|/m)
    expect(report.goals.length).toBeGreaterThan(20)
    for (const { goal, reached } of report.goals) {
      expect(printed).toContain(`| ${goal}`)
      expect(typeof reached, goal).toBe('boolean')
    }
  })
})

describe('the command line', () => {
  it('says what it can do', async () => {
    const { stdout } = await execute(process.execPath, [main, '--help'])
    expect(stdout).toMatch(/^usage: pnpm bench/)
  })

  it('refuses a client that does not exist, and names those that do', async () => {
    const run = execute(process.execPath, [main, '--quick', '--only', 'axios'])
    await expect(run).rejects.toThrow(/no client is called axios: there are undici, fetch, ky/)
  })
})
