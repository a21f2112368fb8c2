import type { CaptureOutcome } from '@cap/core'
import type { ResolveSchedule } from '../options.ts'

/** When an open operation is asked for again: in so many milliseconds, or by a person. */
export type Next =
  | { readonly nextInMs: number; readonly person: false }
  | { readonly nextInMs: null; readonly person: true }

const person: Next = { nextInMs: null, person: true }

/**
 * @param tries questions of the schedule asked so far
 * @param openForMs since it was first sent
 * @param outcome the latest, `pending` or `unknown`
 */
export function nextQuestion(
  schedule: ResolveSchedule,
  tries: number,
  openForMs: number,
  outcome: CaptureOutcome,
): Next {
  const { first, everyMs, windowMs, laterMs } = schedule
  // A closed window ends replays; lookups may still find the payment. Any other call for a person is the provider's own.
  const closed = outcome.status === 'unknown' && outcome.cause === 'replay_window_passed'
  if (outcome.status === 'unknown' && outcome.needs === 'person' && !closed) return person
  if (openForMs < windowMs) {
    const now = first[tries]
    if (now === undefined) return { nextInMs: everyMs, person: false }
    return { nextInMs: Math.max(0, now - (first[tries - 1] ?? 0)), person: false }
  }
  return isOver(schedule, openForMs) ? person : { nextInMs: laterMs, person: false }
}

/** Whether nothing is asked any more of what has been open for so long. */
export function isOver(schedule: ResolveSchedule, openForMs: number): boolean {
  return openForMs >= overAfterMs(schedule)
}

export function overAfterMs({ windowMs, laterMs, laterTimes }: ResolveSchedule): number {
  return windowMs + laterMs * laterTimes
}
