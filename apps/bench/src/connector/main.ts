import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { install, uninstall } from '../installation.ts'
import { measure, type Plan, prepare } from './measure.ts'
import { type ConnectorReport, goalsOf, render } from './report.ts'

const usage = `usage: pnpm --filter ./apps/bench bench:connector [--quick] [--save] [--out <folder>] [--repetitions <number>]

Asks the built connector for settlements on loopback, next to a bare Hono handler that parses and answers the same JSON, and
prints a table. The same figures go to results/connector-latest.json and results/connector-latest.md. A minute or two.

  --quick         few settlements, one repetition: shows that everything works; its figures mean nothing
  --save          writes results/connector-saved.json and .md too, which are under version control
  --out           another folder than results
  --repetitions   default 7
`

const full: Plan = { repetitions: 7, connections: 32, warmUp: 12_000, turns: 4, settlementsPerTurn: 2000 }
const quick: Plan = { repetitions: 1, connections: 8, warmUp: 16, turns: 2, settlementsPerTurn: 32 }

async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      out: { type: 'string', default: join(import.meta.dirname, '..', '..', 'results') },
      repetitions: { type: 'string' },
    },
  })
  if (values.help) {
    process.stdout.write(usage)
    return
  }
  const chosen = values.quick ? quick : full
  const plan = { ...chosen, repetitions: Number(values.repetitions ?? chosen.repetitions) }
  const before = loadavg()[0] ?? 0
  install()
  await prepare()
  const rows = await measure(plan, (progress) => process.stderr.write(`${progress}\n`))
  const report: ConnectorReport = {
    conditions: {
      date: new Date().toISOString().slice(0, 10),
      node: process.versions.node,
      processors: `${cpus().length} x ${cpus()[0]?.model.trim()}`,
      loadAverage: { before, after: loadavg()[0] ?? 0 },
      quick: values.quick,
      ...plan,
    },
    goals: goalsOf(rows),
    rows,
  }
  const text = render(report)
  mkdirSync(values.out, { recursive: true })
  for (const name of values.save ? ['connector-latest', 'connector-saved'] : ['connector-latest']) {
    writeFileSync(join(values.out, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`)
    writeFileSync(join(values.out, `${name}.md`), text)
  }
  process.stdout.write(text)
}

try {
  await main(process.argv.slice(2))
} finally {
  uninstall()
}
