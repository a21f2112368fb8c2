import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { build } from 'esbuild'
import { installation } from '../installation.ts'
import { type Spread, spread } from '../statistics.ts'
import { type Asker, openAsker } from './ask.ts'

/** What is served, each in a process of its own. */
const subjects = {
  hono: { label: 'bare Hono handler', worker: 'hono', args: [] },
  connector: { label: 'connector, captured at once', worker: 'ours', args: [] },
  intent: { label: 'connector, intent written first', worker: 'ours', args: ['intent'] },
} as const
export type Subject = keyof typeof subjects
export const subjectNames = Object.keys(subjects) as readonly Subject[]

export interface Plan {
  readonly repetitions: number
  readonly connections: number
  readonly warmUp: number
  /** A repetition asks every subject in turn, so many times. */
  readonly turns: number
  readonly settlementsPerTurn: number
}

/** One subject: medians over the repetitions. */
export interface Row {
  readonly subject: Subject
  readonly label: string
  readonly requestsPerSecond: Spread
  readonly cpuMsPer1000: Spread
  readonly rssMb: Spread
  /** To the bare handler of the same repetition. */
  readonly throughputToHono: Spread
  readonly cpuToHono: Spread
  /** Share of one processor that the server used: far below 1, it was not the server that was waited for. */
  readonly busy: Spread
  readonly settled: number
}

interface Sample {
  readonly requestsPerSecond: number
  readonly cpuMsPer1000: number
  readonly rssMb: number
  readonly busy: number
}

/** Compiles the processes. The packages are installed already. */
export async function prepare(): Promise<void> {
  await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: { hono: './workers/hono.ts', ours: './workers/ours.ts' },
    outdir: installation(),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node22',
  })
}

export async function measure(plan: Plan, tell: (progress: string) => void): Promise<Row[]> {
  const samples = new Map(subjectNames.map((subject) => [subject, [] as Sample[]]))
  for (let repetition = 1; repetition <= plan.repetitions; repetition++) {
    tell(`connector ${repetition}/${plan.repetitions}`)
    const order = repetition % 2 === 1 ? subjectNames : subjectNames.toReversed()
    for (const [subject, sample] of await repeat(order, plan)) samples.get(subject)!.push(sample)
  }
  return subjectNames.map((subject) => rowOf(subject, samples, plan))
}

/** Fresh processes, which are asked in turn: what other programs do meanwhile, they do to all of them. */
async function repeat(order: readonly Subject[], plan: Plan): Promise<ReadonlyMap<Subject, Sample>> {
  const running: Running[] = []
  try {
    for (const subject of order) running.push(await start(subject, plan.connections))
    for (const { asker } of running) await asker.ask(plan.warmUp)
    for (let turn = 0; turn < plan.turns; turn++) {
      for (const one of running) {
        const before = await one.usage()
        one.seconds += (await one.asker.ask(plan.settlementsPerTurn)).seconds
        const after = await one.usage()
        one.cpuMs += after.cpuMs - before.cpuMs
        one.rssMb = after.rssMb
      }
    }
    const settlements = plan.turns * plan.settlementsPerTurn
    return new Map(
      running.map(({ subject, seconds, cpuMs, rssMb }) => [
        subject,
        {
          requestsPerSecond: settlements / seconds,
          cpuMsPer1000: (cpuMs / settlements) * 1000,
          rssMb,
          busy: cpuMs / 1000 / seconds,
        },
      ]),
    )
  } finally {
    for (const { asker, child } of running) {
      asker.close()
      if (child.connected) child.disconnect()
    }
  }
}

interface Usage {
  readonly cpuMs: number
  readonly rssMb: number
}

interface Running {
  readonly subject: Subject
  readonly child: ChildProcess
  readonly asker: Asker
  usage(): Promise<Usage>
  seconds: number
  cpuMs: number
  rssMb: number
}

async function start(subject: Subject, connections: number): Promise<Running> {
  const { worker, args } = subjects[subject]
  const child = fork(join(installation(), `${worker}.mjs`), [...args], { cwd: installation(), execArgv: [] })
  const { port } = (await message(child)) as { readonly port: number }
  return {
    subject,
    child,
    asker: await openAsker(port, connections),
    usage() {
      const answer = message(child)
      child.send('usage')
      return answer as Promise<Usage>
    },
    seconds: 0,
    cpuMs: 0,
    rssMb: 0,
  }
}

function message(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`a process of the benchmark ended with ${code}`))
    child.once('exit', onExit)
    child.once('message', (answer) => {
      child.off('exit', onExit)
      resolve(answer)
    })
  })
}

function rowOf(subject: Subject, samples: ReadonlyMap<Subject, readonly Sample[]>, plan: Plan): Row {
  const own = samples.get(subject)!
  const bare = samples.get('hono')!
  const over = (field: keyof Sample) => spread(own.map((sample) => sample[field]))
  const ratio = (field: keyof Sample) => spread(own.map((sample, index) => sample[field] / bare[index]![field]))
  return {
    subject,
    label: subjects[subject].label,
    requestsPerSecond: over('requestsPerSecond'),
    cpuMsPer1000: over('cpuMsPer1000'),
    rssMb: over('rssMb'),
    throughputToHono: ratio('requestsPerSecond'),
    cpuToHono: ratio('cpuMsPer1000'),
    busy: over('busy'),
    settled: plan.repetitions * (plan.warmUp + plan.turns * plan.settlementsPerTurn),
  }
}
