import { subscribe } from 'node:diagnostics_channel'
import type { RunExchange } from '../api/run.ts'

type Phases = RunExchange['phases']

interface Marks {
  readonly created: number
  sending?: number
  sent?: number
  answered?: number
  ended?: number
}

/** Requests that nobody asked about: those of other programs in this process are not kept for ever. */
const kept = 500

const byRequest = new WeakMap<object, Marks>()
const byOrigin = new Map<string, Marks>()
let listening = false

/**
 * Listens to what Node's own HTTP client tells of its requests: when it has a connection, has sent, is answered.
 *
 * @see {@link https://github.com/nodejs/undici/blob/main/docs/docs/api/DiagnosticsChannel.md}
 */
export function listenForPhases(): void {
  if (listening) return
  listening = true
  on('undici:request:create', (request) => {
    const marks: Marks = { created: performance.now() }
    byRequest.set(request, marks)
    const origin = originOf(request)
    if (origin === null) return
    byOrigin.delete(origin)
    byOrigin.set(origin, marks)
    for (const old of byOrigin.keys()) if (byOrigin.size > kept) byOrigin.delete(old)
  })
  mark('undici:client:sendHeaders', 'sending')
  mark('undici:request:bodySent', 'sent')
  mark('undici:request:headers', 'answered')
  mark('undici:request:trailers', 'ended')
}

/** Milliseconds of each phase of the last exchange with the address. Empty where the transport does not tell. */
export function takePhases(url: string): Phases {
  const origin = URL.canParse(url) ? new URL(url).origin : ''
  const marks = byOrigin.get(origin)
  if (marks === undefined) return {}
  byOrigin.delete(origin)
  const now = performance.now()
  const phases: Phases = {}
  const { created, sending, sent, answered, ended } = marks
  phases.connect = round((sending ?? now) - created)
  if (sending === undefined) return phases
  phases.send = round((sent ?? answered ?? now) - sending)
  const from = sent ?? sending
  phases.wait = round((answered ?? now) - from)
  if (answered !== undefined) phases.body = round((ended ?? now) - answered)
  return phases
}

function round(ms: number): number {
  return Math.max(0, Math.round(ms * 10) / 10)
}

function mark(channel: string, name: Exclude<keyof Marks, 'created'>): void {
  on(channel, (request) => {
    const marks = byRequest.get(request)
    if (marks !== undefined) marks[name] = performance.now()
  })
}

function on(channel: string, heard: (request: object) => void): void {
  subscribe(channel, (message) => {
    const request: unknown = typeof message === 'object' && message !== null ? Reflect.get(message, 'request') : null
    if (typeof request === 'object' && request !== null) heard(request)
  })
}

function originOf(request: object): string | null {
  const origin: unknown = Reflect.get(request, 'origin')
  return origin === undefined || origin === null ? null : String(origin)
}
