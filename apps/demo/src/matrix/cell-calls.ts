import type { CaptureEvent } from '@cap/core'
import type { RunCall } from '../api/run.ts'
import { hear } from '../session/recorded-call.ts'

/** What a cell's clients told, call by call: the shape in which runs are shown. */
export function callsOf(events: readonly CaptureEvent[]): readonly RunCall[] {
  return [...Map.groupBy(events, ({ call }) => call).values()].map((ofCall) => {
    const [first] = ofCall
    const call = callOf(null, first)
    for (const event of ofCall) hearAll(call, event)
    return call
  })
}

/** The record of a call that is known by its events alone. */
export function callOf(by: string | null, first: CaptureEvent | undefined): RunCall {
  return {
    by,
    operation: first?.operation === 'capture' ? 'capture' : 'resolve',
    how: null,
    startedAt: first?.callStartedAt ?? '',
    ms: null,
    outcome: null,
    thrown: null,
    exchanges: [],
    remarks: [],
  }
}

/** Adds an event, and with the last one the end of the call. */
export function hearAll(call: RunCall, event: CaptureEvent): void {
  hear(call, event)
  if (event.type !== 'finished') return
  call.ms = Math.max(0, Date.parse(event.at) - Date.parse(event.callStartedAt))
  const { outcome } = event
  if (
    outcome !== null &&
    outcome.status !== 'refunded' &&
    outcome.status !== 'cancelled' &&
    outcome.status !== 'done'
  ) {
    call.outcome = { ...outcome }
  } else call.thrown = { code: event.error, message: '', field: null, status: null, retryable: false, causes: [] }
}
