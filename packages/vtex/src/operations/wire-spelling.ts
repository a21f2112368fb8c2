import type { WireRecipient } from '../recipients.ts'

/**
 * A settlement's recipients have a `commissionAmount`; those of a refund and of a Create Payment have a `comissionAmount`,
 * with one m, in the same contract.
 */
export function misspeltCommissions(recipients: readonly WireRecipient[]): readonly object[] {
  return recipients.map(({ commissionAmount: comissionAmount, ...rest }) => ({ ...rest, comissionAmount }))
}
