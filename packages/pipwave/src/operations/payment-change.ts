import type { ChangedDraft, DoneDraft } from '@cap/core/http'

/** How pipwave's record of a payment was changed. */
export interface PaymentChange {
  /** `accepted`: pipwave took the order; `lookup`: the payment was read back. */
  readonly basis: 'accepted' | 'lookup'
  /** The payment was in that state already: nothing was sent. */
  readonly replayed: boolean
}

export function changed(
  draft: Pick<DoneDraft, 'raw' | 'ids'>,
  basis: PaymentChange['basis'],
  replayed: boolean,
): ChangedDraft<PaymentChange> {
  return { status: 'done', value: { basis, replayed }, ...draft }
}
