import { type ExitCode, exitCode } from '../exit-code.ts'
import { printTables } from '../terminal/result-tables.ts'
import { printCounts, printSummary, printViolations } from '../terminal/summary-text.ts'
import { plainTerminal } from '../terminal/terminal.ts'
import type { Context } from './context.ts'
import { type MatrixOptions, runMatrix } from './run-matrix.ts'

/** The tour's run for CI: no colours, no cursor movement, and of what held only how much. */
export async function check(context: Context, options: MatrixOptions): Promise<ExitCode> {
  const terminal = plainTerminal(context.terminal)
  const { results, summary, exit, ...times } = await runMatrix(context, terminal, options)
  if (options.verbose === true) printTables(terminal, results, { verbose: true })
  printViolations(terminal, results)
  terminal.line()
  printCounts(terminal, results)
  printSummary(terminal, summary, times)
  if (exit === exitCode.interrupted) terminal.line('INTERRUPTED: not everything was run')
  return exit
}
