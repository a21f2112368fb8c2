import { type CaptureEvent, type CaptureOutcome, type Exchange, money, type Reply, TransportError } from '@cap/core'
import { createTestClock, type Ending, ending, type TestClock } from '@cap/core/testing'
import {
  createMercadoPago,
  type MercadoPago,
  type MercadoPagoCaptureRequest,
  type MercadoPagoOptions,
} from '../index.ts'
import type { Answer } from './payments.ts'

export const accessToken = 'TEST-8765432109876543-112233-9f8e7d6c5b4a39281706f5e4d3c2b1a0-441122'
export const payerToken = 'b7d2f0c94e6a4f1fa3c5d8e9f0a1b2c3'
export const secrets = [accessToken, payerToken]

export const request: MercadoPagoCaptureRequest = {
  amount: money('700.50', 'MXN'),
  description: 'Payment Description',
  externalReference: 'Pago_123',
  payerToken,
  idempotencyKey: '0d5020ed-1af6-469c-ae06-c3bec19954bb',
}

/** What the provider does with the next exchange: answers, or not. */
export type Step = Answer | 'lost' | 'not_sent' | 'silent'

export interface Scripted {
  readonly client: MercadoPago
  readonly seen: Exchange[]
  readonly events: CaptureEvent[]
  readonly clock: TestClock
  /** Runs a call under the test clock. */
  run(call: (client: MercadoPago) => Promise<CaptureOutcome>): Promise<Ending>
  capture(more?: Partial<MercadoPagoCaptureRequest>): Promise<Ending>
}

/** A client whose provider does these things in turn; the last one goes on for ever. */
export function scripted(steps: readonly Step[], options: Partial<MercadoPagoOptions> = {}): Scripted {
  const clock = createTestClock()
  const seen: Exchange[] = []
  const events: CaptureEvent[] = []
  const client = createMercadoPago({
    accessToken,
    clock,
    random: () => 0,
    onEvent: (event) => events.push(event),
    transport: (exchange, signal) => {
      const step = steps[Math.min(seen.length, steps.length - 1)] ?? 'lost'
      seen.push(exchange)
      return perform(step, signal)
    },
    ...options,
  })
  const run: Scripted['run'] = (call) => clock.run(ending(call(client)))
  return {
    client,
    seen,
    events,
    clock,
    run,
    capture: (more = {}) => run((one) => one.capture({ ...request, ...more })),
  }
}

async function perform(step: Step, signal: AbortSignal): Promise<Reply> {
  if (step === 'lost') throw new TransportError({ sent: 'maybe', phase: 'wait', code: 'ECONNRESET' })
  if (step === 'not_sent') throw new TransportError({ sent: 'no', phase: 'connect', code: 'ECONNREFUSED' })
  if (step === 'silent') {
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () =>
        reject(new TransportError({ sent: 'maybe', phase: 'wait', code: 'ABORTED' })),
      )
    })
  }
  const headers = { 'content-type': 'application/json', ...step.headers }
  return { status: step.status, headers, body: typeof step.body === 'string' ? step.body : JSON.stringify(step.body) }
}
