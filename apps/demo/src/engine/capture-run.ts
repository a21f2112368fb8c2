import type { CaptureEvent, CaptureHandle, ClientOptions, Finished } from '@cap/core'
import { type Ending, ending } from '@cap/core/testing'
import type { Actor, Operation } from './provider.ts'

/** How far to go when a capture ends `pending` or `unknown`: not at all, by reading, or by sending it again under its key. */
export type Recovery = 'none' | 'read' | 'replay'

/** A capture, and what was found out about it afterwards. */
export interface CaptureRun {
  readonly first: Ending
  /** Milliseconds of the capture itself. */
  readonly ms: number
  /** The resolves that followed, in order. */
  readonly later: readonly { readonly how: 'read' | 'replay'; readonly end: Ending }[]
}

export interface CaptureRunOptions {
  readonly client: ClientOptions & { readonly baseUrl: string }
  readonly recovery: Recovery
  /** Aborts the capture: after it was sent, its outcome is unknown. */
  readonly signal?: AbortSignal
  /** Told of everything that is said, and of each ending, as it comes. */
  readonly onEvent?: (event: CaptureEvent) => void
  readonly onEnding?: (end: Ending, actor: Actor) => void
  /** Called before the first resolve: here faults end. */
  readonly beforeRecovery?: () => void
}

/** Makes one capture, and resolves it as far as was asked. The same for an emulator and a sandbox. */
export async function runCapture(operation: Operation, options: CaptureRunOptions): Promise<CaptureRun> {
  const { onEvent, onEnding, recovery, signal } = options
  const actor = operation.client({ ...options.client, ...(onEvent === undefined ? {} : { onEvent }) })
  const started = performance.now()
  const first = await ending(actor.capture(signal === undefined ? {} : { signal }))
  const ms = Math.round(performance.now() - started)
  onEnding?.(first, actor)
  const later: { how: 'read' | 'replay'; end: Ending }[] = []
  const handle = openHandle(first.outcome)
  if (handle === null || recovery === 'none') return { first, ms, later }

  options.beforeRecovery?.()
  // As a store would give it back: another process, another day.
  const stored = JSON.parse(JSON.stringify(handle)) as CaptureHandle
  for (const how of recovery === 'replay' ? (['read', 'replay'] as const) : (['read'] as const)) {
    const end = await ending(actor.resolve(stored, { replay: how === 'replay' }))
    onEnding?.(end, actor)
    later.push({ how, end })
    if (openHandle(end.outcome) === null) break
  }
  return { first, ms, later }
}

/** The handle of an outcome that is not final; null when there is nothing left to find out. */
export function openHandle(outcome: Finished['outcome']): CaptureHandle | null {
  return outcome?.status === 'unknown' || outcome?.status === 'pending' ? outcome.handle : null
}

/** What is known at the end: the last resolve's ending, or the capture's. */
export function lastEnding(run: CaptureRun): Ending {
  return run.later.at(-1)?.end ?? run.first
}
