import { CaptureError } from './capture-error.ts'

/**
 * The error for an argument or option that makes no sense: nothing was sent.
 *
 * @param provider undefined where no provider is concerned
 * @param field a path, with which the message begins
 * @param problem continues the sentence (`must be …`), and never repeats a value, which can be a secret
 */
export function invalidRequest(provider: string | undefined, field: string, problem: string): CaptureError {
  return new CaptureError({ code: 'invalid_request', provider, field, message: `${field} ${problem}` })
}
