import type { Advice, DeclineReason } from '@cap/core/http'

/** What a `status_detail` means, and what the merchant can do about it. */
export interface DeclineMeaning {
  readonly reason: DeclineReason
  readonly advice: Advice
  readonly message: string
}

/** Mercado Pago saw the same charge just before: the earlier one may have taken the money. */
export const duplicatedPayment = 'cc_rejected_duplicated_payment'

/**
 * Wallet Connect documents `cc_rejected_other_reason` and `insufficient_money` only
 * (guides/wallet-connect/capture-payment-returns.en.md in https://github.com/mercadopago/devsite-docs). The other codes are
 * those of `/v1/payments` (guides/online-payments/checkout-api/handling-responses.en.md and
 * guides/additional-content/how-tos/improve-approval.en.md there), which lies behind it.
 */
export const rejections = {
  insufficient_money: {
    reason: 'insufficient_funds',
    advice: 'top_up_and_retry',
    message:
      "the buyer's wallet has no balance: ask the buyer to top it up or to set another method, then charge under a new key",
  },
  cc_rejected_insufficient_amount: {
    reason: 'insufficient_funds',
    advice: 'top_up_and_retry',
    message: "the buyer's card has no funds: ask the buyer to set another method, then charge under a new key",
  },
  cc_rejected_call_for_authorize: {
    reason: 'call_issuer',
    advice: 'call_issuer',
    message:
      'the issuer wants the buyer to authorize the payment: ask the buyer to call the bank, then charge under a new key',
  },
  cc_rejected_card_disabled: {
    reason: 'card_unusable',
    advice: 'change_method',
    message: 'the card is not active: ask the buyer to call the bank or to set another method',
  },
  cc_rejected_other_reason: {
    reason: 'issuer_refused',
    advice: 'change_method',
    message: 'the issuer refused without a reason: ask the buyer to set another method or to call the bank',
  },
  cc_rejected_high_risk: {
    reason: 'fraud_suspected',
    advice: 'change_method',
    message: 'refused for risk of fraud: never retry by yourself, ask the buyer to set another method',
  },
  cc_rejected_blacklist: {
    reason: 'fraud_suspected',
    advice: 'do_not_retry',
    message: 'the card is blocked: never retry',
  },
  [duplicatedPayment]: {
    reason: 'duplicate',
    advice: 'check_earlier_capture',
    message:
      'the same amount was charged just before: find out whether that capture succeeded before you do anything else',
  },
  cc_rejected_max_attempts: {
    reason: 'attempts_exceeded',
    advice: 'change_method',
    message: 'the limit of attempts was reached: stop, and ask the buyer to set another method',
  },
  cc_rejected_invalid_installments: {
    reason: 'not_supported',
    advice: 'do_not_retry',
    message: 'the card does not take this number of instalments',
  },
  cc_rejected_card_type_not_allowed: {
    reason: 'not_supported',
    advice: 'change_method',
    message: 'the card cannot be used for credit: ask the buyer to set another method',
  },
  cc_rejected_card_error: {
    reason: 'other',
    advice: 'wait_and_retry',
    message: 'the card could not be processed: charge later, under a new key, a limited number of times',
  },
} as const satisfies Readonly<Record<string, DeclineMeaning>>

/** The same for every field of the card's data. */
export type BadlyFilledCode = `cc_rejected_bad_filled_${'card_number' | 'date' | 'other' | 'security_code'}`

const badlyFilled: DeclineMeaning = {
  reason: 'card_unusable',
  advice: 'change_method',
  message: "the card's data are wrong: ask the buyer to correct the card in the wallet, or to set another method",
}

const unlisted: DeclineMeaning = {
  reason: 'other',
  advice: 'do_not_retry',
  message: 'the payment was rejected with a code that is not on our list: the rejection is final',
}

export const cancellation: DeclineMeaning = {
  reason: 'other',
  advice: 'do_not_retry',
  message: 'the payment was cancelled',
}

/** Unknown codes are final: the status says that the payment was rejected, the code only says why. */
export function meaningOfRejection(code: string): DeclineMeaning {
  const listed: Readonly<Record<string, DeclineMeaning>> = rejections
  if (Object.hasOwn(listed, code)) return listed[code] ?? unlisted
  return code.startsWith('cc_rejected_bad_filled_') ? badlyFilled : unlisted
}
