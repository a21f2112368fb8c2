import type { CaptureOrder } from '../api/capture.ts'
import type { Run } from '../api/run.ts'
import type { Environment, Provider } from '../engine/provider.ts'
import { type LiveRun, revive } from './live-run.ts'
import { providerNamed, readyCapture } from './order.ts'
import { SessionError } from './session-error.ts'

/**
 * Goes on with a run of an earlier session, which only a sandbox remembers.
 *
 * @param values credentials that were asked for again
 * @throws SessionError for a run nobody knows, and for one whose emulator is gone
 */
export async function reviveRun(
  id: string,
  run: Run | null,
  values: CaptureOrder['values'],
  providers: readonly Provider[],
  environment: Environment,
  onChange: (live: LiveRun) => void,
): Promise<LiveRun> {
  if (run === null) throw new SessionError('not-found', `There is no run ${id}.`)
  if (run.target === 'emulator') {
    throw new SessionError(
      'emulator-gone',
      'The emulator of this run ended with its session: capture anew with the same values.',
    )
  }
  const order: CaptureOrder = { provider: run.provider, target: 'sandbox', values: { ...run.values, ...values } }
  const ready = await readyCapture(providerNamed(providers, run.provider), order, environment)
  return revive(run, ready, onChange)
}
