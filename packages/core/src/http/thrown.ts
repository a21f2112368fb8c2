import { CaptureError, type ErrorCause } from '../error/capture-error.ts'
import type { Scrubber } from '../scrub/scrubber.ts'
import type { Call } from './call.ts'
import type { Refusal } from './judgement.ts'

/** What was thrown, whatever it is, as scrubbed text. */
export function describeThrown(error: unknown, call: Call): ErrorCause {
  try {
    const isError = error instanceof Error
    const code: unknown = isError && (error as { code?: unknown }).code
    const cause = { name: isError ? String(error.name) : 'Error', message: String(isError ? error.message : error) }
    return causeOf(typeof code === 'string' ? { ...cause, code } : cause, call.scrubber)
  } catch {
    return { name: 'Error', message: 'an error that cannot be read' }
  }
}

/** What ends the call when nothing was sent yet. */
export function thrown(error: unknown, call: Call): Refusal['error'] {
  if (CaptureError.isInstance(error)) return error
  const cause = describeThrown(error, call)
  return { code: 'not_sent', message: `nothing was sent: ${cause.message}`, cause, retryable: false }
}

/** The error a refusal is thrown as. */
export function errorOf(call: Call, error: Refusal['error']): CaptureError {
  const { attempts, scrubber, settings } = call
  const { cause } = error
  const text = (value: string | null, longest: number) => value && scrubber.text(value).slice(0, longest)
  return new CaptureError({
    ...error,
    provider: settings.provider,
    // An error's own text is no field that is spread. It can quote the provider, at any length.
    message: scrubber.text(error.message).slice(0, 2_000),
    cause: cause && causeOf(cause, scrubber),
    causes: (error.causes ?? []).map(({ code, message }) => ({ code: text(code, 100), message: text(message, 500) })),
    attempts: [...attempts],
    requestId: error.requestId ?? attempts.at(-1)?.requestId,
  })
}

function causeOf({ name, code, message }: ErrorCause, scrubber: Scrubber): ErrorCause {
  return {
    name: scrubber.text(name).slice(0, 100),
    ...(code === undefined ? {} : { code: scrubber.text(code).slice(0, 100) }),
    message: scrubber.text(message).slice(0, 500),
  }
}
