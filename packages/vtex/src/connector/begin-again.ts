import { type BeginRequest, type BeginResult, OperationStoreError } from '@cap/core'
import type { Call } from './wiring.ts'

/** How often it is looked whether another call has ended. */
const everyMs = 500

/**
 * Asks again for an operation whose lease is over, for a call that knows how it ended and could not write it down.
 *
 * Another call can be asking at this moment what became of it, and what that one is told may be older than what is known here.
 * So it is waited for. A no of one in this process is not taken meanwhile, for the operation counts as on its way.
 *
 * @param why the store's error. Only a lease that was lost says that another call may be at it
 */
export function beginAgain({ wiring }: Call, key: string, begin: BeginRequest, why: unknown): Promise<BeginResult> {
  const { store, clock, attempts, leaseMs } = wiring
  return attempts.run(key, clock.now(), async () => {
    const until = OperationStoreError.isInstance(why) && why.code === 'stale_lease' ? clock.now() + leaseMs : 0
    for (;;) {
      const begun = await store.begin(key, begin)
      if (begun.state !== 'running' || clock.now() >= until) return begun
      await new Promise<void>((resolve) => {
        clock.after(everyMs, resolve)
      })
    }
  })
}
