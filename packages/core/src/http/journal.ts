import type { CaptureEvent } from '../capture/event.ts'
import type { JsonValue } from '../json/json-value.ts'
import { parseJson } from '../json/parse-json.ts'
import type { Attempt, AttemptPurpose } from '../outcome/attempt.ts'
import type { CaptureOutcome } from '../outcome/outcome.ts'
import type { Scrubber } from '../scrub/scrubber.ts'
import { isoTime } from './clock.ts'
import type { Settings } from './settings.ts'
import type { Exchange, Reply } from './transport.ts'

const requestIdHeaders = ['x-request-id', 'request-id', 'x-amzn-requestid', 'x-amzn-trace-id']

/** Tells `onEvent` what a call does, scrubbed. Without a listener nothing is built. */
export class Journal {
  readonly #settings: Settings
  readonly #operation: string
  readonly #scrubber: Scrubber

  constructor(settings: Settings, operation: string, scrubber: Scrubber) {
    this.#settings = settings
    this.#operation = operation
    this.#scrubber = scrubber
  }

  started(
    number: number,
    exchange: Omit<Exchange, 'maxReplyBytes'>,
    about: { readonly purpose: AttemptPurpose; readonly signatureBase?: string },
  ): void {
    if (this.#settings.onEvent === null) return
    this.#emit({
      type: 'attempt_started',
      ...this.#common(),
      number,
      purpose: about.purpose,
      method: exchange.method,
      url: this.#scrubber.text(exchange.url),
      headers: this.#scrubber.headers(exchange.headers),
      body: this.#body(exchange.body),
      ...(about.signatureBase === undefined ? {} : { signatureBase: this.#scrubber.text(about.signatureBase) }),
    })
  }

  finished(attempt: Attempt, reply: Reply | null): void {
    if (this.#settings.onEvent === null) return
    this.#emit({
      type: 'attempt_finished',
      ...this.#common(),
      attempt: structuredClone(attempt),
      reply: reply && {
        status: reply.status,
        headers: this.#scrubber.headers(reply.headers),
        body: this.#body(reply.body),
      },
    })
  }

  waiting(ms: number, reason: string): void {
    if (this.#settings.onEvent !== null) this.#emit({ type: 'waiting', ...this.#common(), ms, reason })
  }

  warning(warning: { readonly code: string; readonly message: string; readonly field?: string }): void {
    if (this.#settings.onEvent !== null) this.#emit({ type: 'warning', ...this.#common(), ...warning })
  }

  /** The listener gets a copy: what it does to it must not change the caller's outcome. */
  ended(outcome: CaptureOutcome | null, error: string | null): void {
    if (this.#settings.onEvent === null) return
    this.#emit({ type: 'finished', ...this.#common(), outcome: structuredClone(outcome), error })
  }

  /** The provider's id of the exchange, for its support. */
  requestId(reply: Reply): string | null {
    for (const name of requestIdHeaders) {
      const value = reply.headers[name]
      if (value !== undefined) return this.#scrubber.text(value).slice(0, 200)
    }
    return null
  }

  #emit(event: CaptureEvent): void {
    const { onEvent, report } = this.#settings
    try {
      const returned: unknown = onEvent?.(event)
      if (returned instanceof Promise) returned.catch(report)
    } catch (error) {
      report(error)
    }
  }

  #common() {
    const { provider, clock } = this.#settings
    return { provider, operation: this.#operation, at: isoTime(clock.now()) }
  }

  #body(body: string | null): JsonValue {
    if (body === null || body === '') return null
    try {
      const { visibleFields, hiddenFields } = this.#settings
      return this.#scrubber.json(parseJson(body), visibleFields, hiddenFields)
    } catch {
      return `[${body.length} characters that are not JSON]`
    }
  }
}
