import type { CellKind, CellResult } from '../engine/cell.ts'
import { caseRow, resultColumns, resultRow } from './result-rows.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

const groups: readonly { readonly kind: CellKind; readonly title: string; readonly column: string }[] = [
  { kind: 'scenario', title: 'Scenarios: the answers each provider documents', column: 'scenario' },
  { kind: 'fault', title: 'Faults: what a network does to them', column: 'fault' },
  { kind: 'sequence', title: 'Sequences: a lost answer, then a refusal', column: 'the refusal' },
  { kind: 'call', title: 'Calls: aborts, callbacks that throw, two at once', column: 'call' },
]

/** Every result in a table for each kind. Scenarios go by provider; faults side by side, for comparison. */
export function printTables(
  terminal: Terminal,
  results: readonly CellResult[],
  options: { readonly verbose: boolean },
): void {
  for (const { kind, title, column } of groups) {
    const ofKind = results.filter((result) => result.kind === kind)
    if (ofKind.length === 0) continue
    const [head = '', ...lines] = table(
      resultColumns(column),
      rowsOf(terminal, ofKind, options.verbose),
      terminal.columns,
    )
    terminal.line()
    terminal.line(terminal.paint('bold', title))
    terminal.line(terminal.paint('dim', head))
    for (const line of lines) terminal.line(line)
  }
}

function rowsOf(terminal: Terminal, results: readonly CellResult[], verbose: boolean): (readonly string[])[] {
  const byRow = Map.groupBy(results, ({ provider, row, kind }) => (kind === 'scenario' ? `${provider} ${row}` : row))
  const rows: (readonly string[])[] = []
  for (const ofRow of byRow.values()) {
    let label = ofRow[0]?.row ?? ''
    for (const versions of Map.groupBy(ofRow, ({ provider }) => provider).values()) {
      rows.push(resultRow(terminal, versions, label))
      if (verbose && versions.length > 1) rows.push(...versions.map((version) => caseRow(terminal, version)))
      label = ''
    }
  }
  return rows
}
