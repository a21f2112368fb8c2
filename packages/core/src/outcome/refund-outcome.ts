import type { Money } from '../money/money.ts'
import type { OutcomeCommon, OutcomeOf } from './outcome.ts'

/** The provider says that it gave the money back, or (`basis: 'accepted'`) that it took the order to. */
export interface Refunded extends OutcomeCommon {
  readonly status: 'refunded'
  readonly refundId: string | null
  /** What the answer says was given back; `null` where the answer does not say. */
  readonly amount: Money | null
  /** `answer`: the answer to this request; `accepted`: it was accepted, and is carried out later; `lookup`: read back. */
  readonly basis: 'answer' | 'accepted' | 'lookup'
  /** An earlier request had given the money back already: this one moved nothing more. */
  readonly replayed: boolean
}

/** Everything a refund can end in. A throw means that this call gave nothing back. */
export type RefundOutcome = OutcomeOf<Refunded>
