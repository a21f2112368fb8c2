import type { JsonObject, JsonValue } from '@cap/core'

/** An answer of Mercado Pago, and where it is documented. */
export interface Answer {
  readonly source: string
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: JsonValue
}

const returns = 'guides/wallet-connect/capture-payment-returns.en.md'

const walletPayment = {
  transaction_amount: 700.5,
  description: 'Payment for the purchase of furniture',
  external_reference: 'Pago_123',
}

const inside = {
  id: 3870106238,
  status: 'approved',
  status_detail: 'accredited',
  payment_type_id: 'credit_card',
  payment_method_id: 'visa',
  transaction_amount: 700.5,
  installments: 1,
  description: 'Payment for the purchase of furniture',
  capture: true,
  external_reference: 'Pago_123',
} as const satisfies JsonObject

const around = {
  disbursements: [{ collector_id: 'ID_COLLECTOR' }],
  payer: { id: 786547 },
  site_id: 'MLM',
  binary_mode: true,
} as const satisfies JsonObject

const dates = {
  date_created: '2018-10-20T09:34:20.518-04:00',
  date_last_updated: '2018-10-20T09:34:20.518-04:00',
} as const satisfies JsonObject

export const approved: Answer = {
  source: `${returns}, "Payment approved"`,
  status: 201,
  body: { id: 10458724, status: 'approved', wallet_payment: walletPayment, payments: [inside], ...around, ...dates },
}

/** The sample of a rejection has no external reference at any level, and no dates. */
export const rejected: Answer = {
  source: `${returns}, "Payment rejected"`,
  status: 201,
  body: rejectedBody(80458724, {
    id: 3870106238,
    status: 'rejected',
    status_detail: 'cc_rejected_other_reason',
    payment_type_id: 'credit_card',
    payment_method_id: 'visa',
    transaction_amount: 700.5,
    installments: 1,
    issuer_id: 25,
    description: 'Payment for the purchase of furniture',
    capture: true,
  }),
}

export const insufficientMoney: Answer = {
  source: `${returns}, "Payment rejected due to insufficient funds in the account"`,
  status: 201,
  body: rejectedBody(90458724, {
    id: null,
    status: 'rejected',
    status_detail: 'insufficient_money',
    payment_type_id: 'account_money',
    payment_method_id: 'account_money',
    transaction_amount: 700.5,
    description: 'Payment for the purchase of furniture',
    capture: true,
  }),
}

export const replayed: Answer = {
  source: 'guides/wallet-connect/idempotency-returns.en.md, "Successful response"',
  status: 200,
  body: approved.body,
}

/** 550 were asked, 50 promised, 500 charged; `coupon_amount` and `wallet_connect_discount` say 10. */
export const discounted: Answer = {
  source: 'guides/wallet-connect/process-payments-with-discounts.en.md, "Success" (its HTTP status is not printed)',
  status: 201,
  body: {
    id: 1234567,
    status: 'approved',
    marketplace: null,
    payments: [
      {
        id: 'PAYMENT-ID',
        status: 'approved',
        status_detail: 'accredited',
        payment_type_id: 'account_money',
        payment_method_id: 'account_money',
        token: null,
        transaction_amount: 500,
        installments: 1,
        processing_mode: 'aggregator',
        issuer_id: null,
        coupon_amount: 10.0,
        campaign_id: 'CAMPAIGN-ID',
        external_reference: null,
      },
    ],
    disbursements: null,
    payer: { id: 'PAYER-ID', email: 'PAYER-EMAIL', token: 'PAYER-TOKEN', external_payer_id: 'EXTERNAL-PAYER-ID' },
    external_reference: null,
    description: null,
    binary_mode: true,
    capture: true,
    date_created: '2023-07-24T14:30:45.574-04:00',
    wallet_payment: {
      transaction_amount: 550,
      description: 'Payment Wallet',
      external_reference: null,
      discount: {
        amount: 50.0,
        description: 'wallet connect test',
        detail: { value: 10.0, type: 'percent', cap: 100000.0 },
      },
      payment_preference: { active: true, user_id: 1431302201 },
    },
    wallet_connect_discount: { amount: 10.0, token: 'DISCOUNT-TOKEN' },
  },
}

/** No status at any level, `disbursements` an object, amounts and references that disagree. */
export const lookedUp: Answer = {
  source: 'guides/wallet-connect/get-payment-information-returns.en.md, "Successful response"',
  status: 200,
  body: {
    id: 10267812,
    wallet_payment: {
      transaction_amount: 125.98,
      description: 'Payment for the purchase of furniture',
      external_reference: 'Payment_seller_123',
    },
    payments: [
      {
        id: 3870106238,
        status_detail: 'approved_id',
        payment_method_id: 'credit_card_id',
        transaction_amount: 700.5,
        installments: 1,
        description: 'Payment for the purchase of furniture',
        capture: true,
        external_reference: 'payment_123',
      },
    ],
    disbursements: { collector_id: 'collectorId' },
    payer: { id: 8879 },
    site_id: 'MLB',
    ...dates,
  },
}

/**
 * A payment in any state, in the form of the approved sample.
 *
 * @param levels the status at the top, and of each payment inside
 */
export function payment(
  top: string | null,
  insides: readonly (string | null)[],
  more: { readonly status?: number; readonly inside?: JsonObject; readonly top?: JsonObject } = {},
): Answer {
  const level = (status: string | null) => (status === null ? {} : { status })
  const { status: _, ...bare } = inside
  return {
    source: `constructed from the field table of ${returns} and the statuses of reference/advanced_payments/resource.yaml`,
    status: more.status ?? 201,
    body: {
      id: 10458724,
      ...level(top),
      wallet_payment: walletPayment,
      payments: insides.map((status) => ({ ...bare, ...level(status), ...more.inside })),
      ...around,
      ...dates,
      ...more.top,
    },
  }
}

function rejectedBody(id: number, one: JsonObject): JsonObject {
  const { external_reference: _, ...wallet } = walletPayment
  return { id, status: 'rejected', wallet_payment: wallet, payments: [one], ...around }
}
