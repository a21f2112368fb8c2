import type { BookEntry } from '@cap/core/testing'
import type { Verdict } from '../engine/verdict.ts'
import { table, wrap } from './table.ts'
import type { Terminal } from './terminal.ts'

const colours = { 'MONEY MOVED': 'green', 'MONEY DID NOT MOVE': 'red', 'NOT KNOWN YET': 'yellow' } as const

/** The verdict, large enough to be seen from across the room. */
export function printVerdict(terminal: Terminal, verdict: Verdict): void {
  const { paint } = terminal
  const colour = colours[verdict.headline]
  const text = `   ${verdict.headline}   `
  const edge = '━'.repeat(text.length)
  terminal.line()
  terminal.line(paint(colour, `┏${edge}┓`))
  terminal.line(`${paint(colour, '┃')}${paint(['bold', colour], text)}${paint(colour, '┃')}`)
  terminal.line(paint(colour, `┗${edge}┛`))
  terminal.line(verdict.what)
  const [, ...lines] = table(
    [{ title: '' }, { title: '' }],
    verdict.facts.map(([name, value]) => [`  ${paint('dim', name)}`, value]),
  )
  for (const line of lines) terminal.line(line)
  const next = wrap(verdict.next, Math.min(terminal.columns, 100), '  ')
  terminal.line(paint('bold', 'What to do next'))
  for (const line of next) terminal.line(line)
}

/** What really moved, which no answer can change. */
export function printBook(terminal: Terminal, moved: readonly BookEntry[], violation: string | null): void {
  const { paint } = terminal
  terminal.line()
  terminal.line(paint('bold', "The emulator's book: what really moved"))
  if (moved.length === 0) terminal.line('  nothing')
  for (const { at, payment, key, amount } of moved) {
    terminal.line(
      `  ${at}  ${amount.amount} ${amount.currency}  payment ${payment}${key === null ? '' : `, key ${key}`}`,
    )
  }
  if (violation === null) terminal.line(paint('green', '  It agrees with what the caller was told.'))
  else {
    terminal.line(paint(['bold', 'red'], '  IT DOES NOT AGREE:'))
    for (const line of violation.split('\n')) terminal.line(`  ${line}`)
  }
}
