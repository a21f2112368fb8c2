import type { CaptureOrder } from '../api/capture.ts'
import type { Run } from '../api/run.ts'
import { keptValues } from './filled-values.ts'
import type { ReadyCapture } from './order.ts'
import { runId } from './run-id.ts'

/** The record of a capture that is about to be made. */
export function newRun(ready: ReadyCapture, order: CaptureOrder, url: string, origin: Run['origin']): Run {
  const { provider, operation, description, harm } = ready
  const { values, secretFields } = keptValues(provider, ready.values, operation.request, description.secretPaths)
  const now = Date.now()
  const { amount, currency } = values
  return {
    id: runId(now),
    at: new Date(now).toISOString(),
    provider: provider.name,
    target: order.target,
    state: 'running',
    ending: null,
    code: null,
    amount: typeof amount === 'string' && typeof currency === 'string' ? { amount, currency } : null,
    scenario: order.scenario ?? null,
    fault:
      harm === undefined
        ? null
        : { name: harm.step.fault.name, moved: harm.step.moved, always: harm.always, strikes: harm.strikes },
    exchanges: 0,
    ms: null,
    moved: order.target === 'emulator' ? 0 : null,
    held: null,
    origin,
    bridge: null,
    values,
    deadlineMs: order.deadlineMs ?? null,
    attemptTimeoutMs: order.attemptTimeoutMs ?? null,
    secretFields: [...secretFields],
    url,
    calls: [],
    movements: order.target === 'emulator' ? [] : null,
    violation: null,
    may: { resolve: [], replay: [], refused: 'running' },
  }
}
