import { CaptureError, type ErrorCause } from '../error/capture-error.ts'
import type { Scrubber } from '../scrub/scrubber.ts'
import type { Call } from './call.ts'
import type { Refusal } from './judgement.ts'

/** What was thrown, whatever it is, as scrubbed text. */
export function describeThrown(error: unknown, call: Call): { name: string; message: string; code?: string } {
  try {
    if (!(error instanceof Error)) return { name: 'Error', message: call.scrubber.text(String(error)).slice(0, 500) }
    const code: unknown = (error as { code?: unknown }).code
    return {
      name: call.scrubber.text(String(error.name)).slice(0, 100),
      message: call.scrubber.text(String(error.message)).slice(0, 500),
      ...(typeof code === 'string' ? { code: call.scrubber.text(code).slice(0, 100) } : {}),
    }
  } catch {
    return { name: 'Error', message: 'an error that cannot be read' }
  }
}

/** What ends the call when nothing was sent yet. */
export function thrown(error: unknown, call: Call): Refusal['error'] {
  if (CaptureError.isInstance(error)) {
    const { code, message, retryable, causes } = error
    return {
      code,
      message,
      retryable,
      causes,
      ...(error.status === null ? {} : { status: error.status }),
      ...(error.requestId === null ? {} : { requestId: error.requestId }),
      ...(error.field === null ? {} : { field: error.field }),
      ...(error.cause === undefined ? {} : { cause: error.cause }),
    }
  }
  const cause = describeThrown(error, call)
  return { code: 'not_sent', message: `nothing was sent: ${cause.message}`, cause, retryable: false }
}

/** The error a refusal is thrown as. */
export function errorOf(call: Call, error: Refusal['error']): CaptureError {
  const last = call.attempts.at(-1)
  const requestId = error.requestId ?? last?.requestId ?? undefined
  return new CaptureError({
    ...error,
    provider: call.settings.provider,
    message: call.scrubber.text(error.message),
    cause: error.cause === undefined ? undefined : scrubbedCause(error.cause, call.scrubber),
    causes: (error.causes ?? []).map(({ code, message }) => ({
      code: code === null ? null : call.scrubber.text(code).slice(0, 100),
      message: message === null ? null : call.scrubber.text(message).slice(0, 500),
    })),
    attempts: [...call.attempts],
    ...(requestId === undefined ? {} : { requestId }),
  })
}

function scrubbedCause({ name, code, message }: ErrorCause, scrubber: Scrubber): ErrorCause {
  return {
    name: scrubber.text(name).slice(0, 100),
    ...(code === undefined ? {} : { code: scrubber.text(code).slice(0, 100) }),
    message: scrubber.text(message).slice(0, 500),
  }
}
