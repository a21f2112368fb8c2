import type { CaptureEvent } from '@cap/core'
import type { RunCall } from '../api/run.ts'
import { hear } from '../session/recorded-call.ts'

/** What a cell's clients told, call by call: the shape in which runs are shown. */
export function callsOf(events: readonly CaptureEvent[]): readonly RunCall[] {
  return [...Map.groupBy(events, ({ call }) => call).values()].map((ofCall) => {
    const [first] = ofCall
    const call: RunCall = {
      operation: first?.operation === 'capture' ? 'capture' : 'resolve',
      how: null,
      startedAt: first?.callStartedAt ?? '',
      ms: null,
      outcome: null,
      thrown: null,
      exchanges: [],
      remarks: [],
    }
    for (const event of ofCall) {
      hear(call, event)
      if (event.type !== 'finished') continue
      call.ms = Math.max(0, Date.parse(event.at) - Date.parse(event.callStartedAt))
      if (event.outcome !== null) call.outcome = { ...event.outcome }
      else call.thrown = { code: event.error, message: '', field: null, status: null, retryable: false, causes: [] }
    }
    return call
  })
}
