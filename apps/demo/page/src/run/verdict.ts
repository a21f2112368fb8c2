import type { CaptureOutcome } from '@cap/core'
import type { Run, RunCall } from '../../../src/api/run.ts'

/** The one thing to know. */
export type Headline = 'running' | 'interrupted' | 'moved' | 'notMoved' | 'open' | 'bug'

export function headlineOf({ state, ending }: Pick<Run, 'state' | 'ending'>): Headline {
  if (state === 'running') return 'running'
  if (state === 'interrupted' || ending === null) return 'interrupted'
  if (ending === 'captured') return 'moved'
  if (ending === 'declined' || ending === 'threw') return 'notMoved'
  return ending === 'bug' ? 'bug' : 'open'
}

/** The call that decided: the last one that ended in a value, or the capture. */
export function decidingCall({ calls }: Run): RunCall | null {
  const own = calls.filter(({ by }) => by === null)
  return own.findLast((call) => call.outcome !== null) ?? own[0] ?? null
}

/** What a call ended in, in the package's own shape: the server passed it on as it came. */
export function outcomeOf(call: RunCall | null): CaptureOutcome | null {
  return (call?.outcome ?? null) as CaptureOutcome | null
}
