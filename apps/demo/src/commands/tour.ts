import { endingName } from '@cap/core/testing'
import { attemptsOf } from '../engine/attempts.ts'
import { captureAtEmulator } from '../engine/emulated-capture.ts'
import { chooseProviders } from '../engine/plan.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { movedText } from '../terminal/result-rows.ts'
import { printTables } from '../terminal/result-tables.ts'
import { printSummary, printViolations } from '../terminal/summary-text.ts'
import { table } from '../terminal/table.ts'
import type { Context } from './context.ts'
import { type MatrixOptions, reportNames, runMatrix } from './run-matrix.ts'

/** The tour: one plain capture at each provider, then everything that can go wrong with it. */
export async function tour(context: Context, options: MatrixOptions): Promise<ExitCode> {
  const { terminal } = context
  terminal.line(
    terminal.paint('bold', 'Capture at three providers, emulated on this machine. Every call goes over a real socket.'),
  )
  const firstHeld = await plainCaptures(context, options.only ?? [])
  terminal.line()
  terminal.line(terminal.paint('dim', 'Now with every documented answer, and with everything a network can do to it.'))
  const { results, summary, exit, ...times } = await runMatrix(context, terminal, options)
  printTables(terminal, results, { verbose: options.verbose === true })
  printViolations(terminal, results)
  printSummary(terminal, summary, times)
  if (exit === exitCode.interrupted) terminal.line('INTERRUPTED: not everything was run')
  for (const name of reportNames) {
    if (options[name] !== undefined) terminal.line(`The report is in ${options[name]}`)
  }
  terminal.line()
  terminal.line('Next: npm start -- capture mercadopago --amount 700.50 --currency BRL')
  terminal.line('      npm start -- capture vtex --amount 45 --currency BRL --fault no-answer --moved --resolve replay')
  terminal.line('      npm start -- --help')
  return firstHeld ? exit : exitCode.violated
}

async function plainCaptures(context: Context, only: readonly string[]): Promise<boolean> {
  const { terminal } = context
  const rows: string[][] = []
  let held = true
  for (const provider of chooseProviders(context.providers, only)) {
    let url = ''
    const run = await captureAtEmulator(provider, provider.stage(), {
      recovery: 'none',
      onListening: (address) => {
        url = address
      },
    })
    held &&= run.violation === null && run.first.outcome?.status === 'captured'
    const mark = run.violation === null ? terminal.paint('green', '✓') : terminal.paint('red', '✗')
    rows.push([
      mark,
      provider.title,
      url,
      String(attemptsOf(run.first)),
      String(run.ms),
      movedText(run.moved),
      endingName(run.first),
    ])
  }
  const titles = ['', 'provider', 'emulator', 'exchanges', 'ms', 'the book says moved', 'outcome']
  const numbers = new Set(['exchanges', 'ms'])
  const columns = titles.map((title) => ({ title, ...(numbers.has(title) ? { align: 'right' as const } : {}) }))
  terminal.line()
  for (const line of table(columns, rows)) terminal.line(line)
  return held
}
