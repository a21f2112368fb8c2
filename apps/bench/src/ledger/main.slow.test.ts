import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import type { LedgerReport } from './report.ts'

it('a quick run of the ledger measures every step on both databases', { timeout: 180_000 }, async () => {
  const out = mkdtempSync(join(tmpdir(), 'cap-bench-'))
  try {
    await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'main.ts'), '--quick', '--out', out])
    const report = JSON.parse(readFileSync(join(out, 'ledger-latest.json'), 'utf8')) as LedgerReport
    const { small, large } = report.conditions
    expect(report.rows.map(({ database, rows, work }) => [database, rows, work.rows])).toEqual([
      ['folder', small, small],
      ['folder', large, large],
      ['server', small, small],
      ['server', large, large],
    ])
    expect(report.goals).toHaveLength(9)
    expect(readFileSync(join(out, 'ledger-latest.md'), 'utf8')).toContain('Quick run')
  } finally {
    rmSync(out, { recursive: true })
  }
})
