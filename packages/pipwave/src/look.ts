import { type Call, type Reading, type Reply, readState, retryAfterMs, type UnknownCause } from '@cap/core/http'
import type { Account, Ask } from './account.ts'
import { readApiAnswer } from './capture-schema.ts'
import type { FailedLook } from './error.ts'
import { type Found, readPayment } from './payment.ts'
import { type Pair, type Signer, signedExchange } from './signature.ts'

export type Look =
  | ({ readonly kind: 'found' } & Found)
  | ({
      readonly kind: 'failed'
      readonly cause: UnknownCause
      /** What the last answer's `Retry-After` asked for. */
      readonly askedWaitMs: number | null
    } & FailedLook)

export interface LookOptions {
  readonly purpose: 'snapshot' | 'lookup'
  readonly attempts?: number
  /** Milliseconds of the deadline to leave. */
  readonly until?: number
}

/** Asks pipwave for a payment. It moves nothing, so it may be repeated freely. */
export async function look(
  call: Call,
  account: Account,
  signer: Signer,
  ask: Ask,
  options: LookOptions,
): Promise<Look> {
  const fields: readonly Pair[] = ['pwId' in ask ? ['pw_id', ask.pwId] : ['txn_id', ask.txnId]]
  let code: number | null = null
  let askedWaitMs: number | null = null
  const result = await readState(
    call,
    () => {
      code = null
      askedWaitMs = null
      return signedExchange(account, signer, 'requery', fields)
    },
    (reply): Reading<Found> => {
      askedWaitMs = retryAfterMs(reply.headers['retry-after'], account.settings.clock.now())
      const reading = readAnswer(reply, ask)
      if (reading.kind === 'refused') code = reading.code
      return reading
    },
    options,
  )
  if (result.kind === 'found') return { kind: 'found', ...result.value }
  return { kind: 'failed', cause: result.cause, message: result.message, httpStatus: result.status, code, askedWaitMs }
}

type Refused = Extract<Reading<Found>, { kind: 'refused' }> & { readonly code: number | null }
type PaymentReading = Exclude<Reading<Found>, { kind: 'refused' }> | Refused

function readAnswer(reply: Reply, ask: Ask): PaymentReading {
  const { status: http } = reply
  if (http === 429) return { kind: 'again', cause: 'rate_limited', verdict: 'HTTP 429' }
  if (http >= 500) return { kind: 'again', cause: 'server_error', verdict: `HTTP ${http}` }
  if (http < 200 || http > 299) return { kind: 'again', cause: 'unrecognised_answer', verdict: `HTTP ${http}` }
  const answer = readApiAnswer(reply.body)
  if (answer === null)
    return { kind: 'again', cause: 'unreadable_answer', verdict: 'an answer that is not a JSON object' }
  const { status, message, body } = answer
  if (status === 500) return { kind: 'again', cause: 'server_error', verdict: `status 500${said(message)}` }
  if (status === null) return { kind: 'again', cause: 'unrecognised_answer', verdict: 'an answer without a status' }
  if (status !== 200) {
    return {
      kind: 'refused',
      cause: 'unrecognised_answer',
      message: `pipwave answered the requery with status ${status}${said(message)}`,
      status: http,
      code: status,
    }
  }
  const found = readPayment(body)
  if (found === null)
    return { kind: 'again', cause: 'unreadable_answer', verdict: 'an answer without transaction_status' }
  const { payment } = found
  // A missing echo is not a mismatch; another payment's state is worth nothing.
  const [asked, echoed] = 'pwId' in ask ? [ask.pwId, payment.pwId] : [ask.txnId, payment.txnId]
  if (echoed !== null && echoed !== asked) {
    const message = 'pipwave answered with another payment'
    return { kind: 'refused', cause: 'mismatch', message, status: http, code: null }
  }
  const verdict = `transaction_status ${payment.transactionStatus}, require_capture ${payment.requireCapture ?? 'absent'}`
  return { kind: 'found', value: found, verdict }
}

function said(message: string | null): string {
  return message === null ? '' : `: ${message}`
}
