import type { Goal } from '../goals.ts'
import type { Spread } from '../statistics.ts'
import type { Plan, Row } from './measure.ts'

export interface ConnectorReport {
  readonly conditions: Plan & {
    readonly date: string
    readonly node: string
    readonly processors: string
    readonly loadAverage: { readonly before: number; readonly after: number }
    readonly quick: boolean
  }
  readonly goals: readonly Goal[]
  readonly rows: readonly Row[]
}

/** What is wanted: the connector on loopback at 0.6 times a bare Hono handler that parses and answers the same JSON. */
const least = 0.6

export function goalsOf(rows: readonly Row[]): Goal[] {
  return rows
    .filter(({ subject }) => subject !== 'hono')
    .map(({ label, throughputToHono: { median } }) => ({
      goal: `${label}: requests/s to a bare Hono handler`,
      wanted: `>= ${least}`,
      measured: median.toFixed(2),
      reached: median >= least,
    }))
}

/** The report as Markdown, readable as it stands. */
export function render({ conditions, goals, rows }: ConnectorReport): string {
  const { date, node, processors, loadAverage, repetitions, connections, turns, settlementsPerTurn } = conditions
  return [
    '# Connector',
    '',
    `${date}, Node ${node}, ${processors}, load average ${loadAverage.before.toFixed(1)} before and ` +
      `${loadAverage.after.toFixed(1)} after. Medians of ${repetitions} repetitions, each of fresh processes that are asked in ` +
      `turn, ${turns} times ${settlementsPerTurn} new settlements over ${connections} connections, after ` +
      `${conditions.warmUp} to warm up.` +
      (conditions.quick ? ' **Quick run: it shows that the harness works, and nothing else.**' : ''),
    '',
    ...table(
      ['server', 'requests/s', 'to Hono', 'CPU ms per 1,000', 'to Hono', 'busy', 'RSS MB', 'settled'],
      rows.map((row) => [
        row.label,
        `${row.requestsPerSecond.median.toFixed(0)} (${range(row.requestsPerSecond, 0)})`,
        `${row.throughputToHono.median.toFixed(2)} (${range(row.throughputToHono, 2)})`,
        `${row.cpuMsPer1000.median.toFixed(0)} (${range(row.cpuMsPer1000, 0)})`,
        `${row.cpuToHono.median.toFixed(2)} (${range(row.cpuToHono, 2)})`,
        row.busy.median.toFixed(2),
        row.rssMb.median.toFixed(0),
        String(row.settled),
      ]),
    ),
    '',
    ...table(
      ['goal', 'wanted', 'measured', 'reached'],
      goals.map(({ goal, wanted, measured, reached }) => [goal, wanted, measured, reached ? 'yes' : '**no**']),
    ),
    '',
  ].join('\n')
}

function range({ least: from, most: to }: Spread, digits: number): string {
  return `${from.toFixed(digits)} to ${to.toFixed(digits)}`
}

/** Markdown, with columns aligned for a terminal. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)]
}
