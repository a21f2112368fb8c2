import { type Exchange, type Reply, type Transport, TransportError, type TransportPhase } from './transport.ts'

const phases: readonly TransportPhase[] = ['connect', 'send', 'wait', 'headers', 'body']

/** A failed exchange, whatever the transport rejected with. */
export interface Failure {
  readonly sent: 'no' | 'maybe'
  readonly phase: TransportPhase | null
  readonly code: string
}

/**
 * Runs a transport that need not be ours: one that throws, rejects with anything, ignores its signal, or resolves with
 * something that is no reply, is read as "may have been sent". Never rejects.
 *
 * @param onInterrupt is given the way to cut the exchange short
 */
export function perform(
  transport: Transport,
  exchange: Exchange,
  onInterrupt: (interrupt: () => void) => void,
): Promise<Reply | Failure> {
  const controller = new AbortController()
  return new Promise<unknown>((resolve, reject) => {
    onInterrupt(() => {
      controller.abort()
      // The transport's own rejection may prove that nothing was sent; one that ignores the signal gets no more time.
      setTimeout(() => reject(new TransportError({ sent: 'maybe', phase: 'wait', code: 'ABORTED' })), 0)
    })
    transport(exchange, controller.signal).then(resolve, reject)
  }).then(replyOf, failureOf)
}

function replyOf(value: unknown): Reply | Failure {
  try {
    return isReply(value) ? value : { sent: 'maybe', phase: 'body', code: 'NOT_A_REPLY' }
  } catch (error) {
    return failureOf(error)
  }
}

function failureOf(error: unknown): Failure {
  if (!TransportError.isInstance(error)) return { sent: 'maybe', phase: null, code: 'TRANSPORT_THREW' }
  const code: unknown = error.code
  return {
    sent: error.sent === 'no' ? 'no' : 'maybe',
    phase: phases.find((phase) => phase === error.phase) ?? null,
    code: typeof code === 'string' ? code : 'TRANSPORT_THREW',
  }
}

function isReply(value: unknown): value is Reply {
  if (typeof value !== 'object' || value === null) return false
  const { status, headers, body } = value as Partial<Reply>
  return Number.isInteger(status) && typeof body === 'string' && typeof headers === 'object' && headers !== null
}
