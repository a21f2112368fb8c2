import type { CaptureHandle } from '../capture/handle.ts'
import type { Attempt, AttemptPurpose } from '../outcome/attempt.ts'
import type { Scrubber } from '../scrub/scrubber.ts'
import type { CallOptions } from './call-options.ts'
import { isoTime } from './clock.ts'
import { type Digest, digestBeforeSending } from './digest.ts'
import type { Exchanged, FailureCause } from './exchanged.ts'
import { type HandleAdditions, type Identity, identityOf, makeHandle } from './identity.ts'
import { Journal } from './journal.ts'
import type { ToldOutcome } from './operation.ts'
import { type Failure, perform } from './perform.ts'
import type { Settings } from './settings.ts'
import type { Exchange, Reply } from './transport.ts'

/** A complete answer is given up beyond this size. */
export const maxReplyBytes = 1024 * 1024

/** What an exchange came to within its time. */
type Timed = Reply | (Failure & { readonly cause: FailureCause })

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/**
 * One call of a client: its deadline, its caller's signal, and the record of what was exchanged.
 *
 * One deadline covers everything from `start` to the last byte of the last answer; each exchange has its own limit inside.
 */
export class Call {
  readonly settings: Settings
  readonly name: string
  scrubber: Scrubber
  readonly digest: Digest
  /** Some byte of an exchange that can move money, or change anything else, may have left, in this call or (`priorAttempt`) an earlier one. */
  mayBeApplied: boolean
  /** Some byte of such an exchange may have left in this very call. */
  sentByThisCall = false
  firstSentAt: string | null = null
  readonly #attempts: Mutable<Attempt>[] = []
  readonly #options: CallOptions
  readonly #journal: Journal
  readonly #startedAt: number
  readonly #release: () => void
  #stopped: 'deadline' | 'aborted' | null = null
  #interrupt: (() => void) | null = null
  #identity: Identity | null = null
  #mismatch = false

  private constructor(settings: Settings, name: string, options: CallOptions, digest: Digest, earlier: boolean) {
    this.settings = settings
    this.name = name
    this.scrubber = settings.scrubber.with(options.secrets)
    this.digest = digest
    this.mayBeApplied = earlier
    this.#options = options
    this.#startedAt = settings.clock.now()
    this.#journal = new Journal(settings, name, this.scrubber, this.#startedAt)
    const stop = (why: 'deadline' | 'aborted') => {
      if (this.#stopped !== null) return
      this.#stopped = why
      this.#interrupt?.()
    }
    const { signal } = options
    const onAbort = () => stop('aborted')
    if (signal?.aborted === true) stop('aborted')
    else signal?.addEventListener('abort', onAbort, { once: true })
    const cancelDeadline = settings.clock.after(options.deadlineMs, () => stop('deadline'))
    this.#release = () => {
      cancelDeadline()
      try {
        signal?.removeEventListener('abort', onAbort)
      } catch (error) {
        settings.report(error) // A signal that is not the platform's must not turn an outcome into a throw.
      }
    }
  }

  /** Loads what a handle needs before anything can be sent: afterwards nothing may fail for want of it. */
  static start(settings: Settings, name: string, options: CallOptions, earlier: boolean): Call | Promise<Call> {
    const begin = (digest: Digest) => new Call(settings, name, options, digest, earlier)
    const digest = digestBeforeSending(settings.provider)
    return typeof digest === 'function' ? begin(digest) : digest.then(begin)
  }

  /** Why nothing more will be sent; null while the call goes on. */
  get stopped(): 'deadline' | 'aborted' | null {
    return this.#stopped
  }

  get attempts(): readonly Attempt[] {
    return this.#attempts
  }

  get identity(): Identity | null {
    return this.#identity
  }

  /** Milliseconds left of the deadline. A clock that runs backwards cannot lengthen it: the timer decides. */
  remainingMs(): number {
    if (this.#stopped !== null) return 0
    const { deadlineMs } = this.#options
    return Math.min(deadlineMs, Math.max(0, deadlineMs - (this.settings.clock.now() - this.#startedAt)))
  }

  /** Hides one more secret from here on: a credential that was fetched for this call. */
  hide(secret: string): void {
    this.scrubber = this.scrubber.with([secret])
    this.#journal.scrubWith(this.scrubber)
  }

  /** Comes before the first exchange that can move money: every end of the call after it needs a handle. */
  identify(identity: Identity): void {
    this.#identity = identity
  }

  /** Goes on where an earlier call's handle ends. */
  resume(handle: CaptureHandle): void {
    this.firstSentAt = handle.firstSentAt
    this.#mismatch = handle.mismatch === true
    this.#identity = identityOf(handle)
  }

  /** Notes the time before the first byte can leave. Later calls keep the first. */
  markSending(): void {
    this.firstSentAt ??= isoTime(this.settings.clock.now())
  }

  handle(additions: HandleAdditions = {}): CaptureHandle {
    if (this.#identity === null) throw new Error('a call without identity has no handle')
    const mismatch = additions.mismatch === true || this.#mismatch
    return makeHandle(this.settings, this.#identity, this.firstSentAt, { ...additions, mismatch }, this.digest)
  }

  /** Performs one exchange. Never rejects for what the transport does. */
  async exchange(
    exchange: Omit<Exchange, 'maxReplyBytes'>,
    options: { readonly purpose: AttemptPurpose; readonly timeoutMs?: number; readonly signatureBase?: string },
  ): Promise<Exchanged> {
    // Where the machine stood still the clock is ahead of the timers: what is over by either is over.
    if (this.#stopped === null && this.remainingMs() === 0) this.#stopped = 'deadline'
    if (this.#stopped !== null) {
      return { kind: 'failed', sent: 'no', cause: this.#stopped, code: this.#stopped.toUpperCase(), attempt: null }
    }
    const { clock } = this.settings
    const number = this.#attempts.length + 1
    const startedAt = clock.now()
    this.#journal.started(number, exchange, options)
    const moves = options.purpose !== 'snapshot' && options.purpose !== 'lookup'
    const before = [this.mayBeApplied, this.sentByThisCall] as const
    if (moves) {
      if (this.#identity === null) throw new Error('a call must be identified before it sends')
      this.markSending()
      this.mayBeApplied = true
      this.sentByThisCall = true
    }
    const result = await this.#perform(
      { method: exchange.method, url: exchange.url, headers: exchange.headers, body: exchange.body, maxReplyBytes },
      Math.min(options.timeoutMs ?? Number.POSITIVE_INFINITY, this.#options.attemptTimeoutMs),
    )
    const failed = 'cause' in result ? result : null
    // A transport that is not ours can put anything there. Cut after hiding: the first half of a secret would not be found.
    const code = failed === null ? '' : this.scrubber.text(failed.code).slice(0, 100)
    const reply = 'cause' in result ? null : result
    if (moves && failed?.sent === 'no') [this.mayBeApplied, this.sentByThisCall] = before
    const attempt: Mutable<Attempt> = {
      number,
      purpose: options.purpose,
      method: exchange.method,
      url: this.scrubber.text(exchange.url),
      startedAt: isoTime(startedAt),
      durationMs: Math.max(0, clock.now() - startedAt),
      sent: failed === null ? 'yes' : failed.sent,
      status: reply === null ? null : reply.status,
      requestId: reply === null ? null : this.#journal.requestId(reply),
      error: failed === null ? null : { phase: failed.phase, code },
      verdict: failed === null ? 'answered' : failed.sent === 'no' ? 'not_sent' : failed.cause,
    }
    this.#attempts.push(attempt)
    if ('cause' in result) return { kind: 'failed', sent: result.sent, cause: result.cause, code, attempt }
    return { kind: 'reply', reply: result, attempt }
  }

  /** Says how an exchange was read, and publishes it. */
  conclude(exchanged: Exchanged, verdict: string): void {
    const { attempt } = exchanged
    if (attempt === null) return // A verdict can quote the provider, and the provider can quote us.
    ;(attempt as Mutable<Attempt>).verdict = this.scrubber.text(verdict).slice(0, 500)
    this.#journal.finished(attempt, exchanged.kind === 'reply' ? exchanged.reply : null)
  }

  warn(warning: { readonly code: string; readonly message: string; readonly field?: string }): void {
    this.#journal.warning(warning)
  }

  /** @returns false, at once, when the deadline or the caller's signal would come first */
  async wait(ms: number, reason: string): Promise<boolean> {
    if (this.#stopped !== null || ms >= this.remainingMs()) return false
    this.#journal.waiting(ms, reason)
    let cancel: (() => void) | undefined
    await this.unlessStopped(
      new Promise<void>((resolve) => {
        cancel = this.settings.clock.after(ms, resolve)
      }),
    )
    cancel?.()
    return this.#stopped === null
  }

  /** Waits for the promise, or for the end of the call. The promise's rejection is passed on when it comes first. */
  async unlessStopped<T>(promise: Promise<T>): Promise<T | undefined> {
    if (this.#stopped !== null) {
      promise.catch(() => {})
      return undefined
    }
    return new Promise<T | undefined>((resolve, reject) => {
      this.#interrupt = () => resolve(undefined)
      promise.then(resolve, reject)
    }).finally(() => {
      this.#interrupt = null
    })
  }

  /** Lets go of timers and listeners, and tells how the call ended. */
  end(outcome: ToldOutcome | null, error: string | null): void {
    this.#release()
    this.#journal.ended(outcome, error, this.#identity, this.digest)
  }

  /** One exchange within its time: the attempt's, and what is left of the call's. */
  #perform(exchange: Exchange, timeoutMs: number): Timed | Promise<Timed> {
    // A listener that was told of the start may have aborted the call.
    if (this.#stopped !== null) return { sent: 'no', phase: 'connect', code: 'ABORTED', cause: this.#stopped }
    let timedOut = false
    const cancelTimer =
      timeoutMs < this.remainingMs()
        ? this.settings.clock.after(timeoutMs, () => {
            timedOut = true
            this.#interrupt?.()
          })
        : null
    return perform(this.settings.transport, exchange, (interrupt) => {
      this.#interrupt = interrupt
    }).then((result) => {
      this.#interrupt = null
      cancelTimer?.()
      if ('status' in result) return result
      const cause = this.#stopped ?? (result.code === 'REPLY_TOO_LARGE' ? 'unreadable_answer' : 'no_answer')
      return { ...result, cause, ...(timedOut ? { code: 'ATTEMPT_TIMEOUT' } : {}) }
    })
  }
}
