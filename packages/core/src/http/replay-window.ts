import type { CaptureHandle } from '../capture/handle.ts'
import type { Settings } from './settings.ts'

/** How far apart the clocks of two of the caller's machines may be. */
const clockSkewMs = 10 * 60 * 1000

/**
 * Whether the provider can still be trusted to recognise the handle's key. Closed when in doubt: without a time, with one
 * that cannot be read, and with one in the future, which a clock that was wrong has left.
 */
export function isReplayWindowOpen(handle: Pick<CaptureHandle, 'firstSentAt'>, settings: Settings): boolean {
  if (handle.firstSentAt === null) return false
  const age = settings.clock.now() - Date.parse(handle.firstSentAt)
  return age > -clockSkewMs && age < settings.replayWindowMs
}
