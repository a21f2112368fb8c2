import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { subjectNames } from './measure.ts'
import type { ConnectorReport } from './report.ts'

const execute = promisify(execFile)

/** Speed is measured, never asserted: other programs run beside these tests. */
describe('a quick run of the connector', () => {
  let folder: string
  let report: ConnectorReport
  let printed: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cap-bench-'))
    const { stdout } = await execute(process.execPath, [
      join(import.meta.dirname, 'main.ts'),
      '--quick',
      '--out',
      folder,
    ])
    printed = stdout
    report = JSON.parse(readFileSync(join(folder, 'connector-latest.json'), 'utf8'))
  }, 120_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('settles everything, at the bare handler and at the connector', () => {
    const { repetitions, warmUp, turns, settlementsPerTurn } = report.conditions
    expect(report.rows.map((row) => row.subject)).toEqual(subjectNames)
    for (const row of report.rows) {
      expect(row.settled).toBe(repetitions * (warmUp + turns * settlementsPerTurn))
      expect(row.requestsPerSecond.median).toBeGreaterThan(0)
      expect(row.cpuMsPer1000.median).toBeGreaterThan(0)
    }
    expect(report.rows[0]?.throughputToHono.median).toBe(1)
  })

  it('prints the table it writes, and a verdict on the goal', () => {
    expect(readFileSync(join(folder, 'connector-latest.md'), 'utf8')).toBe(printed)
    for (const { goal, reached } of report.goals) {
      expect(printed).toContain(`| ${goal}`)
      expect(typeof reached, goal).toBe('boolean')
    }
  })
})
