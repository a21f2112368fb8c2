import { CaptureError } from '../error/capture-error.ts'

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  readonly deadlineMs: number
  readonly attemptTimeoutMs: number
  /** Secrets of this call besides the client's: the payer's token. */
  readonly secrets: readonly string[]
}

/** @throws CaptureError `invalid_request` */
export function checkSignal(provider: string, signal: unknown): void {
  if (signal === undefined) return
  const has = (name: string) => typeof signal === 'object' && signal !== null && name in signal
  if (['aborted', 'addEventListener', 'removeEventListener'].every(has)) return
  throw new CaptureError({
    code: 'invalid_request',
    provider,
    field: 'signal',
    message: 'signal must be an AbortSignal',
  })
}
