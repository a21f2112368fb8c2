import type { OutcomeCommon, OutcomeOf } from './outcome.ts'

/** A change that moves no money is made: an agreement, a token, an authorization. */
export interface Changed<Value> extends OutcomeCommon {
  readonly status: 'done'
  /** What was made. It can hold what the call was for and nobody else may see, such as a payer token: events leave it out. */
  readonly value: Value
}

/** Everything such a change can end in. A throw means that this call changed nothing. */
export type ChangeOutcome<Value> = OutcomeOf<Changed<Value>>
