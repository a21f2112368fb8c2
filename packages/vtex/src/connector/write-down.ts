import { OperationStoreError } from '@cap/core'
import { CaptureError } from '@cap/core/http'
import type { Call } from './wiring.ts'

/** Until the second attempt, in milliseconds; twice as long before each that follows. */
const firstWaitMs = 250

/**
 * Writes down that money has moved, or been given up. Whoever asks later may not be able to tell, so a store that is away
 * for a moment is tried again for as long as the lease lasts.
 *
 * @param since when the lease was asked for
 * @throws what the store threw last; at once what trying again would not change
 */
export async function writeDown<Result>(
  { wiring: { clock, leaseMs, report } }: Call,
  since: number,
  write: () => Promise<Result>,
): Promise<Result> {
  for (let waitMs = firstWaitMs; ; waitMs *= 2) {
    try {
      return await write()
    } catch (error) {
      const isFinal = OperationStoreError.isInstance(error) || CaptureError.isInstance(error)
      if (isFinal || clock.now() + waitMs >= since + leaseMs) throw error
      report(error)
    }
    await new Promise<void>((resolve) => {
      clock.after(waitMs, resolve)
    })
  }
}
