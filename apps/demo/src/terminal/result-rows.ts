import type { BookEntry } from '@cap/core/testing'
import type { CellResult } from '../engine/cell.ts'
import type { Column } from './table.ts'
import type { Terminal } from './terminal.ts'

export const resultColumns = (what: string): readonly Column[] => [
  { title: '' },
  { title: what },
  { title: 'provider' },
  { title: 'cases', align: 'right' },
  { title: 'attempts', align: 'right' },
  { title: 'ms', align: 'right' },
  { title: 'the book says moved' },
  { title: 'outcome' },
]

/** The versions of one scenario or fault at one provider, summed up in one row of a table. */
export function resultRow(terminal: Terminal, results: readonly CellResult[], label: string): readonly string[] {
  const held = results.every((result) => result.held)
  return [
    held ? terminal.paint('green', '✓') : terminal.paint('red', '✗'),
    label,
    results[0]?.provider ?? '',
    String(results.length),
    range(results.map(({ attempts }) => attempts)),
    range(results.map(({ ms }) => ms)),
    movedOf(results),
    tally(results.map((result) => endingText(terminal, result))),
  ]
}

/** One case on its own. */
export function caseRow(terminal: Terminal, result: CellResult): readonly string[] {
  const [mark = '', , , , ...rest] = resultRow(terminal, [result], '')
  return [mark, terminal.paint('dim', `  ${result.version || 'once'}`), '', '', ...rest]
}

/** `unknown → captured`: how the capture ended, and what `resolve` made of it. */
function endingText(terminal: Terminal, { ending, resolved, held }: CellResult): string {
  const text = resolved === null ? ending : `${ending} → ${resolved}`
  if (!held) return terminal.paint('red', `${text} VIOLATED`)
  const last = resolved ?? ending
  return last === 'captured' ? terminal.paint('green', text) : isOpen(last) ? terminal.paint('yellow', text) : text
}

function isOpen(ending: string): boolean {
  return ending === 'unknown' || ending === 'pending'
}

export function movedText(moved: readonly BookEntry[]): string {
  if (moved.length === 0) return 'nothing'
  return moved.map(({ amount }) => `${amount.amount} ${amount.currency}`).join(' + ')
}

/** `700.50 BRL` when it moved in every case, `3 of 8: 700.50 BRL` when it did not. */
function movedOf(results: readonly CellResult[]): string {
  const moved = results.filter((result) => result.moved.length > 0)
  const amounts = [...new Set(moved.map((result) => movedText(result.moved)))].join(', ')
  if (moved.length === 0) return 'nothing'
  return moved.length === results.length ? amounts : `${moved.length} of ${results.length}: ${amounts}`
}

function range(numbers: readonly number[]): string {
  const least = Math.min(...numbers)
  const most = Math.max(...numbers)
  return least === most ? String(least) : `${least}–${most}`
}

/** Each text once, the frequent ones first, with how often it occurred. */
function tally(texts: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  if (counts.size === 1) return texts[0] ?? ''
  return [...counts]
    .toSorted(([, one], [, two]) => two - one)
    .map(([text, count]) => (count === 1 ? text : `${text} ×${count}`))
    .join(', ')
}
