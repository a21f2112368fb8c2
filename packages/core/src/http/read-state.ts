import type { AttemptPurpose } from '../outcome/attempt.ts'
import type { UnknownCause } from '../outcome/outcome.ts'
import { backoffMs, retryAfterMs } from './backoff.ts'
import type { Call } from './call.ts'
import type { Exchange, Reply } from './transport.ts'

/** How one answer to a read is taken. `again` tries once more while attempts and time are left. */
export type Reading<T> =
  | { readonly kind: 'found'; readonly value: T; readonly verdict: string }
  | { readonly kind: 'refused'; readonly cause: UnknownCause; readonly message: string; readonly status?: number }
  | { readonly kind: 'again'; readonly cause: UnknownCause; readonly verdict: string }

export type ReadResult<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'failed'; readonly cause: UnknownCause; readonly message: string; readonly status: number | null }

/**
 * Reads the provider's state. Reading moves nothing, so it may be repeated freely.
 *
 * @param build makes each attempt's exchange anew: a signed one carries the time of its sending
 * @param options.attempts default: the client's `maxAttempts`
 * @param options.until stop when this many milliseconds, or fewer, are left of the deadline
 */
export async function readState<T>(
  call: Call,
  build: () => Omit<Exchange, 'maxReplyBytes'> & { readonly signatureBase?: string },
  read: (reply: Reply) => Reading<T>,
  options: { readonly purpose: AttemptPurpose; readonly attempts?: number; readonly until?: number },
): Promise<ReadResult<T>> {
  const { settings } = call
  const attempts = options.attempts ?? settings.maxAttempts
  const until = options.until ?? 0
  let last: { cause: UnknownCause; message: string; status: number | null } = {
    cause: call.stopped ?? 'no_answer',
    message: 'the call was over before the provider could be asked',
    status: null,
  }
  for (let number = 1; number <= attempts; number++) {
    const room = call.remainingMs() - until
    if (room <= 0) break
    const exchange = build()
    const { signatureBase } = exchange
    const exchanged = await call.exchange(exchange, {
      purpose: options.purpose,
      ...(until === 0 ? {} : { timeoutMs: room }),
      ...(signatureBase === undefined ? {} : { signatureBase }),
    })
    let askedWaitMs: number | null = null
    if (exchanged.kind === 'failed') {
      last = { cause: exchanged.cause, message: `no answer (${exchanged.code})`, status: null }
      call.conclude(exchanged, `no answer: ${exchanged.cause}`)
    } else {
      const reading = read(exchanged.reply)
      if (reading.kind === 'found') {
        call.conclude(exchanged, reading.verdict)
        return { kind: 'found', value: reading.value }
      }
      if (reading.kind === 'refused') {
        call.conclude(exchanged, `refused: ${reading.message}`)
        return { kind: 'failed', cause: reading.cause, message: reading.message, status: reading.status ?? null }
      }
      call.conclude(exchanged, reading.verdict)
      last = { cause: reading.cause, message: reading.verdict, status: exchanged.reply.status }
      askedWaitMs = retryAfterMs(exchanged.reply.headers['retry-after'], settings.clock.now())
    }
    if (number === attempts) break
    const ms = askedWaitMs ?? backoffMs(number, settings.random)
    if (ms >= call.remainingMs() - until || !(await call.wait(ms, last.cause))) break
  }
  return { kind: 'failed', ...last }
}
