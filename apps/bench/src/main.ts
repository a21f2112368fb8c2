import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, platform, release } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type ClientName, clientNames } from './clients/index.ts'
import { measureFirstCalls, measureImports, observeImport } from './cold.ts'
import { goals } from './goals.ts'
import { folderOf, install, installation, readManifest, uninstall } from './installation.ts'
import { type LoadPlan, loadedNames, measureLoad } from './load.ts'
import { compileWorkers, startServer } from './processes.ts'
import { json, type Report, render } from './report.ts'
import { measureBundles, measureInstalled } from './size.ts'

const usage = `usage: pnpm bench [--quick] [--save] [--out <folder>] [--only <client,...>] [--repetitions <number>]

Calls the clients of this repository, and what people would use instead, side by side against one server on loopback, and
prints a table. The same figures go to results/latest.json and results/latest.md. A quarter of an hour on an idle machine.

  --quick         few calls, one repetition: shows that everything works, in seconds; its figures mean nothing
  --save          writes results/saved.json and results/saved.md too, which are under version control
  --out           another folder than results
  --only          calls these clients only: ${clientNames.join(', ')}
  --repetitions   of the load, default 5
`

/** V8 compiles what is called often for some ten thousand calls: a shorter warm-up would measure little but the compiler. */
const full = { concurrencies: [1, 32, 128], repetitions: 5, warmUp: 12_000, measured: 4000 }
const quick = { concurrencies: [32], repetitions: 1, warmUp: 32, measured: 64 }

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      out: { type: 'string', default: join(import.meta.dirname, '..', 'results') },
      only: { type: 'string', default: loadedNames.join(',') },
      repetitions: { type: 'string' },
    },
  })
  if (values.help) {
    process.stdout.write(usage)
    return 0
  }
  const names = values.only.split(',').map((name) => clientNamed(name))
  const plan = values.quick ? quick : full
  const repetitions = Number(values.repetitions ?? plan.repetitions)
  const rounds = values.quick ? 1 : 11
  const report = await measure(names, { ...plan, repetitions }, rounds, values.quick)

  const text = render(report)
  mkdirSync(values.out, { recursive: true })
  for (const name of values.save ? ['latest', 'saved'] : ['latest']) {
    writeFileSync(join(values.out, `${name}.json`), json(report))
    writeFileSync(join(values.out, `${name}.md`), text)
  }
  process.stdout.write(text)
  return 0
}

async function measure(
  names: readonly ClientName[],
  plan: LoadPlan,
  rounds: number,
  isQuick: boolean,
): Promise<Report> {
  const before = loadavg()[0] ?? 0
  tell('installing the packages')
  install()
  await compileWorkers()
  const server = await startServer()
  try {
    const imports = await measureImports(rounds, tell)
    const firstCalls = await measureFirstCalls(server, rounds, tell)
    const touched = await observeImport('@cap/mercadopago')
    tell('bundles and installed sizes')
    const bundles = await measureBundles()
    const installed = measureInstalled()
    const load = await measureLoad(server, names, plan, tell)
    const measured = { load, imports, firstCalls, touched, bundles, installed }
    return {
      conditions: {
        date: new Date().toISOString().slice(0, 10),
        node: process.versions.node,
        undici: readManifest(folderOf('undici', join(installation(), 'program.js'))).version,
        processors: `${cpus().length} x ${cpus()[0]?.model.trim()}`,
        platform: `${platform()} ${release()}`,
        loadAverage: { before, after: loadavg()[0] ?? 0 },
        quick: isQuick,
        repetitions: plan.repetitions,
        measured: plan.measured,
        warmUp: plan.warmUp,
        rounds,
      },
      goals: goals(measured),
      ...measured,
    }
  } finally {
    server.close()
  }
}

function clientNamed(name: string): ClientName {
  const found = clientNames.find((client) => client === name)
  if (found === undefined) throw new Error(`no client is called ${name}: there are ${clientNames.join(', ')}`)
  return found
}

function tell(progress: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${progress}`)
  else process.stderr.write(`${progress}\n`)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} finally {
  uninstall()
}
