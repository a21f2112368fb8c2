import type { AttemptPurpose } from '../outcome/attempt.ts'
import type { UnknownCause } from '../outcome/outcome.ts'
import { backoffMs, retryAfterMs } from './backoff.ts'
import type { Call } from './call.ts'
import {
  type CapturedDraft,
  type DoneDraft,
  type Judgement,
  type Refusal,
  refusedAfterMaybeApplied,
  type Settled,
} from './judgement.ts'
import { isReplayWindowOpen } from './replay-window.ts'
import type { Exchange, Reply } from './transport.ts'

/**
 * Sends a write that carries an idempotency key: the same bytes under the same key until an answer settles it, the
 * attempts are used up, or the deadline comes. Repeating is safe because the provider recognises the key, so it ends where the
 * provider is no longer trusted to.
 *
 * @param judge reads one answer; `earlier` tells whether an attempt that may have been applied came before it
 * @param purpose of every attempt. Default: `capture`
 */
export async function sendKeyed<Done extends DoneDraft = CapturedDraft>(
  call: Call,
  exchange: Omit<Exchange, 'maxReplyBytes'>,
  judge: (reply: Reply, context: { readonly earlier: boolean }) => Judgement<Done>,
  purpose: AttemptPurpose = 'capture',
): Promise<Settled<Done>> {
  const { settings } = call
  let last: { readonly cause: UnknownCause; readonly raw: Judgement['raw'] } = { cause: 'no_answer', raw: null }
  let failure = ''
  for (let number = 1; ; number++) {
    const earlier = call.mayBeApplied
    const exchanged = await call.exchange(exchange, { purpose })
    let leastWaitMs = 0
    let askedWaitMs: number | null = null
    if (exchanged.kind === 'failed') {
      if (exchanged.sent === 'maybe') last = { cause: exchanged.cause, raw: null }
      else failure = exchanged.code
      call.conclude(exchanged, exchanged.sent === 'no' ? 'not_sent' : `no answer: ${exchanged.cause}`)
    } else {
      const judgement = settle(judge(exchanged.reply, { earlier }), earlier)
      call.conclude(exchanged, verdict(judgement))
      if (judgement.status !== 'replay') return judgement
      last = judgement
      leastWaitMs = judgement.leastWaitMs ?? 0
      askedWaitMs = retryAfterMs(exchanged.reply.headers['retry-after'], settings.clock.now())
    }
    if (number >= settings.maxAttempts) break
    const ms = askedWaitMs ?? Math.max(leastWaitMs, backoffMs(number, settings.random))
    if (!(await call.wait(ms, last.cause))) break
    if (call.mayBeApplied && !isReplayWindowOpen(call, settings)) {
      return { status: 'unknown', cause: 'replay_window_passed', needs: 'person', raw: last.raw }
    }
  }
  if (!call.mayBeApplied) return nothingSent(call, failure)
  // The caller ended it: that, and not the last answer, is why nobody knows.
  const cause = call.stopped === 'aborted' || last.cause === 'no_answer' ? (call.stopped ?? last.cause) : last.cause
  return { status: 'unknown', cause, raw: last.raw }
}

/** A refusal or decline that follows an attempt that may have been applied speaks only of the later attempt. */
function settle<Done extends DoneDraft>(judgement: Judgement<Done>, earlier: boolean): Judgement<Done> {
  if (!earlier) return judgement
  if (judgement.status === 'refused') return refusedAfterMaybeApplied(judgement.raw)
  if (judgement.status === 'declined' && !judgement.ownRecord) {
    return refusedAfterMaybeApplied(judgement.raw, judgement.ids)
  }
  return judgement
}

/** The throw for a call in which no byte that changes anything left. */
export function nothingSent(call: Call, failure: string): Refusal {
  if (call.stopped === 'aborted') {
    const message = `the caller aborted the call before the ${call.name} was sent`
    return { status: 'refused', error: { code: 'aborted', message }, raw: null }
  }
  const why = call.stopped === 'deadline' ? 'before the deadline' : 'in any attempt'
  return {
    status: 'refused',
    error: {
      code: 'not_sent',
      message: `the ${call.name} could not be sent ${why}${failure === '' ? '' : ` (${failure})`}: no money moved, the same call may be made again`,
      ...(failure === '' ? {} : { cause: { name: 'TransportError', code: failure, message: `not sent: ${failure}` } }),
    },
    raw: null,
  }
}

export function verdict(judgement: Judgement<DoneDraft>): string {
  switch (judgement.status) {
    case 'replay':
    case 'unknown':
      return `${judgement.status}: ${judgement.cause}`
    case 'refused':
      return `refused: ${judgement.error.code}`
    case 'declined':
      return `declined: ${judgement.reason}`
    default:
      return judgement.status
  }
}
