import type { CaptureEvent } from '@cap/core'
import { type BookEntry, type Ending, endingName } from '@cap/core/testing'
import { type CaptureRun, lastEnding, openHandle } from '../engine/capture-run.ts'
import type { Harm } from '../engine/fault-plan.ts'
import { verdictOf } from '../engine/verdict.ts'
import { printEvent } from '../terminal/exchange-text.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { printBook, printVerdict } from '../terminal/verdict-text.ts'
import type { Target } from './target.ts'

/** What is captured, where, and what is done to it. */
export interface CaptureSetting {
  readonly provider: string
  readonly title: string
  readonly target: Target
  readonly scenario: string | null
  readonly harm: Harm | null
}

export interface FinishedCapture extends CaptureRun {
  /** null at a sandbox: only its operator knows what really moved. */
  readonly moved: readonly BookEntry[] | null
  readonly violation: string | null
}

/** Shows one capture while it is made, and afterwards. */
export interface CaptureView {
  listening(url: string): void
  event(event: CaptureEvent): void
  finished(run: FinishedCapture): void
}

export function textView(terminal: Terminal, setting: CaptureSetting): CaptureView {
  let url = ''
  let begun = false
  let resolving = false
  const begin = () => {
    if (begun) return
    begun = true
    const where = setting.target === 'emulator' ? 'emulator on this machine' : 'SANDBOX'
    terminal.line(`${terminal.paint('bold', setting.title)}, ${where}, ${url}`)
    if (setting.scenario !== null) terminal.line(`  scenario: ${setting.scenario}`)
    if (setting.harm !== null) terminal.line(`  fault: ${describeHarm(setting.harm)}`)
  }
  return {
    listening(address) {
      url = address
    },
    event(event) {
      begin()
      if (event.operation === 'resolve' && !resolving) {
        resolving = true
        const over = setting.harm === null ? 'Now' : 'The fault is over. Now'
        terminal.line()
        terminal.line(terminal.paint('bold', `${over} resolve(handle), as another process would, another day`))
      }
      printEvent(terminal, event)
      if (event.type !== 'finished' || event.outcome === null || openHandle(event.outcome) === null) return
      terminal.line()
      terminal.line(`${event.operation}() ended: ${event.outcome.status}`)
    },
    finished(run) {
      begin()
      const last = lastEnding(run)
      printVerdict(terminal, verdictOf(last))
      const handle = openHandle(last.outcome)
      if (handle !== null) {
        terminal.line(terminal.paint('bold', 'The handle'))
        terminal.line(`  ${JSON.stringify(handle)}`)
      }
      if (run.moved !== null) printBook(terminal, run.moved, run.violation)
    },
  }
}

/** One JSON document at the end; nothing before it. */
export function jsonView(write: (report: unknown) => void, setting: CaptureSetting): CaptureView {
  const events: CaptureEvent[] = []
  let url = ''
  return {
    listening(address) {
      url = address
    },
    event: (event) => void events.push(event),
    finished({ first, ms, later, moved, violation }) {
      const { provider, target, scenario, harm } = setting
      const { headline, what, next } = verdictOf(later.at(-1)?.end ?? first)
      write({
        version: 1,
        provider,
        target,
        url,
        scenario,
        fault: harm === null ? null : describeHarm(harm),
        verdict: { headline, what, next },
        capture: { ...plain(first), ms },
        resolves: later.map(({ how, end }) => ({ how, ...plain(end) })),
        moved,
        violation,
        events,
      })
    },
  }
}

function plain(end: Ending) {
  return { ending: endingName(end), outcome: end.outcome, error: end.error }
}

function describeHarm({ step, strikes, always }: Harm): string {
  const { fault, moved } = step
  const version = fault.reaches === 'may' ? (moved ? ', money moved' : ', nothing moved') : ''
  return `${fault.name} (${fault.title}) on the ${strikes}, ${always ? 'always' : 'once'}${version}`
}
