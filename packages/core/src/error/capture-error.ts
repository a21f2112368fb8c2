import type { Attempt } from '../outcome/attempt.ts'

/**
 * Why `capture()` threw. Whatever the code: this call moved no money.
 *
 * - `invalid_request`: an argument or option makes no sense; `field` names it.
 * - `not_sent`: the request provably never reached the provider.
 * - `aborted`: the caller's signal fired before anything was sent.
 * - `unauthorized`: the provider refused the credentials.
 * - `refused`: the provider refused the request with an answer documented to execute nothing.
 * - `lookup_failed`: the state to decide by could not be read, so nothing was sent.
 */
export type CaptureErrorCode = 'invalid_request' | 'not_sent' | 'aborted' | 'unauthorized' | 'refused' | 'lookup_failed'

/** A cause reduced to scrubbed text: a library's own error object can carry the request and its credentials. */
export interface ErrorCause {
  readonly name: string
  readonly code?: string
  readonly message: string
}

/** One entry of a provider's own list of error causes. */
export interface ProviderCause {
  readonly code: string | null
  readonly message: string | null
}

export interface CaptureErrorOptions {
  readonly code: CaptureErrorCode
  /** What was wrong, where, and what to do about it. */
  readonly message: string
  readonly provider?: string | undefined
  /** Default: true for `not_sent`, `aborted` and `lookup_failed`. */
  readonly retryable?: boolean | undefined
  /** HTTP status of the refusal. */
  readonly status?: number | null | undefined
  readonly causes?: readonly ProviderCause[] | undefined
  /** The provider's id of the exchange, for its support. */
  readonly requestId?: string | null | undefined
  /** Path of the argument at fault, dots between levels: `amount.currency`. */
  readonly field?: string | null | undefined
  readonly cause?: ErrorCause | undefined
  readonly attempts?: readonly Attempt[] | undefined
}

const brand = Symbol.for('@cap/core/CaptureError')

/** Thrown by `capture()` when, and only when, this call moved no money. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError'
  readonly code: CaptureErrorCode
  /** The same call may be made again as it stands: under the same key, and after the condition has passed. */
  readonly retryable: boolean
  readonly provider: string | null
  readonly status: number | null
  readonly causes: readonly ProviderCause[]
  readonly requestId: string | null
  readonly field: string | null
  /** What was exchanged before the error, scrubbed. */
  readonly attempts: readonly Attempt[]
  declare readonly cause?: ErrorCause

  constructor(options: CaptureErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = options.code
    this.retryable = options.retryable ?? ['not_sent', 'aborted', 'lookup_failed'].includes(options.code)
    this.provider = options.provider ?? null
    this.status = options.status ?? null
    this.causes = options.causes ?? []
    this.requestId = options.requestId ?? null
    this.field = options.field ?? null
    this.attempts = options.attempts ?? []
  }

  get [brand](): true {
    return true
  }

  /** Recognises the error across two installed copies of the package, where `instanceof` fails. */
  static isInstance(value: unknown): value is CaptureError {
    return typeof value === 'object' && value !== null && brand in value
  }

  toJSON() {
    return {
      name: this.name,
      code: this.code,
      message: this.message,
      retryable: this.retryable,
      provider: this.provider,
      status: this.status,
      causes: this.causes,
      requestId: this.requestId,
      field: this.field,
      attempts: this.attempts,
      ...(this.cause === undefined ? {} : { cause: this.cause }),
    }
  }
}
