import {
  type CancelOutcome,
  type CaptureEvent,
  type CaptureOutcome,
  type ChangeOutcome,
  type Exchange,
  loadDigest,
  type RefundOutcome,
  type Reply,
  TransportError,
} from '@cap/core/http'
import { createTestClock, type TestClock } from '@cap/core/testing'
import {
  createPipwaveEmulator,
  type PaymentSeed,
  type PipwaveEmulator,
  type PipwaveEmulatorOptions,
} from '../emulator.ts'
import { createPipwave, type PipwaveClient, type PipwaveOptions } from '../pipwave.ts'
import { loadSigner } from '../signature.ts'

// Loaded on first use, which takes real time: under a clock that moves by itself that would look like a deadline.
await Promise.all([loadDigest(), loadSigner()])

export const account = { apiKey: 'TESTKEY123', apiSecret: 'TESTSECRET456' }

/** 2016-03-01T00:00:00Z, the documentation's own example of a timestamp. */
const exampleTime = 1_456_790_400_000

export const seed: PaymentSeed = { pwId: 'PW1001', txnId: 'ORDER-1', total: '100.00', currency: 'MYR' }

/** What happens to one exchange instead of the emulator's answer. */
export type Instead =
  /** The emulator never sees it. */
  | { readonly answer: Partial<Reply> }
  /** The emulator answers, and this comes back. */
  | { readonly answerAfter: Partial<Reply> }
  | { readonly lost: 'applied' | 'not applied' }
  | { readonly unsent: string }
  | { readonly throws: unknown }
  | { readonly silence: 'applied' | 'not applied' }
  | null

export interface Seen {
  readonly exchange: Exchange
  /** The parsed body. */
  readonly body: Readonly<Record<string, unknown>>
}

export interface World {
  readonly emulator: PipwaveEmulator
  readonly client: PipwaveClient
  readonly clock: TestClock
  readonly seen: readonly Seen[]
  readonly events: readonly CaptureEvent[]
  /** Decides about the next exchanges; `index` counts those of that action. A refund's steps are `refund initiate` and `refund submit`. */
  plan: ((action: string, index: number) => Instead | undefined) | null
  captures(): readonly Seen[]
  /** The exchanges of an action, or of a step of it. */
  of(action: string): readonly Seen[]
  requeries(): readonly Seen[]
  another(options?: Partial<PipwaveOptions>): PipwaveClient
  /** Lets time pass until the promise settles. */
  run<T>(promise: Promise<T>): Promise<T>
}

/** A client and its provider in one process, under one clock that only moves when it must. */
export function createWorld(
  options: {
    readonly payments?: readonly Partial<PaymentSeed>[]
    readonly emulator?: PipwaveEmulatorOptions
    readonly client?: Partial<PipwaveOptions>
    readonly latencyMs?: number
  } = {},
): World {
  const clock = createTestClock(exampleTime)
  const emulator = createPipwaveEmulator({
    ...account,
    clock,
    payments: (options.payments ?? [{}]).map((payment) => ({ ...seed, ...payment })),
    ...options.emulator,
  })
  const seen: Seen[] = []
  const events: CaptureEvent[] = []
  /** Like a network's latency, it ends when the exchange is cut short. */
  const pause = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const cancel = clock.after(ms, resolve)
      const stop = () => {
        cancel()
        reject(new TransportError({ sent: 'maybe', phase: 'wait', code: 'ABORTED' }))
      }
      if (signal.aborted) stop()
      signal.addEventListener('abort', stop, { once: true })
    })

  const transport = async (exchange: Exchange, signal: AbortSignal): Promise<Reply> => {
    const body = JSON.parse(exchange.body ?? '{}') as Record<string, unknown>
    const action = labelOf(body)
    const index = seen.filter((earlier) => labelOf(earlier.body) === action).length
    seen.push({ exchange, body })
    const instead = world.plan?.(action, index) ?? null
    if (options.latencyMs !== undefined) await pause(options.latencyMs, signal)
    if (instead === null) return forward(exchange)
    if ('throws' in instead) throw instead.throws
    if ('unsent' in instead) throw new TransportError({ sent: 'no', phase: 'connect', code: instead.unsent })
    if ('answer' in instead) return { status: 200, headers: {}, body: '', ...instead.answer }
    if ('answerAfter' in instead) {
      await forward(exchange)
      return { status: 200, headers: {}, body: '', ...instead.answerAfter }
    }
    const what = 'lost' in instead ? instead.lost : instead.silence
    if (what === 'applied') await forward(exchange)
    if ('lost' in instead) throw new TransportError({ sent: 'maybe', phase: 'wait', code: 'ECONNRESET' })
    return new Promise((_, reject) => {
      const stop = () => reject(new TransportError({ sent: 'maybe', phase: 'wait', code: 'ABORTED' }))
      if (signal.aborted) stop()
      signal.addEventListener('abort', stop, { once: true })
    })
  }

  async function forward(exchange: Exchange): Promise<Reply> {
    const release = clock.hold()
    try {
      const answer = await emulator.fetch(
        new Request(exchange.url, { method: exchange.method, headers: exchange.headers, body: exchange.body }),
      )
      return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() }
    } finally {
      release()
    }
  }

  const another = (more: Partial<PipwaveOptions> = {}) =>
    createPipwave({
      ...account,
      environment: 'staging',
      transport,
      clock,
      random: () => 0.5,
      onEvent: (event) => events.push(event),
      ...options.client,
      ...more,
    })
  const world: World = {
    emulator,
    client: another(),
    clock,
    seen,
    events,
    plan: null,
    of: (action) => seen.filter(({ body }) => labelOf(body) === action),
    captures: () => seen.filter(({ body }) => body.action === 'capture-payment'),
    requeries: () => seen.filter(({ body }) => body.action === 'requery'),
    another,
    run: (promise) => clock.run(promise),
  }
  return world
}

function labelOf({ action, op }: Readonly<Record<string, unknown>>): string {
  return op === undefined ? String(action) : `${action} ${op}`
}

/** A plan for the first capture only; everything else reaches the emulator. */
export function firstCapture(instead: Instead): World['plan'] {
  return first('capture-payment', instead)
}

/** A plan for the first exchange of an action only; everything else reaches the emulator. */
export function first(action: string, instead: Instead): World['plan'] {
  return (one, index) => (one === action && index === 0 ? instead : null)
}

/** An answer of pipwave's, as its server writes it. */
export function says(body: unknown, http = 200): { readonly status: number; readonly body: string } {
  return { status: http, body: JSON.stringify(body) }
}

/** What a promise rejects with. */
export async function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('expected a throw')
}

/** An outcome reduced to what decides. */
export function gist(
  outcome: CaptureOutcome | RefundOutcome | CancelOutcome | ChangeOutcome<unknown>,
): Readonly<Record<string, unknown>> {
  const { status } = outcome
  if (status === 'refunded' || status === 'cancelled') {
    const { basis, replayed } = outcome
    return { status, basis, replayed }
  }
  if (status === 'done') return { status, value: outcome.value }
  if (status === 'captured') {
    const { basis, replayed, amount, captureId, later } = outcome
    return { status, basis, replayed, amount, captureId, ...(later === undefined ? {} : { later }) }
  }
  if (status === 'declined') return { status, code: outcome.code, reason: outcome.reason, advice: outcome.advice }
  if (status === 'unknown') return { status, cause: outcome.cause, needs: outcome.needs }
  return { status }
}
