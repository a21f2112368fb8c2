import type { BatchProgress } from '@cap/ledger'
import { pace } from '../batch/pace.ts'
import { eraseLine } from './progress.ts'
import type { Terminal } from './terminal.ts'

const everyMs = { live: 100, log: 4_000 }
const barWidth = 24

/** How far a batch is, with rate and time left: one line that is overwritten, or in a log a line every few seconds. */
export function batchProgress(terminal: Terminal, now: () => number = () => performance.now()) {
  let shownAt = Number.NEGATIVE_INFINITY
  let shown = false
  const watched = pace(now)
  const clear = () => {
    if (shown) terminal.write(eraseLine)
    shown = false
  }
  const show = (text: string) => {
    const at = now()
    if (at - shownAt < (terminal.live ? everyMs.live : everyMs.log)) return
    shownAt = at
    if (!terminal.live) return terminal.line(text)
    clear()
    terminal.write(text.slice(0, Math.max(20, terminal.columns - 1)))
    shown = true
  }
  return {
    clear,
    reading: (rows: number) => show(`reading: ${rows} rows`),
    sending({ rows, counts }: BatchProgress) {
      const { done, perSecond, secondsLeft } = watched.note({ rows, counts })
      const left = secondsLeft === null ? '' : `${lasting(secondsLeft)} left`
      const part = rows === 0 ? 1 : done / rows
      const bar = '█'.repeat(Math.floor(part * barWidth)).padEnd(barWidth, '░')
      const open = counts.unknown + counts.pending + counts.person
      const captured = counts.captured + counts.accepted
      show(
        `${bar} ${done}/${rows}  ${captured} captured, ${counts.declined} declined, ${open} open  ${perSecond.toFixed(0)}/s  ${left}`,
      )
    },
  }
}

function lasting(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  return seconds < 5_400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`
}
