import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type LedgerPlan, measureLedger } from './measure.ts'
import { goalsOf, type LedgerReport, render } from './report.ts'

const usage = `usage: pnpm --filter ./apps/bench bench:ledger [--quick] [--full] [--save] [--out <folder>]

Writes batches into a ledger and captures them, on PGlite and on a PostgreSQL server of its own, and prints a table. The same
figures go to results/ledger-latest.json and results/ledger-latest.md. Some five minutes; --full an hour.

  --quick   few rows: shows that everything works; its figures mean nothing
  --full    the large batch has 1,000,000 rows instead of 100,000
  --save    writes results/ledger-saved.json and .md too, which are under version control
  --out     another folder than results
`

const usual: LedgerPlan = { small: 10_000, large: 100_000, shared: 20_000, concurrency: 64 }
const quick: LedgerPlan = { small: 100, large: 300, shared: 100, concurrency: 8 }

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
    out: { type: 'string', default: join(import.meta.dirname, '..', '..', 'results') },
  },
})
if (values.help) process.stdout.write(usage)
else {
  const plan = values.quick ? quick : { ...usual, ...(values.full ? { large: 1_000_000 } : {}) }
  const before = loadavg()[0] ?? 0
  const measures = await measureLedger(plan, (line) => process.stderr.write(`${line}\n`))
  const report: LedgerReport = {
    conditions: {
      ...plan,
      date: new Date().toISOString().slice(0, 10),
      node: process.versions.node,
      processors: `${cpus().length} x ${cpus()[0]?.model.trim()}`,
      loadAverage: { before, after: loadavg()[0] ?? 0 },
      quick: values.quick,
    },
    goals: goalsOf(measures),
    ...measures,
  }
  const text = render(report)
  mkdirSync(values.out, { recursive: true })
  for (const name of values.save ? ['ledger-latest', 'ledger-saved'] : ['ledger-latest']) {
    writeFileSync(join(values.out, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`)
    writeFileSync(join(values.out, `${name}.md`), text)
  }
  process.stdout.write(text)
}
