import type { ChangedDraft, Judgement, Refusal, Reply, UnknownDraft } from '@cap/core/http'
import { judgeStatus, type StatusKind, statusKind } from '../judge-answer.ts'
import type { CreatedPayment, PaymentAnswer } from './payment-answer.ts'

/**
 * How an answer to a Create Payment is read. `denied` is the provider's own record of this payment, and constant from then
 * on: it stands whatever came before.
 *
 * @param answer the body, or null when it is no answer to a Create Payment
 */
export function judgePayment(
  reply: Reply,
  answer: PaymentAnswer | null,
  paymentId: string,
): Judgement<ChangedDraft<CreatedPayment>> {
  const kind = statusKind(reply.status)
  if (answer === null) return judgeStatus(reply, kind, null)
  if (contradicts(answer, paymentId, kind)) return mismatch(answer)
  const { raw, common } = answer
  if (kind !== 'success') {
    return refusedOf(reply, answer) ?? judgeStatus(reply, kind, isProviders(answer) ? answer : null)
  }
  const ids = idsOf(answer)
  switch (answer.status) {
    case 'approved': {
      const { authorizationId, maxAmount } = answer
      // Authorized, and nothing to settle it by: asked again, it may say.
      if (authorizationId === null) return { status: 'replay', cause: 'unreadable_answer', raw }
      return {
        status: 'done',
        value: { status: 'approved', paymentId, authorizationId, maxAmount, ...common },
        ids,
        raw,
      }
    }
    case 'undefined':
      return { status: 'done', value: { status: 'undefined', paymentId, ...common }, ids, raw }
    case 'denied':
      return {
        status: 'declined',
        code: answer.code ?? 'denied',
        reason: 'other',
        advice: 'change_method',
        message: answer.message ?? 'the payment provider denied the payment, and gives no reason',
        ownRecord: true,
        ids,
        raw,
      }
    // An error is said under 400 and 500: what one under 2xx means, nobody knows.
    default:
      return { status: 'unknown', cause: 'unrecognised_answer', ids, raw }
  }
}

/** Whether an answer is about another payment than what was asked, or says two things at once. */
function contradicts({ paymentId, status }: PaymentAnswer, asked: string, kind: StatusKind): boolean {
  if (paymentId !== null && paymentId !== asked) return true
  if (kind === 'success') return paymentId === null && status !== 'error'
  return status === 'approved' || status === 'undefined'
}

/** Whether an error is in the provider's form: what lies on the way writes a `status` into its errors too. */
function isProviders({ paymentId, status }: PaymentAnswer): boolean {
  return paymentId !== null || status === 'error' || status === 'denied'
}

/**
 * 400 is documented with an error of the provider's own ("The currency ABC is not supported"), which creates no payment. 500
 * has the same body and says nothing of the kind.
 */
function refusedOf({ status }: Reply, { status: said, code, message, raw }: PaymentAnswer): Refusal | null {
  if (status !== 400 || said !== 'error' || code === null || message === null) return null
  return {
    status: 'refused',
    error: {
      code: 'refused',
      status,
      causes: [{ code, message }],
      message: `the payment provider refused the payment (HTTP 400, ${code}): ${message}`,
    },
    raw,
  }
}

function mismatch(answer: PaymentAnswer): UnknownDraft {
  const { raw } = answer
  return { status: 'unknown', cause: 'mismatch', needs: 'person', mismatch: true, ids: idsOf(answer), raw }
}

function idsOf({ authorizationId, common: { tid, nsu } }: PaymentAnswer): Readonly<Record<string, string>> {
  return {
    ...(authorizationId === null ? {} : { authorizationId }),
    ...(tid === null ? {} : { tid }),
    ...(nsu === null ? {} : { nsu }),
  }
}
