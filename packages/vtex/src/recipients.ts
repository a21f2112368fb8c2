import { addMoney, equalMoney, type Money, moneySchema, toJsonNumber } from '@cap/core/http'
import * as v from 'valibot'
import { invalidRequest, provider } from './error.ts'
import type { ParsedRecipients } from './request-fields.ts'

type Recipient = NonNullable<ParsedRecipients>[number]

/** A recipient as it travels. */
export interface WireRecipient extends Omit<Recipient, 'amount' | 'commissionAmount'> {
  readonly amount: number
  readonly commissionAmount?: number
}

const shareSchema = moneySchema()

/**
 * Checks a split in minor units and writes it as it travels.
 *
 * The shares must sum to the operation's amount: VTEX's own gateway refuses a split that does not ("Value in recipients is
 * different than operation value"). A commission is contained in the marketplace's share, so it is not part of the sum, and
 * nothing else is asked of it: VTEX's samples show commissions that differ from the marketplace's share by roundings.
 *
 * The spelling of a settlement is `commissionAmount`; Create Payment and Refund say `comissionAmount`.
 *
 * @throws CaptureError `invalid_request`
 * @see {@link https://developers.vtex.com/docs/guides/split-payouts-on-payment-provider-protocol}
 */
export function wireRecipients(recipients: readonly Recipient[], amount: Money): readonly WireRecipient[] {
  let sum: Money | null = null
  const written = recipients.map(({ amount: share, commissionAmount: commission, ...rest }, index) => {
    const money = readShare(share, amount, `recipients.${index}.amount`)
    sum = sum === null ? money : addMoney(sum, money)
    return {
      ...rest,
      amount: toJsonNumber(money, { field: `recipients.${index}.amount`, provider }),
      ...(commission === undefined ? {} : { commissionAmount: writeCommission(commission, amount, index) }),
    }
  })
  if (sum === null || !equalMoney(sum, amount)) {
    const total = sum === null ? 'nothing' : `${(sum as Money).amount} ${(sum as Money).currency}`
    throw invalidRequest(
      'recipients',
      `must sum to the amount, ${amount.amount} ${amount.currency}, and sum to ${total}: commissionAmount is contained in the marketplace's share, not on top of it`,
    )
  }
  return written
}

function writeCommission(commission: Money | string, amount: Money, index: number): number {
  const field = `recipients.${index}.commissionAmount`
  return toJsonNumber(readShare(commission, amount, field), { field, provider })
}

export function readShare(share: Money | string, amount: Money, field: string): Money {
  const input = typeof share === 'string' ? { amount: share, currency: amount.currency } : share
  const result = v.safeParse(shareSchema, input)
  if (!result.success) {
    const [issue] = result.issues
    const path = typeof share === 'string' ? null : v.getDotPath(issue)
    throw invalidRequest(path === null ? field : `${field}.${path}`, issue.message)
  }
  if (result.output.currency !== amount.currency) {
    throw invalidRequest(`${field}.currency`, `must be ${amount.currency}, as the amount is`)
  }
  return result.output
}
