import {
  nothingSent,
  type Reading,
  type RefundedDraft,
  type Refusal,
  type Reply,
  readState,
  type Settled,
} from '@cap/core/http'
import { type ApiAnswer, readApiAnswer } from '../capture-schema.ts'
import { meaningOfDecline } from '../declines.ts'
import { invalidRequest, lookupFailed, refusedBy } from '../error.ts'
import type { Scope } from '../outcome.ts'
import { signedExchange } from '../signature.ts'
import type { Attempting } from '../write.ts'
import { type ParsedRefund, readTerms, refundFields } from './refund-schema.ts'

/**
 * The first step, `op: initiate`: asks whether the payment can be refunded, and what that needs. It moves nothing, so it is
 * repeated like a read.
 *
 * @returns null: go on
 */
export async function askForTerms(
  { call, account, signer, reserveMs }: Attempting,
  request: ParsedRefund,
  pwId: string,
  scope: Scope,
): Promise<Settled<RefundedDraft> | null> {
  const fields = refundFields(request, pwId, 'initiate')
  const result = await readState<{ readonly answer: ApiAnswer; readonly http: number }>(
    call,
    () => signedExchange(account, signer, 'refund', fields),
    read,
    { purpose: 'snapshot', until: reserveMs },
  )
  if (result.kind === 'found') return decide(request, scope, result.value.answer, result.value.http)
  if (call.stopped === 'aborted') return nothingSent(call, '')
  return noTerms(result.message, result.status, null)
}

function read(reply: Reply): Reading<{ readonly answer: ApiAnswer; readonly http: number }> {
  const { status: http } = reply
  if (http === 429) return { kind: 'again', cause: 'rate_limited', verdict: 'HTTP 429' }
  if (http >= 500) return { kind: 'again', cause: 'server_error', verdict: `HTTP ${http}` }
  if (http < 200 || http > 299) return { kind: 'again', cause: 'unrecognised_answer', verdict: `HTTP ${http}` }
  const answer = readApiAnswer(reply.body)
  if (answer === null) return { kind: 'again', cause: 'unreadable_answer', verdict: 'not a JSON object' }
  if (answer.status === null || answer.status === 500) {
    return { kind: 'again', cause: 'server_error', verdict: `status ${answer.status ?? 'absent'}` }
  }
  return { kind: 'found', value: { answer, http }, verdict: `refund terms: status ${answer.status}` }
}

/** Nothing was asked to be refunded yet: whatever is wrong here is a no. */
function decide(
  request: ParsedRefund,
  scope: Scope,
  { status, message, body }: ApiAnswer,
  http: number,
): Settled<RefundedDraft> | null {
  const raw = {
    ...(body.status === undefined ? {} : { status: body.status }),
    ...(message === null ? {} : { message }),
  }
  switch (status) {
    case 200:
      break
    case 401:
    case 403:
    case 404:
    case 9001:
      return refusedBy(status, message, http, raw, 'refunded')
    default: {
      const meaning = status === null ? null : meaningOfDecline(status)
      if (meaning === null) return unexpected(status, message, http)
      const said = message ?? `pipwave declined the refund with status ${status}`
      return { status: 'declined', ownRecord: false, code: String(status), message: said, raw, ...meaning }
    }
  }
  const terms = readTerms(body)
  const declined = {
    status: 'declined',
    ownRecord: false,
    reason: 'not_supported',
    advice: 'do_not_retry',
    raw,
  } as const
  if (terms.supported === false) {
    return { ...declined, code: 'supports_refund=false', message: 'the payment cannot be refunded through pipwave' }
  }
  if (scope === 'partial' && terms.partlySupported === false) {
    const only = 'the payment can only be refunded as a whole'
    return { ...declined, code: 'supports_partial_refund=false', message: only }
  }
  if (terms.needs !== null && request.extraParam === undefined) {
    throw invalidRequest('extraParam', `is required by the payment method. pipwave asks for: ${terms.needs}`)
  }
  return null
}

function unexpected(code: number | null, message: string | null, http: number): Refusal {
  return noTerms(`pipwave answered with status ${code}${message === null ? '' : `: ${message}`}`, http, code)
}

function noTerms(message: string, httpStatus: number | null, code: number | null): Refusal {
  return lookupFailed({ message, httpStatus, code }, 'pipwave could not be asked for the terms of the refund')
}
