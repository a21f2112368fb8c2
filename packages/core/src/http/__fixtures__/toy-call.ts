import type { CaptureOptions, ClientOptions } from '../../capture/client.ts'
import type { CaptureError } from '../../error/capture-error.ts'
import type { CaptureOutcome } from '../../outcome/outcome.ts'
import { createTestClock, type TestClock } from '../../testing/test-clock.ts'
import type { Judgement } from '../judgement.ts'
import { announce, runCapture } from '../run.ts'
import { sendKeyed } from '../send-keyed.ts'
import { createSettings } from '../settings.ts'
import { type Reply, type Transport, TransportError } from '../transport.ts'

export const ok: Reply = { status: 200, headers: {}, body: '{"id":"1"}' }
const captured: Judgement = {
  status: 'captured',
  captureId: '1',
  amount: null,
  basis: 'answer',
  replayed: false,
  raw: null,
}
export const maybe = () => Promise.reject(new TransportError({ sent: 'maybe', phase: 'wait', code: 'ECONNRESET' }))
export const never = () => Promise.reject(new TransportError({ sent: 'no', phase: 'connect', code: 'ECONNREFUSED' }))
export const hang: Transport = (_, signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () =>
      reject(new TransportError({ sent: 'maybe', phase: 'wait', code: 'ABORTED' })),
    )
  })

export function judge(reply: Reply): Judgement {
  if (reply.status === 200) return captured
  if (reply.status === 401)
    return { status: 'refused', error: { code: 'unauthorized', message: 'no', status: 401 }, raw: null }
  if (reply.status === 402) {
    return {
      status: 'declined',
      code: 'x',
      reason: 'other',
      advice: 'do_not_retry',
      message: 'no',
      ownRecord: false,
      raw: null,
    }
  }
  if (reply.status === 429) return { status: 'replay', cause: 'rate_limited', raw: null }
  if (reply.status === 599) throw new Error('a bug in reading the answer')
  return { status: 'replay', cause: 'server_error', raw: null }
}

export function capture(
  transports: readonly Transport[],
  { clock, options = {}, client = {} }: { clock: TestClock; options?: CaptureOptions; client?: ClientOptions },
): Promise<CaptureOutcome> {
  let next = 0
  const transport: Transport = (exchange, signal) => {
    const one = transports[Math.min(next++, transports.length - 1)]
    if (one === undefined) throw new Error('no transport given')
    return one(exchange, signal)
  }
  const settings = createSettings(
    { transport, clock, random: () => 0.5, ...client },
    {
      provider: 'toy',
      environment: 'test',
      baseUrl: 'https://toy.example',
      replayWindowMs: 3_600_000,
      secrets: ['s3cret'],
      visibleFields: new Set(),
    },
  )
  return runCapture(settings, options, [], async (call) => {
    call.identify({ account: 'a', operation: 'o', idempotencyKey: 'k', ids: {}, fingerprint: { of: 'body' } })
    const refusal = await announce(call, options.beforeSend)
    if (refusal !== null) return refusal
    return sendKeyed(call, { method: 'POST', url: 'https://toy.example/pay', headers: {}, body: 'body' }, judge)
  })
}

export async function run(transports: readonly Transport[], options: CaptureOptions = {}, client: ClientOptions = {}) {
  const clock = createTestClock()
  const started = clock.now()
  const end = await clock.run(capture(transports, { clock, options, client })).then(
    (outcome) => ({ outcome, error: null }),
    (error: unknown) => ({ outcome: null, error: error as CaptureError }),
  )
  return { ...end, ms: clock.now() - started, pending: clock.pending }
}

export const answers =
  (status: number, headers: Record<string, string> = {}): Transport =>
  async () => ({ status, headers, body: '' })
