import type {
  Advice,
  Captured,
  CapturedDraft,
  DeclinedDraft,
  DeclineReason,
  Draft,
  JsonObject,
  JsonValue,
  Refusal,
  Reply,
  UnknownCause,
  UnknownDraft,
} from '@cap/core/http'
import { readApiAnswer } from './capture-schema.ts'
import { refusedBy } from './error.ts'
import { type Found, knownIds, type PipwavePayment } from './payment.ts'

/** `partial`: the amount is less than the total. No documented field can ever prove such a capture. */
export type Scope = 'full' | 'partial'

/**
 * What was known of the payment just before the capture was sent. It goes into handles, so it is plain JSON; only a change
 * since then proves anything.
 *
 * A type alias rather than an interface, so that it is assignable to `JsonObject`.
 */
export type Snapshot = {
  readonly capture: Scope
  readonly transactionStatus: number
  readonly requireCapture: boolean | null
  readonly totalAmount: string | null
  readonly currency: string | null
}

export function snapshotOf(payment: PipwavePayment, capture: Scope): Snapshot {
  return {
    capture,
    transactionStatus: payment.transactionStatus,
    requireCapture: payment.requireCapture,
    totalAmount: payment.totalAmount?.amount ?? null,
    currency: payment.currency,
  }
}

/**
 * What the state found before sending decides; null: the capture may be sent.
 *
 * @param earlier a capture of this payment may have been applied before: the caller said so, or another call of this process
 *   sent one while this one was waiting. Then nothing is sent, and a payment that is gone is no proof of a decline.
 */
export function decideBySnapshot(found: Found, capture: Scope, earlier: boolean): Draft | null {
  const { payment, raw } = found
  const ids = knownIds(payment)
  const notCapturable: UnknownDraft = { status: 'unknown', cause: 'not_capturable', needs: 'person', ids, raw }
  switch (payment.transactionStatus) {
    case 1:
    case 2:
      return earlier
        ? { status: 'unknown', cause: 'refused_after_maybe_applied', needs: 'person', ids, raw }
        : authorizationGone(found, String(payment.transactionStatus))
    case 13:
    case 15:
    case 20:
    case 25:
      return capture === 'full' ? lookedUp(found, true) : notCapturable
    case 10:
      // 10 is called "paid", yet two plugins take it for paid only with a sub-status that is not documented. The flag decides.
      if (payment.requireCapture === null) return notCapturable
      if (!payment.requireCapture) return capture === 'full' ? lookedUp(found, true) : notCapturable
      break
    case 0:
    case 5:
      break
    default:
      return notCapturable
  }
  return earlier ? { status: 'unknown', cause: 'in_progress', ids, raw } : null
}

/** What an answer to the capture comes to: the end of the call, or another look at the payment. */
export type Answer =
  | { readonly kind: 'settled'; readonly settled: CapturedDraft | DeclinedDraft | Refusal }
  /** 400: one look decides. */
  | { readonly kind: 'could_not'; readonly message: string | null; readonly raw: JsonValue }
  /** It may have been applied, whatever it says. */
  | { readonly kind: 'maybe'; readonly cause: UnknownCause; readonly raw: JsonValue | null }

/**
 * Reads the answer to a capture. THE mapping: whatever is not listed may have been applied.
 *
 * @see https://docs.pipwave.com/appendix/api_status_code.html
 */
export function readCaptureAnswer(reply: Reply): Answer {
  const { status: http } = reply
  const answer = readApiAnswer(reply.body)
  const raw = answer === null ? null : answerFields(answer.body)
  // Contradiction 17: pipwave documents no HTTP status, so none proves anything, and a body under one of these neither.
  if (http === 429) return { kind: 'maybe', cause: 'rate_limited', raw }
  if (http >= 500) return { kind: 'maybe', cause: 'server_error', raw }
  if (http < 200 || http > 299) return { kind: 'maybe', cause: 'unrecognised_answer', raw }
  if (answer === null || raw === null) return { kind: 'maybe', cause: 'unreadable_answer', raw: null }
  const { message } = answer
  const declined = (reason: DeclineReason, advice: Advice): Answer => {
    const said = message ?? `pipwave declined the capture with status ${answer.status}`
    const draft = { status: 'declined', ownRecord: false, code: String(answer.status), message: said, raw } as const
    return { kind: 'settled', settled: { ...draft, reason, advice } }
  }
  switch (answer.status) {
    case 200:
      // Contradiction 10: no answer shows a captured amount, so none is claimed. Card gateways may confirm later.
      return {
        kind: 'settled',
        settled: { status: 'captured', captureId: null, amount: null, basis: 'accepted', replayed: false, raw },
      }
    case 401:
    case 403:
    case 404:
    case 9001:
      return { kind: 'settled', settled: refusedBy(answer.status, message, http, raw) }
    case 400:
      return { kind: 'could_not', message, raw }
    // Codes of other actions. They refuse, and we have nothing better to say about them than what they say.
    case 1001: // the merchant does not offer the currency
      return declined('not_supported', 'do_not_retry')
    case 1002: // duplicate txn_id
      return declined('duplicate', 'check_earlier_capture')
    case 2001: // unsupported payment method
      return declined('not_supported', 'change_method')
    case 2002: // token expired
      return declined('other', 'do_not_retry')
    case 4001: // refunded in full already: so it had been captured
      return declined('other', 'check_earlier_capture')
    case 4002: // the payment is not final yet
      return declined('other', 'wait_and_retry')
    case 4003: // refund exceeds the current amount
      return declined('other', 'do_not_retry')
    case 4004: // refund not supported
    case 4005: // partial refund not supported
      return declined('not_supported', 'do_not_retry')
    case 4006: // a reversal is under way
      return declined('other', 'wait_and_retry')
    case 4501: // no disputed chargeback to reverse
      return declined('other', 'do_not_retry')
    case 500:
      return { kind: 'maybe', cause: 'server_error', raw }
    default:
      // Contradictions 6, 14 and 15: 0 is the sample of the page and no code; 3001 belongs to notifications, and meant
      // something else in 2017; absent and new codes say nothing.
      return { kind: 'maybe', cause: 'unrecognised_answer', raw }
  }
}

/**
 * What a look at the payment, after a capture that may have been applied, proves; null: nothing.
 *
 * Only the flag going from true to false, together with a state in which money has moved, proves it; and only a full capture,
 * because a smaller one cannot be told from it.
 */
export function provenBy(snapshot: Snapshot, found: Found): CapturedDraft | null {
  return canBeProven(snapshot) && tookMoney(snapshot, found.payment) ? lookedUp(found, false) : null
}

/** The change in which money moved, whatever the amount. */
export function tookMoney(snapshot: Snapshot, payment: PipwavePayment): boolean {
  return (
    snapshot.requireCapture === true &&
    payment.requireCapture === false &&
    [10, 13, 15, 20, 25].includes(payment.transactionStatus)
  )
}

/** Whether a later look can ever prove the capture. Where it cannot, a person has to find out. */
export function canBeProven(snapshot: Snapshot): boolean {
  return snapshot.capture === 'full' && snapshot.requireCapture === true
}

/** After status 400 the payment's state decides: "could not be fulfilled" may mean that it was captured already. */
export function decideAfterCouldNot(
  snapshot: Snapshot,
  found: Found | null,
  answer: Extract<Answer, { kind: 'could_not' }>,
): Draft {
  const open: UnknownDraft = {
    status: 'unknown',
    cause: 'unrecognised_answer',
    needs: canBeProven(snapshot) ? 'resolve' : 'person',
    raw: answer.raw,
  }
  if (found === null) return open
  const ids = knownIds(found.payment)
  const proven = provenBy(snapshot, found)
  if (proven !== null) return proven
  if (tookMoney(snapshot, found.payment)) return { ...open, cause: 'not_capturable', needs: 'person', ids }
  if (isGone(found.payment)) return authorizationGone(found, '400', answer.message)
  return { ...open, ids }
}

/** Failed or cancelled. */
export function isGone(payment: PipwavePayment): boolean {
  return payment.transactionStatus === 1 || payment.transactionStatus === 2
}

function authorizationGone(found: Found, code: string, message: string | null = null): DeclinedDraft {
  return {
    status: 'declined',
    code,
    reason: 'authorization_gone',
    advice: 'do_not_retry',
    message: message ?? `the payment is ${found.payment.state}: there is no authorization left to capture`,
    ownRecord: false,
    ids: knownIds(found.payment),
    raw: found.raw,
  }
}

/** Captured, by the payment's own state. */
function lookedUp(found: Found, replayed: boolean): CapturedDraft {
  const { payment, raw } = found
  const later = whatHappenedLater(payment)
  return {
    status: 'captured',
    captureId: null,
    amount: null,
    basis: 'lookup',
    replayed,
    ...(later === null ? {} : { later }),
    ids: knownIds(payment),
    raw,
  }
}

function whatHappenedLater(payment: PipwavePayment): NonNullable<Captured['later']> | null {
  switch (payment.transactionStatus) {
    case 13:
      return 'disputed'
    case 15:
      return 'charged_back'
    case 20:
      return 'refunded'
    case 25:
      return 'partially_refunded'
    default:
      return null
  }
}

/** The two documented fields of an answer. */
function answerFields(body: JsonObject): JsonObject {
  const { status, message } = body
  return { ...(status === undefined ? {} : { status }), ...(message === undefined ? {} : { message }) }
}
