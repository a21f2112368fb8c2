import type { ClientOptions } from '../capture/client.ts'
import type { CaptureEvent } from '../capture/event.ts'
import { invalidRequest } from '../error/invalid-request.ts'
import { createScrubber, type Scrubber } from '../scrub/scrubber.ts'
import { checkBaseUrl } from './base-url.ts'
import { type Clock, guardedClock, systemClock } from './clock.ts'
import { kyTransport } from './ky-transport.ts'
import type { Transport } from './transport.ts'

/** What a client has settled once, when it is made; every call reads it and none changes it. */
export interface Settings {
  readonly provider: string
  readonly environment: string
  readonly baseUrl: string
  readonly transport: Transport
  readonly deadlineMs: number
  readonly attemptTimeoutMs: number
  readonly maxAttempts: number
  readonly replayWindowMs: number
  readonly onEvent: ((event: CaptureEvent) => void) | null
  readonly clock: Clock
  readonly random: () => number
  readonly scrubber: Scrubber
  /** Fields of this provider's bodies whose values may be shown. */
  readonly visibleFields: ReadonlySet<string>
  /** Fields hidden with everything below them, in lower case. */
  readonly hiddenFields: ReadonlySet<string>
  /** Called with what a callback threw; tells the world once. */
  readonly report: (error: unknown) => void
}

export interface SettingsDefaults {
  readonly provider: string
  readonly environment: string
  readonly baseUrl: string
  readonly replayWindowMs: number
  readonly attemptTimeoutMs?: number
  readonly secrets: readonly string[]
  readonly visibleFields: ReadonlySet<string>
  /** In lower case: for a field whose children share their names with harmless ones. */
  readonly hiddenFields?: ReadonlySet<string>
}

/** Longest deadline and window: what a timer and a date can hold without surprises. */
const longestMs = 2 ** 31 - 1

/** @throws CaptureError `invalid_request`, naming the option */
export function createSettings(options: ClientOptions, defaults: SettingsDefaults): Settings {
  const { provider } = defaults
  const scrubber = createScrubber(defaults.secrets)
  const report = reportOnce(provider, scrubber)
  for (const name of ['fetch', 'transport', 'onEvent', 'random'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'function') {
      throw invalidRequest(provider, name, 'must be a function')
    }
  }
  if (options.fetch !== undefined && options.transport !== undefined) {
    throw invalidRequest(provider, 'fetch', 'cannot be used together with transport: the transport replaces it')
  }
  const clock = options.clock ?? systemClock
  if (typeof clock.now !== 'function' || typeof clock.after !== 'function') {
    throw invalidRequest(provider, 'clock', 'must have the methods now() and after()')
  }
  return Object.freeze({
    provider,
    environment: defaults.environment,
    baseUrl: checkBaseUrl(options.baseUrl ?? defaults.baseUrl, { provider, field: 'baseUrl' }),
    transport: options.transport ?? kyTransport(options.fetch === undefined ? {} : { fetch: options.fetch }),
    deadlineMs: milliseconds(provider, 'deadlineMs', options.deadlineMs, 45_000),
    attemptTimeoutMs: milliseconds(
      provider,
      'attemptTimeoutMs',
      options.attemptTimeoutMs,
      defaults.attemptTimeoutMs ?? 15_000,
    ),
    maxAttempts: wholeNumber(provider, 'maxAttempts', options.maxAttempts, 3, 1, 10),
    replayWindowMs: wholeNumber(
      provider,
      'replayWindowMs',
      options.replayWindowMs,
      defaults.replayWindowMs,
      0,
      Number.MAX_SAFE_INTEGER,
    ),
    onEvent: options.onEvent ?? null,
    clock: guardedClock(clock, report),
    random: guardedRandom(options.random ?? Math.random, report),
    scrubber,
    visibleFields: defaults.visibleFields,
    hiddenFields: defaults.hiddenFields ?? new Set(),
    report,
  })
}

/** @throws CaptureError `invalid_request` */
export function milliseconds(provider: string, field: string, value: number | undefined, fallback: number): number {
  return wholeNumber(provider, field, value, fallback, 1, longestMs)
}

function wholeNumber(
  provider: string,
  field: string,
  value: number | undefined,
  fallback: number,
  least: number,
  most: number,
): number {
  if (value === undefined) return fallback
  if (!Number.isInteger(value) || value < least || value > most) {
    throw invalidRequest(provider, field, `must be a whole number from ${least} to ${most}`)
  }
  return value
}

/**
 * A secret that goes into a header must be safe there: a line break would end up, with the secret, in the text of the
 * error of whatever library refuses it.
 *
 * @throws CaptureError `invalid_request`; the secret is not in its message
 */
export function checkSecret(provider: string, field: string, value: unknown): string {
  if (typeof value !== 'string' || !/^[\x21-\x7e]{1,4096}$/.test(value)) {
    throw invalidRequest(provider, field, 'must be text of visible ASCII characters, without spaces or line breaks')
  }
  return value
}

function guardedRandom(random: () => number, report: (error: unknown) => void): () => number {
  return () => {
    try {
      const value = random()
      if (value >= 0 && value < 1) return value
      report(new RangeError('random() did not return a number from 0 to 1'))
    } catch (error) {
      report(error)
    }
    return Math.random()
  }
}

/** What a callback throws is swallowed, and said once for each client: not at all would hide the bug, always would flood. */
function reportOnce(provider: string, scrubber: Scrubber): (error: unknown) => void {
  let told = false
  return (error) => {
    if (told) return
    told = true
    try {
      const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
      const text = scrubber.text(`@cap/${provider}: a callback threw, which changed nothing: ${what}`)
      const runtime = (globalThis as { process?: { emitWarning?: (text: string, options: object) => void } }).process
      if (runtime?.emitWarning !== undefined) runtime.emitWarning(text, { type: 'CapWarning', code: 'CAP_CALLBACK' })
      // biome-ignore lint/suspicious/noConsole: outside Node there is no other place for a warning to the developer
      else console.warn(text)
    } catch {
      // An error whose own text throws: there is nothing left to say.
    }
  }
}
