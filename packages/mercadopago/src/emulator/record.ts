import { type Site, textOf } from './amounts.ts'
import type { Charge } from './charge.ts'
import type { PaymentScript } from './scenarios.ts'

/** A payment in the emulated provider's memory. */
export interface Payment {
  readonly id: number
  readonly insideId: number | null
  readonly charge: Charge
  readonly script: PaymentScript
  readonly createdAt: string
  status: string
  statusDetail: string
  /** Authorized only: `capture: false` until it is captured or cancelled. */
  reserved: boolean
  readonly refunds: Refund[]
}

export interface Refund {
  readonly id: number
  /** In the site's smallest unit. */
  readonly units: bigint
  status: string
  readonly createdAt: string
}

/** What the payment takes, or would take: the amount less the discount. */
export function amountOf({ charge }: Payment): bigint {
  return charge.asked - charge.discount
}

/**
 * The record of a payment as it is answered to captures, replays and reads, with the fields of
 * guides/wallet-connect/capture-payment-returns.en.md.
 *
 * @param withStatus the sample of a read (get-payment-information-returns.en.md) has no status at all
 */
export function recordOf(payment: Payment, site: Site, withStatus = true): unknown {
  const { charge, script } = payment
  const amount = (units: bigint) => Number(textOf(units, site))
  const status = withStatus ? { status: payment.status } : {}
  const isCard = script.method === undefined
  return {
    id: payment.id,
    ...status,
    wallet_payment: {
      transaction_amount: amount(charge.asked),
      description: charge.description,
      external_reference: charge.externalReference,
      ...(charge.discount === 0n ? {} : { discount: { amount: amount(charge.discount) } }),
    },
    payments: [
      {
        id: payment.insideId,
        ...status,
        status_detail: payment.statusDetail,
        payment_type_id: isCard ? 'credit_card' : 'account_money',
        payment_method_id: isCard ? 'visa' : 'account_money',
        transaction_amount: amount(amountOf(payment)),
        ...(isCard ? { installments: 1 } : {}),
        description: charge.description,
        capture: !payment.reserved,
        external_reference: charge.externalReference,
      },
    ],
    disbursements: [{ collector_id: 'ID_COLLECTOR' }],
    // The payer's token can come back in the body: whoever logs answers must hide it.
    payer: { id: 786547, token: charge.payerToken },
    site_id: site.id,
    binary_mode: true,
    date_created: payment.createdAt,
    date_last_updated: payment.createdAt,
  }
}
