import type { OutcomeCommon, OutcomeOf } from './outcome.ts'

/** The authorization is given up: nothing can be captured from it any more. */
export interface Cancelled extends OutcomeCommon {
  readonly status: 'cancelled'
  readonly cancellationId: string | null
  /** `answer`: the answer to this request; `accepted`: it was accepted, and is carried out later; `lookup`: read back. */
  readonly basis: 'answer' | 'accepted' | 'lookup'
  /** An earlier request had cancelled already. */
  readonly replayed: boolean
}

/** Everything a cancellation can end in. A throw means that this call cancelled nothing. */
export type CancelOutcome = OutcomeOf<Cancelled>
