import type { CaptureEvent } from '../capture/event.ts'
import type { JsonValue } from '../json/json-value.ts'
import { parseJson } from '../json/parse-json.ts'
import type { Attempt, AttemptPurpose } from '../outcome/attempt.ts'
import type { Scrubber } from '../scrub/scrubber.ts'
import { type Channel, type Channels, findChannels } from './channels.ts'
import { isoTime } from './clock.ts'
import type { Digest } from './digest.ts'
import type { Identity } from './identity.ts'
import type { ToldOutcome } from './operation.ts'
import type { Settings } from './settings.ts'
import type { Exchange, Reply } from './transport.ts'

const requestIdHeaders = ['x-request-id', 'request-id', 'x-amzn-requestid', 'x-amzn-trace-id']

let named = 0
let copy = ''

/** Counted within the process, after a beginning that tells processes, and copies of this package, apart. */
function nameCall(): string {
  if (copy === '') copy = crypto.randomUUID().slice(0, 8)
  named++
  return `${copy}-${named}`
}

/** Tells `onEvent` and the channels what a call does, scrubbed. Without a listener nothing is built. */
export class Journal {
  readonly #settings: Settings
  readonly #operation: string
  readonly #startedAt: number
  readonly #channels: Channels | null
  #scrubber: Scrubber
  #call: string | null = null

  constructor(settings: Settings, operation: string, scrubber: Scrubber, startedAt: number) {
    this.#settings = settings
    this.#operation = operation
    this.#scrubber = scrubber
    this.#startedAt = startedAt
    this.#channels = findChannels()
  }

  /** Scrubs with another one from here on. */
  scrubWith(scrubber: Scrubber): void {
    this.#scrubber = scrubber
  }

  started(
    number: number,
    exchange: Omit<Exchange, 'maxReplyBytes'>,
    about: { readonly purpose: AttemptPurpose; readonly signatureBase?: string },
  ): void {
    const channel = this.#channels?.attempt
    if (!this.#heard(channel)) return
    this.#tell(channel, () => ({
      type: 'attempt_started',
      ...this.#common(),
      number,
      purpose: about.purpose,
      method: exchange.method,
      url: this.#scrubber.text(exchange.url),
      headers: this.#scrubber.headers(exchange.headers),
      body: this.#body(exchange.body),
      ...(about.signatureBase === undefined ? {} : { signatureBase: this.#scrubber.text(about.signatureBase) }),
    }))
  }

  finished(attempt: Attempt, reply: Reply | null): void {
    const channel = this.#channels?.attempt
    if (!this.#heard(channel)) return
    this.#tell(channel, () => ({
      type: 'attempt_finished',
      ...this.#common(),
      attempt: structuredClone(attempt),
      reply: reply && {
        status: reply.status,
        headers: this.#scrubber.headers(reply.headers),
        body: this.#body(reply.body),
      },
    }))
  }

  waiting(ms: number, reason: string): void {
    const channel = this.#callChannel()
    if (this.#heard(channel)) this.#tell(channel, () => ({ type: 'waiting', ...this.#common(), ms, reason }))
  }

  warning(warning: { readonly code: string; readonly message: string; readonly field?: string }): void {
    const channel = this.#callChannel()
    if (this.#heard(channel)) this.#tell(channel, () => ({ type: 'warning', ...this.#common(), ...warning }))
  }

  /** The listener gets a copy: what it does to it must not change the caller's outcome. */
  ended(outcome: ToldOutcome | null, error: string | null, identity: Identity | null, digest: Digest): void {
    const channel = this.#callChannel()
    if (!this.#heard(channel)) return
    this.#tell(channel, () => ({
      type: 'finished',
      ...this.#common(),
      outcome: structuredClone(outcome),
      error,
      operationDigest: identity && digest(this.#operationName(identity)),
    }))
  }

  /** The provider's id of the exchange, for its support. */
  requestId(reply: Reply): string | null {
    for (const name of requestIdHeaders) {
      const value = reply.headers[name]
      if (value !== undefined) return this.#scrubber.text(value).slice(0, 200)
    }
    return null
  }

  #callChannel(): Channel | undefined {
    return this.#operation === 'resolve' ? this.#channels?.resolve : this.#channels?.operation
  }

  #heard(channel: Channel | undefined): boolean {
    return this.#settings.onEvent !== null || channel?.hasSubscribers === true
  }

  /** Whatever goes wrong in building an event or in hearing it changes nothing for the call. */
  #tell(channel: Channel | undefined, build: () => CaptureEvent): void {
    const { onEvent, report } = this.#settings
    let event: CaptureEvent
    try {
      event = build()
    } catch (error) {
      report(error)
      return
    }
    try {
      const returned: unknown = onEvent?.(event)
      if (returned instanceof Promise) returned.catch(report)
    } catch (error) {
      report(error)
    }
    try {
      if (channel?.hasSubscribers === true) channel.publish(event)
    } catch (error) {
      report(error)
    }
  }

  #common() {
    const { provider, clock } = this.#settings
    this.#call ??= nameCall()
    return {
      provider,
      operation: this.#operation,
      call: this.#call,
      callStartedAt: isoTime(this.#startedAt),
      at: isoTime(clock.now()),
    }
  }

  #operationName(identity: Identity): string {
    const { provider, environment } = this.#settings
    const { account, operation, action } = identity
    return JSON.stringify([provider, environment, account, operation, ...(action === undefined ? [] : [action])])
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
