import type { SeenAtProbe } from '../probe/lab.ts'
import type { Reading } from '../probe/question.ts'
import type { Finding } from '../probe/run-probe.ts'
import { wrap } from './table.ts'
import type { Terminal } from './terminal.ts'

const colours: Readonly<Record<Reading['verdict'], 'green' | 'red' | 'yellow' | 'dim'>> = {
  agrees: 'green',
  differs: 'red',
  open: 'yellow',
  'not asked': 'dim',
}

const words: Readonly<Record<Reading['verdict'], string>> = {
  agrees: 'as assumed',
  differs: 'NOT AS ASSUMED',
  open: 'for you to judge',
  'not asked': 'not asked',
}

/** A question, what was sent, what came, and how it reads. */
export function printFinding(terminal: Terminal, finding: Finding): void {
  const { paint } = terminal
  const { verdict, text } = finding.reading
  terminal.line()
  terminal.line(`${paint('bold', finding.ask)}  ${paint('dim', finding.name)}`)
  terminal.line(paint('dim', `  left open in ${finding.source}`))
  terminal.line(`  assumed   ${finding.assumed}`)
  for (const exchange of finding.exchanges) printExchange(terminal, exchange)
  const [first = '', ...more] = wrap(text, Math.min(terminal.columns, 140), '            ')
  terminal.line(`  ${paint(['bold', colours[verdict]], 'reading')}   ${first.trimStart()}`)
  for (const line of more) terminal.line(line)
  terminal.line(`            ${paint(colours[verdict], words[verdict])}`)
}

function printExchange(terminal: Terminal, { label, sent, came }: SeenAtProbe): void {
  const { paint } = terminal
  terminal.line(`  sent      ${label}: ${sent.method} ${sent.url}`)
  if (sent.body !== '') terminal.line(paint('dim', `            ${sent.body}`))
  const what = came.failure === null ? `${came.status} after ${came.ms} ms` : paint('yellow', came.failure)
  terminal.line(`  came      ${what}`)
  if (came.body !== '') terminal.line(paint('dim', `            ${came.body}`))
}

/** How many questions were answered, and what is left to do. */
export function printFindings(terminal: Terminal, findings: readonly Finding[], rehearsal: boolean): void {
  const count = (verdict: Reading['verdict']) => findings.filter(({ reading }) => reading.verdict === verdict).length
  terminal.line()
  terminal.line(
    terminal.paint(
      'bold',
      `${findings.length} questions: ${count('agrees')} as assumed, ${count('differs')} not, ${count('open')} to judge, ${count('not asked')} not asked`,
    ),
  )
  const held = findings.filter(({ reading, movesMoney }) => movesMoney && reading.verdict === 'not asked').length
  if (held > 0)
    terminal.line(`${held} of them may move money, and were not asked: add --yes, and what they say they need`)
  if (rehearsal)
    terminal.line(
      'This was dry practice at the emulator, which answers as we assume: it proves nothing about the provider.',
    )
}
