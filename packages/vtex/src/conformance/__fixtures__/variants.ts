/**
 * What a connector may do otherwise and be right all the same: nothing fails, and what is skipped says why.
 */
export const variants = {
  'calls-back-without-a-body': [],
  'fails-with-200': [],
  'answers-null-messages': [],
  'gives-text-authorization-ids': ['fields.authorization-number'],
  'finds-no-other-method': [],
  'tells-the-same-settlement-under-a-new-id': [],
  'tells-the-same-refund-under-a-new-id': [],
  'promises-a-ceiling': [],
  'waits-for-duplicates': [],
  'refuses-with-403': [],
  'gets-megabytes-over-a-slow-line': [],
  'leaves-cancellations-to-people': [
    'flow.cancellation',
    'cancel.replay',
    'state.capture-after-cancel',
    'state.cancel-after-settle',
  ],
  'leaves-refunds-to-people': [
    'settle.request-id-operation',
    'refund.partial',
    'refund.replay',
    'refund.twice',
    'refund.unknown-settlement',
    'refund.other-payment',
    'refund.tied-to-settlement',
    'refund.unsettled',
  ],
  'has-no-split': ['split.right', 'split.wrong', 'split.float-noise', 'split.commission', 'split.minimal'],
  'has-no-invoice': ['flow.bank-invoice'],
  'has-no-configuration-flow': [
    'configuration.token',
    'configuration.public',
    'configuration.fresh-token',
    'configuration.redirect',
    'configuration.unknown-code',
  ],
} as const satisfies Record<string, readonly string[]>

export type Variant = keyof typeof variants
