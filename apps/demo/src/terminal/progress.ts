import type { RunProgress } from '../engine/run-cells.ts'
import type { Terminal } from './terminal.ts'

/** Carriage return, and "erase in line" of ECMA-48. */
export const eraseLine = '\r\u001b[2K'

const everyMs = { live: 80, log: 4_000 }

/** Shows how far a run is: one line that is overwritten, or in a log a line every few seconds. */
export interface ProgressLine {
  update(progress: RunProgress): void
  /** Takes the line away, so that something else can be written. */
  clear(): void
}

export function progressLine(terminal: Terminal, now: () => number = () => performance.now()): ProgressLine {
  const started = now()
  let shownAt = terminal.live ? Number.NEGATIVE_INFINITY : started
  let shown = false
  const clear = () => {
    if (!shown) return
    terminal.write(eraseLine)
    shown = false
  }
  return {
    update(progress) {
      const at = now()
      if (at - shownAt < (terminal.live ? everyMs.live : everyMs.log)) return
      shownAt = at
      const text = describe(progress, (at - started) / 1000)
      if (!terminal.live) return terminal.line(text)
      clear()
      terminal.write(text.length < terminal.columns ? text : `${text.slice(0, terminal.columns - 2)}…`)
      shown = true
    },
    clear,
  }
}

function describe({ total, done, violated, running }: RunProgress, seconds: number): string {
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100)
  const trouble = violated === 0 ? 'no violation' : `${violated} VIOLATED`
  const oldest = running[0] === undefined ? '' : `, waiting for ${running[0]}`
  return `${String(percent).padStart(3)} %  ${done}/${total} cases, ${trouble}, ${seconds.toFixed(0)} s${oldest}`
}
