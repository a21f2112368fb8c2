import { CaptureError } from '@cap/core'
import type { Ending } from '@cap/core/testing'

/** How many exchanges a call made, however it ended. */
export function attemptsOf({ outcome, error }: Ending): number {
  if (outcome !== null) return outcome.attempts.length
  return CaptureError.isInstance(error) ? error.attempts.length : 0
}
