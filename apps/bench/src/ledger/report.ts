import type { Goal } from '../goals.ts'
import type { Database, LedgerMeasures, LedgerPlan, LedgerRow } from './measure.ts'

export interface LedgerReport extends LedgerMeasures {
  readonly conditions: LedgerPlan & {
    readonly date: string
    readonly node: string
    readonly processors: string
    readonly loadAverage: { readonly before: number; readonly after: number }
    readonly quick: boolean
  }
  readonly goals: readonly Goal[]
}

const names: Readonly<Record<Database, string>> = { folder: 'PGlite in a folder', server: 'PostgreSQL' }
const wanted: Readonly<Record<Database, { readonly enqueue: number; readonly work: number }>> = {
  folder: { enqueue: 7_500, work: 500 },
  server: { enqueue: 15_000, work: 1_500 },
}
const mostGrowthMb = 100
const mostPerRow = 1.2
const leastShared = 1.6

export function goalsOf({ rows, shared }: LedgerMeasures): Goal[] {
  const goals: Goal[] = []
  for (const database of ['folder', 'server'] as const) {
    const own = rows.filter((row) => row.database === database)
    const small = own.at(0)
    const large = own.at(-1)
    if (small === undefined || large === undefined) continue
    const name = names[database]
    goals.push(
      atLeast(`${name}: rows written a second`, wanted[database].enqueue, rate(large, 'enqueue'), 0),
      atLeast(`${name}: durable captures a second`, wanted[database].work, rate(large, 'work'), 0),
      atMost(`${name}: cost of a row, ${large.rows} to ${small.rows}`, mostPerRow, perRow(large) / perRow(small), 2),
      atMost(`${name}: MB of growth after warm-up, ${large.rows} rows`, mostGrowthMb, growth(large), 0),
    )
  }
  goals.push(
    atLeast(
      `PostgreSQL: two workers to one, provider at ${shared.answerMs} ms`,
      leastShared,
      shared.oneSeconds / shared.twoSeconds,
      2,
    ),
  )
  return goals
}

/** The report as Markdown, readable as it stands. */
export function render({ conditions, goals, rows, shared }: LedgerReport): string {
  const { date, node, processors, loadAverage, concurrency, quick } = conditions
  return [
    '# Ledger',
    '',
    `${date}, Node ${node}, ${processors}, load average ${loadAverage.before.toFixed(1)} before and ` +
      `${loadAverage.after.toFixed(1)} after. Each step in a fresh process, database and worker on the same machine; rows come from a file, one JSON ` +
      `object a line; the provider answers at once, inside the process; ${concurrency} captures at a time. Warm-up is the first fifth of the rows. How late ` +
      `timers are is told of the worse step, writing or capturing.` +
      (quick ? ' **Quick run: it shows that the harness works, and nothing else.**' : ''),
    '',
    '| database | rows | written/s | captured/s | CPU ms a capture | open ms | MB after warm-up | most MB | loop delay p99 ms | most |',
    '|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|',
    ...rows.map((row) => `| ${cells(row).join(' | ')} |`),
    '',
    `${shared.rows} rows, provider at ${shared.answerMs} ms: one worker ${shared.oneSeconds.toFixed(1)} s, two ${shared.twoSeconds.toFixed(1)} s.`,
    '',
    '| goal | wanted | measured | reached |',
    '|---|---:|---:|---|',
    ...goals.map(({ goal, wanted, measured, reached }) => {
      return `| ${goal} | ${wanted} | ${measured} | ${reached ? 'yes' : '**no**'} |`
    }),
    '',
  ].join('\n')
}

function cells(row: LedgerRow): string[] {
  const { enqueue, work } = row
  return [
    names[row.database],
    String(row.rows),
    rate(row, 'enqueue').toFixed(0),
    rate(row, 'work').toFixed(0),
    ((work.cpuSeconds / row.rows) * 1000).toFixed(2),
    work.openMs.toFixed(0),
    work.rss.afterWarmUp.toFixed(0),
    work.rss.most.toFixed(0),
    Math.max(enqueue.loopDelayMs.p99, work.loopDelayMs.p99).toFixed(1),
    Math.max(enqueue.loopDelayMs.most, work.loopDelayMs.most).toFixed(0),
  ]
}

function rate(row: LedgerRow, step: 'enqueue' | 'work'): number {
  return row.rows / row[step].seconds
}

function perRow(row: LedgerRow): number {
  return (row.enqueue.seconds + row.work.seconds) / row.rows
}

function growth({ enqueue, work }: LedgerRow): number {
  return Math.max(...[enqueue, work].map(({ rss }) => rss.most - rss.afterWarmUp))
}

function atLeast(goal: string, least: number, measured: number, digits: number): Goal {
  return { goal, wanted: `>= ${least}`, measured: measured.toFixed(digits), reached: measured >= least }
}

function atMost(goal: string, most: number, measured: number, digits: number): Goal {
  return { goal, wanted: `<= ${most}`, measured: measured.toFixed(digits), reached: measured <= most }
}
