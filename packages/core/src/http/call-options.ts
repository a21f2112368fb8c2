import { invalidRequest } from '../error/invalid-request.ts'
import { milliseconds, type Settings } from './settings.ts'

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  readonly deadlineMs: number
  readonly attemptTimeoutMs: number
  /** Secrets of this call besides the client's: the payer's token. */
  readonly secrets: readonly string[]
}

/** What a caller gives of them. Absent ones are the client's. */
export type GivenCallOptions = {
  readonly [Name in 'signal' | 'deadlineMs' | 'attemptTimeoutMs']?: CallOptions[Name] | undefined
}

/** @throws CaptureError `invalid_request` */
export function callOptions(settings: Settings, options: GivenCallOptions, secrets: readonly string[]): CallOptions {
  const { provider } = settings
  const { signal } = options
  checkSignal(provider, signal)
  const limit = (field: 'deadlineMs' | 'attemptTimeoutMs') =>
    milliseconds(provider, field, options[field], settings[field])
  return { signal, deadlineMs: limit('deadlineMs'), attemptTimeoutMs: limit('attemptTimeoutMs'), secrets }
}

function checkSignal(provider: string, signal: unknown): void {
  if (signal === undefined) return
  const has = (name: string) => typeof signal === 'object' && signal !== null && name in signal
  if (['aborted', 'addEventListener', 'removeEventListener'].every(has)) return
  throw invalidRequest(provider, 'signal', 'must be an AbortSignal')
}
