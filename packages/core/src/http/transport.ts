/** One HTTP exchange as text. The body that is signed, fingerprinted and sent is this very string. */
export interface Exchange {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Absolute URL. Redirects are never followed: a 3xx is returned like any other status. */
  readonly url: string
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  /** The reply's body is given up, with {@link TransportError} code `REPLY_TOO_LARGE`, once it is longer than this many bytes. */
  readonly maxReplyBytes: number
}

/** A complete answer: its last byte has arrived. */
export interface Reply {
  readonly status: number
  /** Header names in lower case; repeated headers joined with `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** Decoded as UTF-8, malformed sequences replaced. */
  readonly body: string
}

/**
 * The seam below `fetch`: performs one exchange, once, without retries, and resolves when the last byte has arrived.
 *
 * When `signal` aborts, it rejects promptly. It rejects with {@link TransportError}; anything else it throws is read as
 * "may have been sent".
 */
export type Transport = (exchange: Exchange, signal: AbortSignal) => Promise<Reply>

/** Where an exchange failed. `headers` means: some of the answer's head had arrived. */
export type TransportPhase = 'connect' | 'send' | 'wait' | 'headers' | 'body'

const brand = Symbol.for('@cap/core/TransportError')

/**
 * A failed exchange, told apart by the only question that matters for money: can the request have reached the provider?
 */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  /** `no` is a proof, `maybe` everything else. */
  readonly sent: 'no' | 'maybe'
  readonly phase: TransportPhase
  /** The runtime's error code (`ECONNREFUSED`, `UND_ERR_SOCKET`, …) or one of ours (`REPLY_TOO_LARGE`, `ABORTED`). */
  readonly code: string

  constructor(options: { sent: 'no' | 'maybe'; phase: TransportPhase; code: string; message?: string }) {
    super(options.message ?? `${options.code} (${options.phase})`)
    this.sent = options.sent
    this.phase = options.phase
    this.code = options.code
  }

  get [brand](): true {
    return true
  }

  /** Recognises the error across two installed copies of the package. */
  static isInstance(value: unknown): value is TransportError {
    return typeof value === 'object' && value !== null && brand in value
  }
}
