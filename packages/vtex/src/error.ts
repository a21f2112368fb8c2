import {
  type CaptureError,
  invalidRequest as invalidRequestOf,
  type JsonValue,
  type ProviderCause,
  type Refusal,
} from '@cap/core/http'

/** The name of this provider in outcomes, handles, errors and events. */
export const provider = 'vtex'

/** An argument or option that makes no sense: nothing was sent. */
export function invalidRequest(field: string, problem: string): CaptureError {
  return invalidRequestOf(provider, field, problem)
}

/** The provider refused the key and the token of the merchant before it looked at the settlement. */
export function unauthorized(cause: ProviderCause, raw: JsonValue | null): Refusal {
  return {
    status: 'refused',
    error: {
      code: 'unauthorized',
      status: 401,
      causes: cause.code === null && cause.message === null ? [] : [cause],
      message:
        'the payment provider refused appKey and appToken (HTTP 401): check the pair, and that headerFamily is the one this provider reads',
    },
    raw,
  }
}
