import type { CaptureEvent, CaptureHandle } from '@cap/core'
import type { CaptureOrder } from '../api/capture.ts'
import type { Run } from '../api/run.ts'
import { type EmulatedPlace, openPlace } from '../engine/emulated-place.ts'
import type { Actor, Provider, Stage } from '../engine/provider.ts'
import { recordEvent } from './make-call.ts'
import { newRun } from './new-run.ts'
import type { ReadyCapture } from './order.ts'
import { permissions } from './permissions.ts'

/** A run of this session, with what is needed to go on with it. */
export interface LiveRun {
  readonly provider: Provider
  /** What is shown and stored of it. */
  readonly run: Run
  /** Names the operation among all of the session: a replay under the same key is the same. */
  readonly operation: string
  readonly actor: Actor
  /** null at a sandbox. */
  readonly emulated: { readonly stage: Stage; readonly place: EmulatedPlace } | null
  /** Everything that must not be shown. */
  readonly secrets: readonly string[]
  /** Of an outcome that is not final. */
  handle: CaptureHandle | null
  busy: boolean
}

/** Puts up the emulator, or aims at the sandbox: the capture is ready to be sent. */
export async function enliven(
  ready: ReadyCapture,
  order: CaptureOrder,
  { origin, operation }: { readonly origin: Run['origin']; readonly operation?: string },
  onChange: (live: LiveRun) => void,
): Promise<LiveRun> {
  const { provider, stage, harm } = ready
  const times = order.fault?.always === true ? 100 : 1
  const place =
    stage === null
      ? null
      : await openPlace(provider, stage, {
          ...(order.scenario === undefined ? {} : { scenario: { name: order.scenario, times } }),
          ...(harm === undefined ? {} : { harm }),
        })
  const url = place?.url ?? ready.sandboxUrl ?? ''
  const run = newRun(ready, order, url, origin)
  const live: LiveRun = {
    provider,
    run,
    operation: operation ?? run.id,
    actor: actorOf(ready, url, (event) => changed(event)),
    emulated: stage === null || place === null ? null : { stage, place },
    secrets: [...ready.operation.secrets, ...typedSecrets(provider, order.values)],
    handle: null,
    busy: false,
  }
  const changed = (event: CaptureEvent) => {
    recordEvent(live, event)
    onChange(live)
  }
  return live
}

/** A run at a sandbox that another session began. */
export function revive(run: Run, ready: ReadyCapture, onChange: (live: LiveRun) => void): LiveRun {
  const { provider, operation, sandboxUrl } = ready
  const handle = run.calls.map(({ outcome }) => outcome?.handle).findLast((found) => found !== undefined)
  const live: LiveRun = {
    provider,
    run,
    operation: run.id,
    actor: actorOf(ready, sandboxUrl ?? run.url, (event) => changed(event)),
    emulated: null,
    secrets: operation.secrets,
    // The package checks a handle that comes from storage before it uses it.
    handle: (handle as CaptureHandle | undefined) ?? null,
    busy: false,
  }
  const changed = (event: CaptureEvent) => {
    recordEvent(live, event)
    onChange(live)
  }
  run.may = permissions(provider, run, true)
  return live
}

function actorOf(ready: ReadyCapture, baseUrl: string, onEvent: (event: CaptureEvent) => void): Actor {
  return ready.operation.client({ ...ready.times, baseUrl, onEvent })
}

function typedSecrets(provider: Provider, values: CaptureOrder['values']): string[] {
  return provider.fields.flatMap(({ name, secret }) => {
    const value = values[name]
    return secret === true && typeof value === 'string' && value !== '' ? [value] : []
  })
}
