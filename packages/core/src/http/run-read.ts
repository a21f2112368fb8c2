import { CaptureError, type CaptureErrorOptions } from '../error/capture-error.ts'
import { Call } from './call.ts'
import { callOptions } from './call-options.ts'
import type { Settings } from './settings.ts'
import { errorOf } from './thrown.ts'

/** Options of one read. They never change the client. */
export interface ReadOptions {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for all attempts. Default: the client's. */
  readonly deadlineMs?: number | undefined
  /** Milliseconds for one attempt. Default: the client's. */
  readonly attemptTimeoutMs?: number | undefined
}

/**
 * Runs a call that only reads. It ends in what was read, or throws: a read leaves nothing open.
 *
 * @param name of the call in events
 * @param failure what the error says when something in this process failed
 * @param secrets of this request, besides the client's own
 * @throws CaptureError
 */
export async function runRead<Value>(
  settings: Settings,
  about: { readonly name: string; readonly failure: string; readonly secrets?: readonly string[] },
  options: ReadOptions,
  read: (call: Call) => Promise<Value>,
): Promise<Value> {
  const call = await Call.start(settings, about.name, callOptions(settings, options, about.secrets ?? []), false)
  try {
    const value = await read(call)
    call.end(null, null)
    return value
  } catch (error) {
    const failure = CaptureError.isInstance(error) ? error : readError(call, { message: about.failure })
    call.end(null, failure.code)
    throw failure
  }
}

/** The error of a read that found nothing out, scrubbed. What the caller aborted says so. */
export function readError(
  call: Call,
  error: Partial<Omit<CaptureErrorOptions, 'provider' | 'attempts'>> & { readonly message: string },
): CaptureError {
  return errorOf(call, { ...error, code: call.stopped === 'aborted' ? 'aborted' : (error.code ?? 'lookup_failed') })
}
