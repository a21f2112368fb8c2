import { styleText } from 'node:util'

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan' | 'inverse'

/** Where a command writes. Nothing else of the process is touched by what is shown. */
export interface Terminal {
  /** To standard output, as it is. */
  write(text: string): void
  /** One line, to standard output. */
  line(text?: string): void
  /** One line, to standard error. */
  complain(text: string): void
  /** Colours, where they are wanted. */
  paint(style: Style | readonly Style[], text: string): string
  /** A line may be overwritten: a person is watching. */
  readonly live: boolean
  /** Characters of a line; infinite where no terminal is. */
  readonly columns: number
}

/** The part of a stream that is needed. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

export interface TerminalOptions {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** No colours and no cursor movement, whatever the terminal can do. */
  readonly plain?: boolean
}

/** `NO_COLOR` and `FORCE_COLOR` are obeyed, see https://no-color.org; a CI log is never overwritten. */
export function createTerminal({ stdout, stderr, env, plain = false }: TerminalOptions): Terminal {
  const isTTY = stdout.isTTY === true && env.TERM !== 'dumb'
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0'
  const colours = !plain && (env.NO_COLOR ?? '') === '' && (isTTY || forced)
  return {
    write: (text) => void stdout.write(text),
    line: (text = '') => void stdout.write(`${harmless(text)}\n`),
    complain: (text) => void stderr.write(`${harmless(text)}\n`),
    paint: (style, text) => (colours ? styleText(style as Style[], text, { validateStream: false }) : text),
    live: isTTY && !plain && (env.CI ?? '') === '',
    columns: isTTY ? (stdout.columns ?? 100) : Number.POSITIVE_INFINITY,
  }
}

/** Lines repeat what files and providers say. Colours stay; what would move the cursor, or rename the window, is replaced. */
function harmless(text: string): string {
  return text.replace(/\p{Cc}(?:\[[\d;]*m)?/gu, (found) => {
    const isColour = found.startsWith('\u001b') && found.endsWith('m')
    return isColour || /^[\n\t]/.test(found) ? found : `\ufffd${found.slice(1)}`
  })
}

/** The same place, without colours and cursor movement. */
export function plainTerminal(terminal: Terminal): Terminal {
  return { ...terminal, paint: (_, text) => text, live: false }
}
