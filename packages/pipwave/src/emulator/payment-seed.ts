/**
 * How the payment's gateway and its flag behave. What pipwave shows before and after a capture is not documented, so every
 * reading is here:
 *
 * - `normal`: the payment becomes paid, and `require_capture` false, at once.
 * - `asynchronous`: the capture is accepted and the money moves, but the payment stays in AUTHORISATION until the gateway
 *   confirms. A second capture in between is accepted too, and moves the money twice.
 * - `never-confirms`: the same, for ever.
 * - `flag-stays-true`: the payment becomes paid, `require_capture` stays true.
 * - `flag-always-false`: `require_capture` is a property of the payment, and false from the beginning.
 * - `flag-absent`: pipwave does not say.
 */
export type Gateway =
  | 'normal'
  | 'asynchronous'
  | 'never-confirms'
  | 'flag-stays-true'
  | 'flag-always-false'
  | 'flag-absent'

export interface PaymentSeed {
  readonly pwId: string
  readonly txnId: string
  /** The authorised total, major units, with the currency's digits. */
  readonly total: string
  /** ISO 4217. */
  readonly currency: string
  /** Default 5 (processing). */
  readonly transactionStatus?: number
  /** Default true. */
  readonly requireCapture?: boolean
  readonly gateway?: Gateway
  /** A gateway that cannot capture a part captures everything instead, without a word. Default true. */
  readonly supportsPartial?: boolean
  /** Whether the rest can still be captured after a part was. Default false. */
  readonly staysOpenAfterPartial?: boolean
  /** When an asynchronous gateway confirms. Default: 60 000 after the capture. */
  readonly confirmsAfterMs?: number
  /** Default true. */
  readonly supportsRefund?: boolean
  /** Default true. */
  readonly supportsPartialRefund?: boolean
  /** What the payment method needs to refund, as `extra_params` lists it. Default: nothing. */
  readonly refundNeeds?: readonly string[]
  /** Milliseconds until a refund that was accepted shows in the payment. Until then no other is. Default 0. */
  readonly refundsAfterMs?: number
}

/** What pipwave shows of a payment. */
export interface PaymentView {
  readonly transactionStatus: number
  readonly requireCapture: boolean | null
}
