import { CaptureError } from '@cap/core/http'

/**
 * Whether what a callback threw says that nothing moved: a `CaptureError` of the call that was to move it.
 *
 * Others throw it too, and a callback may well use them on what it was answered. Helpers such as `money` do, and so do reads of
 * the payment, which exchange nothing but looks: neither speaks of what was sent before.
 */
export function saysNothingMoved(error: unknown): error is CaptureError {
  if (!CaptureError.isInstance(error)) return false
  const { code, provider, attempts } = error
  if (code === 'invalid_request' && provider === null) return false
  return attempts.length === 0 || attempts.some(({ purpose }) => purpose !== 'lookup')
}
