import type { Clock } from '../http/clock.ts'
import type { Transport } from '../http/transport.ts'
import type { CaptureOutcome } from '../outcome/outcome.ts'
import type { CaptureEvent } from './event.ts'
import type { CaptureHandle } from './handle.ts'

/** Options of one capture. They never change the client. */
export interface CaptureOptions {
  /** Aborts the call. Before anything was sent it throws `aborted`; afterwards the outcome is `unknown`. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for the whole call: every attempt, wait and lookup, to the last byte. Default: the client's. */
  readonly deadlineMs?: number | undefined
  /** Milliseconds for one attempt, inside the deadline. Default: the client's. */
  readonly attemptTimeoutMs?: number | undefined
  /**
   * An earlier call for this operation may have reached the provider. A refusal or a decline then proves nothing, and
   * ends as `unknown`. Default: false.
   */
  readonly priorAttempt?: boolean | undefined
  /**
   * Awaited after every local check and before the first byte that can move money: the place to store the handle. When it
   * rejects, nothing is sent and the call throws `not_sent`.
   */
  readonly beforeSend?: ((handle: CaptureHandle) => Promise<void>) | undefined
}

/** Options of {@link CaptureClient.resolve}, which only reads unless `replay` allows more. */
export interface ResolveOptions<Request> {
  /** The request of the capture, unchanged. Needed for a replay. */
  readonly request?: Request | undefined
  /**
   * Permits sending the same request again under the same key, within the replay window. The money may move then, for the
   * first and only time.
   */
  readonly replay?: 'allow' | undefined
  readonly signal?: AbortSignal | undefined
  readonly deadlineMs?: number | undefined
}

/** What a request would be, without sending it. Operations beside the capture are described by a function of their own. */
export interface CaptureDescription {
  /** Names this one business operation within the account. */
  readonly operation: string
  /** Names the payment, or what else is changed: at most one operation on it may be under way. */
  readonly paymentKey: string
  readonly account: string
  readonly environment: string
  readonly idempotencyKey: string | null
  readonly fingerprint: string
  /** Dot paths of the request's fields that must be encrypted at rest. */
  readonly secretPaths: readonly string[]
}

/** What every provider's client can do. The request type is the provider's own: the captures are not alike. */
export interface CaptureClient<Request> {
  readonly provider: string
  /**
   * Captures once. A throw means that this call moved no money; everything else is a value.
   *
   * @throws CaptureError
   */
  capture(request: Request, options?: CaptureOptions): Promise<CaptureOutcome>
  /**
   * Finds out how an earlier capture ended, in another process and days later too.
   *
   * @throws CaptureError `invalid_request` for arguments that make no sense, and nothing else.
   */
  resolve(handle: CaptureHandle, options?: ResolveOptions<Request>): Promise<CaptureOutcome>
  /** @throws CaptureError `invalid_request` */
  describe(request: Request): Promise<CaptureDescription>
}

/** Options common to the clients of all providers. An option given as `undefined` counts as absent. */
export interface ClientOptions {
  /** `https:` URL of the API; `http:` on loopback only. Default: the provider's. */
  readonly baseUrl?: string | undefined
  /** Used by the default transport instead of the global one. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Replaces the default transport (ky over `fetch`). See `@cap/core/undici` for servers. */
  readonly transport?: Transport | undefined
  /** Milliseconds for a whole call. Default 45 000. */
  readonly deadlineMs?: number | undefined
  /** Milliseconds for one attempt. Default 15 000 (VTEX 20 000, its test suite 5 000). */
  readonly attemptTimeoutMs?: number | undefined
  /** Attempts of one call under one key, 1 to 10. Default 3. */
  readonly maxAttempts?: number | undefined
  /** Milliseconds during which the provider is trusted to recognise a key. Default: the provider's. */
  readonly replayWindowMs?: number | undefined
  /** Names the account in handles, as a digest. Default: what the provider offers that does not rotate. */
  readonly account?: string | undefined
  /**
   * Told of every attempt, wait, warning and outcome. What it throws never changes an outcome. On Node the same events are
   * published on `cap:attempt`, `cap:operation` and `cap:resolve` of `node:diagnostics_channel`.
   */
  readonly onEvent?: ((event: CaptureEvent) => void) | undefined
  /** For tests. Default: the system's. */
  readonly clock?: Clock | undefined
  /** For tests: a number from 0 (inclusive) to 1 (exclusive), for the jitter of waits. Default `Math.random`. */
  readonly random?: (() => number) | undefined
}
