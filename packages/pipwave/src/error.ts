import { type CaptureError, invalidRequest as invalidRequestOf, type JsonValue, type Refusal } from '@cap/core/http'

/** The name of this provider in outcomes, handles, errors and events. */
export const provider = 'pipwave'

/** An argument or option that makes no sense: nothing was sent. */
export function invalidRequest(field: string, problem: string): CaptureError {
  return invalidRequestOf(provider, field, problem)
}

/** A failed look at the payment. */
export interface FailedLook {
  readonly message: string
  /** HTTP status of the last answer. */
  readonly httpStatus: number | null
  /** pipwave's own code, when it answered with one. */
  readonly code: number | null
}

/** What a failed look comes to as an error. */
export function lookupFailure(look: FailedLook): {
  code: string | null
  httpStatus: number | undefined
  retryable: boolean
} {
  return {
    code: look.code === null ? null : String(look.code),
    httpStatus: look.httpStatus ?? undefined,
    // pipwave's refusals of a read are about the keys, the signature or the ids: the same call would meet them again.
    retryable: look.code === null,
  }
}

/** The state to decide by could not be read. Without it nothing may be sent, because nothing could be proven afterwards. */
export function lookupFailed(look: FailedLook, what = 'the payment could not be read by requery'): Refusal {
  const { code, httpStatus, retryable } = lookupFailure(look)
  return {
    status: 'refused',
    error: {
      code: 'lookup_failed',
      message: `${what}, so nothing was sent: ${look.message}`,
      retryable,
      status: httpStatus,
      causes: code === null ? [] : [{ code, message: look.message }],
    },
    raw: null,
  }
}

/**
 * pipwave's refusals that execute nothing: the signature, the key, the action or a parameter is wrong.
 *
 * @param done what did not happen: `captured`
 */
export function refusedBy(
  code: 401 | 403 | 404 | 9001,
  message: string | null,
  httpStatus: number,
  raw: JsonValue,
  done: string,
): Refusal {
  const what = {
    401: 'refused the signature (status 401): check apiSecret, the clock, and that the environment is the right one',
    403: 'refused the API key (status 403): check apiKey, and that the environment is the right one',
    404: 'does not know the action (status 404): check baseUrl',
    9001: 'refused a parameter (status 9001): see its message',
  }[code]
  return {
    status: 'refused',
    error: {
      code: code === 401 || code === 403 ? 'unauthorized' : 'refused',
      status: httpStatus,
      message: `pipwave ${what}${message === null ? '' : `: ${message}`}. Nothing was ${done}`,
      causes: [{ code: String(code), message }],
    },
    raw,
  }
}

/** Sending now would leave no time to find out what became of it. */
export function tooLateToSend(name: string): Refusal {
  return {
    status: 'refused',
    error: {
      code: 'not_sent',
      message: `less than a quarter of the deadline was left, which is kept for finding out what became of a ${name}: nothing was sent. Raise deadlineMs, or call again`,
    },
    raw: null,
  }
}
