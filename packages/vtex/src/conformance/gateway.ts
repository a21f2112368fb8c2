import { type Exchange, type JsonObject, parseJson, type Reply, TransportError } from '@cap/core/http'
import type { Step } from './report.ts'
import { createScrub, type Scrub } from './scrub.ts'
import type { RunSettings } from './settings.ts'

export type Route = 'manifest' | 'create' | 'settle' | 'cancel' | 'refund' | 'other'

/** `good` are the configured ones, or empty headers when there are none, as VTEX's test suite does. */
export type Presented = 'good' | 'none' | 'empty' | 'bad-key' | 'bad-token'

/** One call of the gateway. */
export interface Call {
  readonly route: Route
  readonly path: string
  readonly body: string | null
  readonly method?: Exchange['method']
  readonly credentials?: Presented
  readonly family?: 'provider' | 'vtex'
  /** null sends none. */
  readonly contentType?: string | null
  /** Default: the run's. */
  readonly testSuite?: boolean
  /** What was asked, for the checks that read every answer. Absent: the call is a broken one on purpose. */
  readonly asked?: Asked | undefined
}

/** The ids and amount of a well-formed call. */
export interface Asked {
  readonly paymentId: string
  readonly requestId: string | null
  /** Decimal text. */
  readonly value: string | null
}

/** What came back. */
export interface Answer {
  /** 0: none. */
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** null when the body is not a JSON object. */
  readonly json: JsonObject | null
  /** The transport's code when there was no answer. */
  readonly failure: string | null
  readonly ms: number
  readonly step: Step
}

/** An entry of a run's log. */
export interface Logged {
  readonly call: Call
  readonly testSuite: boolean
  readonly limitMs: number
  readonly answer: Answer
}

const families = {
  provider: ['x-provider-api-appkey', 'x-provider-api-apptoken'],
  vtex: ['x-vtex-api-appkey', 'x-vtex-api-apptoken'],
} as const

/** Longer answers are given up: the documented ones have a few hundred bytes. */
const maxReplyBytes = 1024 * 1024

/** VTEX's side of the wire: writes each call, keeps its time, and remembers it. */
export class Gateway {
  readonly settings: RunSettings
  readonly log: Logged[] = []
  /** The value of a merchant's password setting, sent along to see whether it comes back. */
  readonly setting = `conformance-setting-${randomHex(12)}`
  /** The header names used where a call does not say. */
  family: 'provider' | 'vtex'
  readonly #scrub: Scrub

  constructor(settings: RunSettings) {
    this.settings = settings
    this.family = settings.without.has('provider-headers') ? 'vtex' : 'provider'
    const { appKey, appToken } = settings.credentials ?? { appKey: '', appToken: '' }
    // What differs from a credential by one character is nearly the credential.
    const others = { 'another key': altered(appKey), 'another token': altered(appToken) }
    this.#scrub = createScrub({ 'app key': appKey, 'app token': appToken, ...others, setting: this.setting })
  }

  /** Never throws: no answer is an answer too. */
  async send(call: Call, show: (step: Step) => void): Promise<Answer> {
    const { clock, limits } = this.settings
    const exchange = this.exchange(call)
    const controller = new AbortController()
    const cancel = clock.after(limits.giveUpMs, () => controller.abort())
    const start = clock.now()
    let reply: Reply | null = null
    let failure: string | null = null
    try {
      reply = await this.settings.transport(exchange, controller.signal)
    } catch (error) {
      failure = TransportError.isInstance(error) ? error.code : 'TRANSPORT_THREW'
    } finally {
      cancel()
    }
    const ms = Math.max(0, clock.now() - start)
    const { status = 0, headers = {}, body = '' } = reply ?? {}
    const step = this.#step(exchange, { status, headers, body, failure, ms })
    const answer = { status, headers, body, json: readObject(body), failure, ms, step }
    const testSuite = this.#isTestSuite(call)
    this.log.push({ call, testSuite, limitMs: testSuite ? limits.testSuiteMs : limits.gatewayMs, answer })
    show(step)
    return answer
  }

  /** Sends, and never reads the answer. @returns whether anything can have been sent */
  async drop(call: Call, afterMs: number, show: (step: Step) => void): Promise<boolean> {
    const exchange = this.exchange(call)
    const start = this.settings.clock.now()
    let failure = 'DROPPED_ON_PURPOSE'
    try {
      await this.settings.drop(exchange, afterMs)
    } catch (error) {
      if (TransportError.isInstance(error) && error.sent === 'no') failure = error.code
    }
    const ms = Math.max(0, this.settings.clock.now() - start)
    show(this.#step(exchange, { status: 0, headers: {}, body: '', failure, ms }))
    return failure === 'DROPPED_ON_PURPOSE'
  }

  exchange(call: Call): Exchange {
    const contentType = call.contentType === undefined ? 'application/json' : call.contentType
    return {
      method: call.method ?? (call.body === null ? 'GET' : 'POST'),
      url: this.settings.baseUrl + call.path,
      headers: {
        accept: 'application/json',
        ...(contentType === null ? {} : { 'content-type': contentType }),
        ...this.#credentials(call),
        ...(this.#isTestSuite(call) ? { 'x-vtex-api-is-testsuite': 'true' } : {}),
      },
      body: call.body,
      maxReplyBytes,
    }
  }

  /** What must never come back, as it is and as JSON and URLs spell it. */
  get secrets(): readonly string[] {
    const { credentials } = this.settings
    const { appToken } = credentials ?? {}
    if (appToken === undefined) return [this.setting]
    return [this.setting, appToken, JSON.stringify(appToken).slice(1, -1), encodeURIComponent(appToken)]
  }

  #credentials(call: Call): Record<string, string> {
    const presented = call.credentials ?? 'good'
    if (presented === 'none') return {}
    const [keyName, tokenName] = families[call.family ?? this.family]
    const { appKey, appToken } = this.settings.credentials ?? { appKey: '', appToken: '' }
    if (presented === 'empty') return { [keyName]: '', [tokenName]: '' }
    return {
      [keyName]: presented === 'bad-key' ? altered(appKey) : appKey,
      [tokenName]: presented === 'bad-token' ? altered(appToken) : appToken,
    }
  }

  #isTestSuite(call: Call): boolean {
    return call.testSuite ?? this.settings.testSuite
  }

  #step(exchange: Exchange, came: Omit<Answer, 'json' | 'step'>): Step {
    const headers: Record<string, string> = {}
    for (const name of ['content-type', 'allow', 'location', 'retry-after']) {
      const value = came.headers[name]
      if (value !== undefined) headers[name] = this.#scrub(value)
    }
    return {
      sent: {
        method: exchange.method,
        url: exchange.url,
        headers: Object.fromEntries(
          Object.entries(exchange.headers).map(([name, value]) => [name, this.#scrub(value)]),
        ),
        body: exchange.body === null ? null : shorten(this.#scrub(exchange.body)),
      },
      came: {
        status: came.failure === null ? came.status : null,
        headers,
        body: shorten(this.#scrub(came.body)),
        failure: came.failure,
      },
      ms: came.ms,
    }
  }
}

/** As long as the real one, and another; empty where there is none. */
function altered(text: string): string {
  if (text === '') return ''
  const last = text.at(-1) === 'x' ? 'y' : 'x'
  return text.slice(0, -1) + last
}

const longestShown = 4096

function shorten(text: string): string {
  return text.length <= longestShown ? text : `${text.slice(0, longestShown)}… (${text.length} characters)`
}

function readObject(body: string): JsonObject | null {
  try {
    const json = parseJson(body)
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as JsonObject) : null
  } catch {
    return null
  }
}

/** Upper-case hexadecimal, as VTEX's ids are. */
export function randomHex(bytes: number): string {
  const values = crypto.getRandomValues(new Uint8Array(bytes))
  return [...values].map((value) => value.toString(16).padStart(2, '0').toUpperCase()).join('')
}
