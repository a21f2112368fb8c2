import { isoTime, type JsonObject, loadDigest, type Money, readWireAmount } from '@cap/core/http'
import type { TrustedNotification } from '../notification.ts'
import { type PaymentState, stateOf } from '../payment.ts'

/** What the signature of a notification covers: nothing else of it is authentic. */
export interface NotifiedPayment {
  readonly pwId: string
  readonly txnId: string
  /** pipwave's number, kept whatever it is. */
  readonly transactionStatus: number
  readonly state: PaymentState
  /** The checkout amount: not what was captured, and not what is left. null: not exact money in the currency. */
  readonly amount: Money | null
  /** The same as it was signed, in major units. */
  readonly amountText: string
  /** ISO 4217, as pipwave gave it. */
  readonly currencyCode: string
  /** When pipwave says it signed this. ISO 8601, UTC. null: not a time. */
  readonly signedAt: string | null
}

/** A verified notification (IPN). */
export interface PipwaveNotification {
  /**
   * The same for each copy of one notification, in every process: SHA-256 of what was signed. Not documented: whether pipwave
   * signs anew, with another time, what it sends again. Then the copies differ, so what is done about one must be safe to do
   * twice.
   */
  readonly id: string
  readonly trusted: NotifiedPayment
  /**
   * Everything else, numbers as text. Whoever can change the message on its way can change these, the `type` and the amounts of a
   * refund among them: requery before acting on any of them. Card and personal data are in here.
   */
  readonly untrusted: JsonObject
}

export async function eventOf(signed: TrustedNotification, untrusted: JsonObject): Promise<PipwaveNotification> {
  const digest = await loadDigest()
  const { pwId, txnId, amount, currencyCode, transactionStatus, timestamp } = signed
  const status = Number(transactionStatus)
  const ms = Number(timestamp) * 1000
  return {
    id: digest(JSON.stringify(['pipwave', pwId, txnId, amount, currencyCode, transactionStatus, timestamp])),
    trusted: {
      pwId,
      txnId,
      transactionStatus: status,
      state: stateOf(status),
      amount: readWireAmount(amount, currencyCode),
      amountText: amount,
      currencyCode,
      signedAt: ms <= latestMs ? isoTime(ms) : null,
    },
    untrusted,
  }
}

/** The last millisecond that has four digits for its year. */
const latestMs = 253_402_300_799_999
