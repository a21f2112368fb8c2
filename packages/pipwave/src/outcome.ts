import type { Captured, CapturedDraft, DeclinedDraft, Draft, Reply, UnknownDraft } from '@cap/core/http'
import { type Answer, type CouldNot, readAnswer } from './answer.ts'
import { type Found, knownIds, type PipwavePayment } from './payment.ts'
import type { Proof } from './write.ts'

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

/**
 * Reads the answer to a capture.
 *
 * @see https://docs.pipwave.com/appendix/api_status_code.html
 */
export function readCaptureAnswer(reply: Reply): Answer<CapturedDraft> {
  return readAnswer(reply, {
    name: 'capture',
    past: 'captured',
    // Contradiction 10: no answer shows a captured amount, so none is claimed. Card gateways may confirm later.
    done: (_, raw) => ({
      status: 'captured',
      captureId: null,
      amount: null,
      basis: 'accepted',
      replayed: false,
      raw,
    }),
  })
}

/**
 * What a look at the payment, after a capture that may have been applied, proves; null: nothing.
 *
 * Only the flag going from true to false, together with a state in which money has moved, proves it; and only a full capture,
 * because a smaller one cannot be told from it.
 */
function provenBy(snapshot: Snapshot, found: Found): CapturedDraft | null {
  return canBeProven(snapshot) && tookMoney(snapshot, found.payment) ? lookedUp(found, false) : null
}

/** The change in which money moved, whatever the amount. */
function tookMoney(snapshot: Snapshot, payment: PipwavePayment): boolean {
  return (
    snapshot.requireCapture === true &&
    payment.requireCapture === false &&
    [10, 13, 15, 20, 25].includes(payment.transactionStatus)
  )
}

/** Whether a later look can ever prove the capture. Where it cannot, a person has to find out. */
function canBeProven(snapshot: Snapshot): boolean {
  return snapshot.capture === 'full' && snapshot.requireCapture === true
}

/** After status 400 the payment's state decides: "could not be fulfilled" may mean that it was captured already. */
export function decideAfterCouldNot(snapshot: Snapshot, found: Found | null, answer: CouldNot): Draft {
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

/** What a later look proves of a capture. */
export const captureProof: Proof<CapturedDraft, Snapshot> = {
  canBeProven,
  provenBy,
  mayBe: tookMoney,
  isOver: isGone,
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
