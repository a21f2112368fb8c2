import type { BeginRequest, BeginResult } from '@cap/core'
import type { Wiring } from './wiring.ts'

/** A look at a record takes a lease, as everything does. So short a one blinds nobody for long when its process dies. */
export const lookMs = 1_000
const pauseMs = 25

/** Begins a record that others only look at in between: waits for such a look, which takes two calls of the store. */
export async function beginWhenFree(
  { store, clock }: Wiring,
  key: string,
  request: BeginRequest,
): Promise<BeginResult> {
  for (let waited = 0; ; waited += pauseMs) {
    const begun = await store.begin(key, request)
    if (begun.state !== 'running' || waited > lookMs) return begun
    await new Promise<void>((resolve) => {
      clock.after(pauseMs, resolve)
    })
  }
}
