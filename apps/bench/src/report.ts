import type { Goal, Measured } from './goals.ts'
import type { LoadRow } from './load.ts'
import type { Spread } from './statistics.ts'

/** Where and how the figures came about. */
export interface Conditions {
  readonly date: string
  readonly node: string
  readonly undici: string
  readonly processors: string
  readonly platform: string
  /** Load average over one minute, before and after. More than nothing: other programs ran. */
  readonly loadAverage: { readonly before: number; readonly after: number }
  readonly quick: boolean
  readonly repetitions: number
  /** HTTP exchanges that were measured in each process, and those before them. */
  readonly measured: number
  readonly warmUp: number
  readonly rounds: number
}

export interface Report extends Measured {
  readonly conditions: Conditions
  readonly goals: readonly Goal[]
}

/** The report as Markdown, readable as it stands. */
export function render(report: Report): string {
  const { conditions, imports, firstCalls, bundles, installed, goals } = report
  const concurrencies = [...new Set(report.load.map((row) => row.concurrency))]
  const { before, after } = conditions.loadAverage
  return [
    '# Benchmark',
    '',
    `${conditions.date}, Node ${conditions.node}, npm undici ${conditions.undici}, ${conditions.processors}, ${conditions.platform}, ` +
      `load average ${before.toFixed(1)} before and ${after.toFixed(1)} after. ` +
      `Medians of ${conditions.repetitions} interleaved repetitions (${conditions.measured} HTTP exchanges each after ${conditions.warmUp} to warm up, ` +
      `a fresh process each); cold starts: medians of ${conditions.rounds} fresh processes.` +
      (conditions.quick ? ' **Quick run: it shows that the harness works, and nothing else.**' : ''),
    '',
    'Read the ratios. Each is the median of the ratios to the reference in the same repetition. All figures are of one HTTP',
    'exchange; a capture at pipwave is two, a requery and the capture.',
    '',
    ...concurrencies.flatMap((concurrency) => [
      `## Concurrency ${concurrency}`,
      '',
      ...loadTable(report.load.filter((row) => row.concurrency === concurrency)),
      '',
    ]),
    '## Cold start',
    '',
    ...table(
      ['import', 'ms', 'process over empty, ms', 'RSS MB', 'RSS over empty, MB'],
      imports.map((row) => [
        row.label,
        row.ms.toFixed(1),
        row.wallOverNothingMs.toFixed(1),
        row.rssMb.toFixed(1),
        row.rssOverNothingMb.toFixed(1),
      ]),
    ),
    '',
    ...table(
      ['import and first call', 'import ms', 'first call ms', 'sum ms', 'second call ms', 'RSS MB'],
      firstCalls.map((row) => [
        row.label,
        row.connectMs.toFixed(1),
        row.firstMs.toFixed(1),
        row.sumMs.toFixed(1),
        row.secondMs.toFixed(1),
        row.rssMb.toFixed(0),
      ]),
    ),
    '',
    '## Size',
    '',
    ...table(
      ['bundle of one capture', 'KB min', 'KB gzip', 'KB gzip, own transport', 'KB min by origin'],
      bundles.map((row) => [
        row.label,
        kb(row.minifiedBytes),
        kb(row.gzipBytes),
        row.label.startsWith('@cap/') ? kb(row.injectedGzipBytes) : '',
        row.parts.map(({ from, bytes }) => `${from} ${kb(bytes)}`).join(', '),
      ]),
    ),
    '',
    ...table(
      ['installed', 'packages', 'files', 'MB', 'which'],
      installed.map((row) => [
        row.label,
        String(row.packages),
        String(row.files),
        (row.bytes / 1e6).toFixed(2),
        row.names.join(', '),
      ]),
    ),
    '',
    '## Goals',
    '',
    ...table(
      ['goal', 'wanted', 'measured', 'reached'],
      goals.map(({ goal, wanted, measured, reached }) => [goal, wanted, measured, reached ? 'yes' : '**no**']),
    ),
    '',
  ].join('\n')
}

/** The report as JSON, laid out as the formatter of this repository wants it. */
export function json(report: Report): string {
  const text = JSON.stringify(report, null, 2)
  return `${text.replace(/\[\s+([^[\]{}]+?)\s+\]/g, (_, items: string) => `[${items.replace(/\s*\n\s*/g, ' ')}]`)}\n`
}

function loadTable(rows: readonly LoadRow[]): string[] {
  return table(
    [
      'client',
      'calls/s (least to most)',
      'p50 ms',
      'p99 ms',
      'CPU ms per 1,000',
      'calls/s to undici',
      'CPU to undici',
      'calls/s to ky',
      'CPU to ky',
      'RSS MB',
      'counted',
    ],
    rows.map((row) => [
      row.label,
      `${row.callsPerSecond.median.toFixed(0)} (${row.callsPerSecond.least.toFixed(0)} to ${row.callsPerSecond.most.toFixed(0)})`,
      row.p50Ms.median.toFixed(3),
      row.p99Ms.median.toFixed(2),
      row.cpuMsPer1000.median.toFixed(0),
      ratio(row.throughputToUndici),
      ratio(row.cpuToUndici),
      ratio(row.throughputToKy),
      ratio(row.cpuToKy),
      row.rssMb.median.toFixed(0),
      row.counted === row.exchanges ? String(row.counted) : `${row.counted} of ${row.exchanges}`,
    ]),
  )
}

function ratio(value: Spread | null): string {
  return value === null ? '' : value.median.toFixed(2)
}

function kb(bytes: number): string {
  return (bytes / 1024).toFixed(1)
}

/** Markdown, with columns aligned for a terminal. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`
  return [
    line(head),
    `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`,
    ...rows.map(line),
  ]
}
