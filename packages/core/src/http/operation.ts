import type { Cancelled, CancelOutcome } from '../outcome/cancel-outcome.ts'
import type { Changed, ChangeOutcome } from '../outcome/change-outcome.ts'
import type { Captured, CaptureOutcome, OutcomeCommon, OutcomeOf } from '../outcome/outcome.ts'
import type { Refunded, RefundOutcome } from '../outcome/refund-outcome.ts'
import type { CancelledDraft, CapturedDraft, ChangedDraft, DoneDraft, RefundedDraft } from './judgement.ts'

/**
 * One kind of operation. A bundle holds the kinds it uses: each is a constant of its own.
 *
 * @template Draft what an answer is read as when the operation is done
 * @template Done the outcome made of it
 */
export interface Operation<Draft extends DoneDraft, Done extends OutcomeCommon> {
  /** In events, and in sentences for people. */
  readonly name: 'capture' | 'refund' | 'cancel' | 'change'
  /** Field by field, so that nothing else gets into an outcome. `text` hides secrets. */
  readonly done: (draft: Draft, common: OutcomeCommon, text: (value: string) => string) => Done
  /** What events are told of an outcome. */
  readonly told: (outcome: OutcomeOf<Done>) => ToldOutcome
}

export const captureOperation: Operation<CapturedDraft, Captured> = {
  name: 'capture',
  done(draft, common, text) {
    const { status, amount, basis, replayed, short, later } = draft
    const captureId = draft.captureId === null ? null : text(draft.captureId)
    const captured = { status, ...common, captureId, amount, basis, replayed }
    if (short === undefined && later === undefined) return captured
    return { ...captured, ...(short === undefined ? {} : { short }), ...(later === undefined ? {} : { later }) }
  },
  told: asItIs,
}

export const refundOperation: Operation<RefundedDraft, Refunded> = {
  name: 'refund',
  done: (draft, common, text) => ({
    status: 'refunded',
    ...common,
    refundId: draft.refundId === null ? null : text(draft.refundId),
    amount: draft.amount,
    basis: draft.basis,
    replayed: draft.replayed,
  }),
  told: asItIs,
}

export const cancelOperation: Operation<CancelledDraft, Cancelled> = {
  name: 'cancel',
  done: (draft, common, text) => ({
    status: 'cancelled',
    ...common,
    cancellationId: draft.cancellationId === null ? null : text(draft.cancellationId),
    basis: draft.basis,
    replayed: draft.replayed,
  }),
  told: asItIs,
}

/** A change that moves no money. Its value is the caller's to see, so nothing in it is hidden. */
export function changeOperation<Value>(): Operation<ChangedDraft<Value>, Changed<Value>> {
  return {
    name: 'change',
    done: (draft, common) => ({ status: 'done', ...common, value: draft.value }),
    // The value can be a secret that its caller asked for.
    told: (outcome) => (outcome.status === 'done' ? { ...outcome, value: null } : outcome),
  }
}

/** How an operation ended, as events tell it: without the value of a change. */
export type ToldOutcome = CaptureOutcome | RefundOutcome | CancelOutcome | ChangeOutcome<null>

function asItIs<Outcome extends ToldOutcome>(outcome: Outcome): Outcome {
  return outcome
}
