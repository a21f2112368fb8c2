import { setTimeout } from 'node:timers/promises'
import { maskedBody, masker } from './mask.ts'

/** A request, written by hand: a probe asks what the package would refuse to send. */
export interface ProbeRequest {
  /** One line for the report. */
  readonly label: string
  readonly method: 'GET' | 'POST' | 'PUT'
  /** After the base URL. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface ProbeReply {
  /** 0 when no complete answer came. */
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The body's object; empty when it is none. Numbers beyond 2^53 lose digits here: `body` does not. */
  readonly json: Readonly<Record<string, unknown>>
  readonly ms: number
  /** Why there is no answer. */
  readonly failure: string | null
}

/** An exchange for a report, without secrets. */
export interface SeenAtProbe {
  readonly label: string
  readonly sent: {
    readonly method: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }
  readonly came: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
    readonly ms: number
    readonly failure: string | null
  }
}

export interface Lab {
  /** Sends once, follows nothing, repeats nothing. Never rejects. */
  send(request: ProbeRequest): Promise<ProbeReply>
  /** Milliseconds to go on looking after something that may take time. */
  readonly patienceMs: number
  wait(ms: number): Promise<void>
}

export interface LabOptions {
  readonly baseUrl: string
  readonly secrets: readonly string[]
  /** Fields whose values may be reported. */
  readonly visible: ReadonlySet<string>
  readonly patienceMs: number
  readonly onExchange: (exchange: SeenAtProbe) => void
}

const timeoutMs = 35_000

export function createLab({ baseUrl, secrets, visible, patienceMs, onExchange }: LabOptions): Lab {
  const mask = masker(secrets)
  const maskAll = (headers: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, mask(value)]))
  return {
    patienceMs,
    wait: (ms) => setTimeout(ms),
    async send(request) {
      const url = `${baseUrl}${request.path}`
      const reply = await exchange(url, request)
      const { label, method, headers, body = '' } = request
      const { status, ms, failure } = reply
      onExchange({
        label,
        sent: { method, url: mask(url), headers: maskAll(headers), body: maskedBody(body, visible, mask) },
        came: {
          status,
          headers: maskAll(reply.headers),
          body: maskedBody(reply.body, visible, mask),
          ms,
          failure: failure === null ? null : mask(failure),
        },
      })
      return reply
    },
  }
}

async function exchange(url: string, { method, headers, body }: ProbeRequest): Promise<ProbeReply> {
  const started = performance.now()
  const took = () => Math.round(performance.now() - started)
  try {
    const answer = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body }),
    })
    const text = await answer.text()
    const shown = Object.fromEntries(answer.headers)
    return { status: answer.status, headers: shown, body: text, json: objectOf(text), ms: took(), failure: null }
  } catch (error) {
    return { status: 0, headers: {}, body: '', json: {}, ms: took(), failure: describe(error) }
  }
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {}
  } catch {
    return {}
  }
}

/** The error's own text, and its cause's code: `fetch failed` alone helps nobody. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error && 'code' in error.cause ? ` (${String(error.cause.code)})` : ''
  return `${error.name}: ${error.message}${cause}`
}
