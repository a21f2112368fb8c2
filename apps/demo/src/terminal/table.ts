import { stripVTControlCharacters } from 'node:util'

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
}

/** The last column gets at least this much, however narrow the terminal is. */
const leastWidth = 30

/**
 * Rows under their titles, columns two spaces apart. The last column is not padded, and goes on in further lines where the
 * terminal ends.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  longest = Number.POSITIVE_INFINITY,
): string[] {
  const all = [columns.map(({ title }) => title), ...rows]
  const widths = columns.map((_, index) => Math.max(...all.map((row) => width(row[index] ?? ''))))
  const before = widths.slice(0, -1).reduce((sum, one) => sum + one + 2, 0)
  const rest = Math.max(leastWidth, longest - before)
  return all.flatMap((row) => {
    const cells = columns.slice(0, -1).map(({ align }, index) => {
      const cell = row[index] ?? ''
      const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - width(cell)))
      return align === 'right' ? space + cell : cell + space
    })
    const last = row[columns.length - 1] ?? ''
    const [first = '', ...more] = width(last) <= rest ? [last] : wrap(last, rest)
    return [[...cells, first].join('  ').trimEnd(), ...more.map((line) => ' '.repeat(before) + line)]
  })
}

function width(text: string): number {
  return [...stripVTControlCharacters(text)].length
}

/** Breaks at spaces; every line begins with the indent. */
export function wrap(text: string, columns: number, indent = ''): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && width(line) + 1 + width(word) > columns - indent.length) {
      lines.push(indent + line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, indent + line]
}
