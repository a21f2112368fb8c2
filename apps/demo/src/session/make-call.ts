import type { CaptureEvent } from '@cap/core'
import { type Ending, ending } from '@cap/core/testing'
import type { RunCall } from '../api/run.ts'
import { openHandle } from '../engine/capture-run.ts'
import { takePhases } from './exchange-phases.ts'
import type { LiveRun } from './live-run.ts'
import { permissions } from './permissions.ts'
import { codeOf, conclude, endingOf, hear } from './recorded-call.ts'

/** Begins the record of a call: what the client tells from now on is written there. */
export function beginCall(live: LiveRun, operation: RunCall['operation'], how: RunCall['how']): RunCall {
  const call: RunCall = {
    by: null,
    operation,
    how,
    startedAt: new Date().toISOString(),
    ms: null,
    outcome: null,
    thrown: null,
    exchanges: [],
    remarks: [],
  }
  live.run.calls.push(call)
  live.run.state = 'running'
  live.run.may = permissions(live.provider, live.run, true)
  live.busy = true
  return call
}

/** Writes down an event of the call under way. */
export function recordEvent(live: LiveRun, event: CaptureEvent): void {
  live.emulated?.place.said(event)
  const call = live.run.calls.findLast(({ by }) => by === null)
  if (call === undefined) return
  hear(call, event, event.type === 'attempt_finished' ? takePhases(event.attempt.url) : {})
  if (call.operation === 'capture') live.run.exchanges = call.exchanges.length
}

/** Makes the call, and brings the run up to what is known then. */
export async function makeCall(live: LiveRun, call: RunCall, calling: () => ReturnType<LiveRun['actor']['capture']>) {
  const started = performance.now()
  const end: Ending = await ending(calling())
  const ms = Math.round(performance.now() - started)
  conclude(call, end, ms)
  live.emulated?.place.judge(call.operation, end, live.actor)
  const { run } = live
  if (call.operation === 'capture') run.ms = ms
  run.state = 'finished'
  // A resolve that threw, or could not tell, leaves what was known before.
  if (call.operation === 'capture' || end.outcome !== null) {
    run.ending = endingOf(call)
    run.code = codeOf(call)
    live.handle = openHandle(end.outcome) ?? null
  }
  if (live.emulated !== null) {
    const { moved, violation } = live.emulated.place
    run.movements = moved.map(({ key, payment, amount, at }) => ({ key, payment, amount: { ...amount }, at }))
    run.moved = moved.length
    run.violation = violation
    run.held = violation === null
  }
  live.busy = false
  run.may = permissions(live.provider, run, true)
}
