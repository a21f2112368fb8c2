import { describe, expect, it } from 'vitest'
import { progressLine } from './progress.ts'
import { table, wrap } from './table.ts'
import { createTerminal, plainTerminal } from './terminal.ts'

function terminalOn(options: { isTTY?: boolean; columns?: number; env?: Record<string, string> } = {}) {
  const { env = {}, ...stream } = options
  let written = ''
  const stdout = {
    ...stream,
    write(text: string) {
      written += text
    },
  }
  return { terminal: createTerminal({ stdout, stderr: stdout, env }), written: () => written }
}

describe('colours', () => {
  it.each([
    [{ isTTY: true }, true],
    [{ isTTY: false }, false],
    [{ isTTY: true, env: { NO_COLOR: '1' } }, false],
    [{ isTTY: false, env: { FORCE_COLOR: '1' } }, true],
    [{ isTTY: true, env: { TERM: 'dumb' } }, false],
  ])('%j: %s', (options, coloured) => {
    const { terminal } = terminalOn(options)
    expect(terminal.paint('red', 'x') !== 'x').toBe(coloured)
    expect(plainTerminal(terminal).paint('red', 'x')).toBe('x')
  })
})

describe('lines', () => {
  it('keep colours, and nothing else that a terminal obeys', () => {
    const { terminal, written } = terminalOn({ isTTY: true })
    terminal.line(terminal.paint('red', 'order\u001b[2J-1'))
    terminal.complain('a\u001b]0;renamed\u0007\rb\u009b1mc\té')
    expect(written()).toBe(`${terminal.paint('red', 'order\ufffd[2J-1')}\na\ufffd]0;renamed\ufffd\ufffdb\ufffd1mc\té\n`)
  })
})

describe('progress', () => {
  const state = { total: 100, done: 25, violated: 0, running: ['vtex/fault/no-answer'] }

  it('overwrites one line on a terminal, shortened to fit', () => {
    const { terminal, written } = terminalOn({ isTTY: true, columns: 40, env: { NO_COLOR: '1' } })
    let now = 0
    const line = progressLine(terminal, () => now)
    line.update(state)
    now = 100
    line.update({ ...state, done: 50 })
    line.clear()
    const [first, second, rest] = written().split('\r\u001b[2K')
    expect(first).toBe(' 25 %  25/100 cases, no violation, 0 s…')
    expect(second).toMatch(/^ 50 %/)
    expect(rest).toBe('')
    expect(written()).not.toContain('\n')
  })

  it('is a line every few seconds in a log', () => {
    const { terminal, written } = terminalOn()
    let now = 0
    const line = progressLine(terminal, () => now)
    for (now = 0; now <= 10_000; now += 500) line.update({ ...state, violated: 1 })
    line.clear()
    const lines = written().trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toBe(' 25 %  25/100 cases, 1 VIOLATED, 4 s, waiting for vtex/fault/no-answer')
    expect(written()).not.toContain('\u001b')
  })
})

describe('a table', () => {
  it('aligns by what is seen, not by what is written', () => {
    const red = '\u001b[31mno\u001b[39m'
    const lines = table(
      [{ title: 'a' }, { title: 'n', align: 'right' }, { title: 'z' }],
      [
        [red, '7', 'end'],
        ['maybe', '12', 'x'],
      ],
    )
    expect(lines).toEqual(['a       n  z', `${red}      7  end`, 'maybe  12  x'])
  })

  it('goes on under the last column where the terminal ends', () => {
    const lines = table([{ title: 'a' }, { title: 'what' }], [['x', 'one two three four five six seven eight']], 30)
    expect(lines).toEqual(['a  what', 'x  one two three four five six', '   seven eight'])
  })

  it('wraps text with an indent', () => {
    expect(wrap('one two three', 10, '  ')).toEqual(['  one two', '  three'])
  })
})
