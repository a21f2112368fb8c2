import type { CellResult } from '../engine/cell.ts'
import type { Summary } from '../engine/summary.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

/** Milliseconds a timer may be late before the machine is named beside the violations. */
const tolerableMs = 500

/** The invariants in numbers, and whether all of them held. */
export function printSummary(
  terminal: Terminal,
  summary: Summary,
  { seconds, lateMs }: { readonly seconds: number; readonly lateMs: number },
): void {
  const { cells, applied, acknowledged, unknown, resolved, duplicates, violated } = summary
  terminal.line()
  terminal.line(terminal.paint('bold', `Invariants over ${cells} cases, in ${seconds.toFixed(1)} s`))
  const rows = [
    ['  applied', applied, "operations whose money moved, by the emulators' books"],
    ['  acknowledged', acknowledged, 'operations the caller was told are captured'],
    ['  unknown', unknown, `captures that ended unknown or pending; resolve() settled ${resolved} of them afterwards`],
    ['  duplicates', duplicates, 'movements beyond the first of an operation'],
    ['  violated', violated, 'cases in which an invariant did not hold'],
  ].map((row) => row.map(String))
  const [, ...lines] = table([{ title: '' }, { title: '', align: 'right' }, { title: '' }], rows)
  for (const line of lines) terminal.line(line)
  terminal.line()
  if (cells === 0) terminal.line(terminal.paint(['bold', 'red'], 'NOTHING WAS RUN'))
  else if (violated === 0) terminal.line(terminal.paint(['bold', 'green'], 'EVERY INVARIANT HELD'))
  else terminal.line(terminal.paint(['bold', 'red'], `${violated} OF ${cells} CASES VIOLATED AN INVARIANT`))
  if (violated > 0 && lateMs > tolerableMs) {
    terminal.line(
      `This machine was busy: timers were up to ${lateMs} ms late. Cases about time limits may be its doing,`,
    )
    terminal.line('nothing else is: run them again with --concurrency 4.')
  }
}

/** What was violated, in full, and how to see it again. */
export function printViolations(terminal: Terminal, results: readonly CellResult[]): void {
  for (const { id, provider, kind, row, version, violation, ending } of results.filter(({ held }) => !held)) {
    terminal.line()
    terminal.line(`${terminal.paint(['bold', 'red'], 'VIOLATED')} ${id}`)
    terminal.line(`  the capture ended: ${ending}`)
    for (const line of (violation ?? '').split('\n')) terminal.line(`  ${line}`)
    const part = kind === 'fault' || kind === 'scenario' ? ` --${kind} ${row}` : ''
    terminal.line(`  again: npm start -- check --only ${provider}${part}${version === '' ? '' : ' --verbose'}`)
  }
}

/** How many cases of each kind held at each provider. */
export function printCounts(terminal: Terminal, results: readonly CellResult[]): void {
  const kinds = [...new Set(results.map(({ kind }) => kind))]
  const providers = [...new Set(results.map(({ provider }) => provider))]
  const rows = providers.map((provider) => [
    provider,
    ...kinds.map((kind) => {
      const some = results.filter((result) => result.provider === provider && result.kind === kind)
      return `${some.filter(({ held }) => held).length}/${some.length}`
    }),
  ])
  const columns = [{ title: 'held' }, ...kinds.map((kind) => ({ title: `${kind}s`, align: 'right' as const }))]
  for (const line of table(columns, rows)) terminal.line(line)
}
