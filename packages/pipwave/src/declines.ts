import type { Advice, DeclineReason } from '@cap/core/http'

/** What a code of pipwave's means, and what the merchant can do about it. */
export interface DeclineMeaning {
  readonly reason: DeclineReason
  readonly advice: Advice
}

/**
 * The codes that refuse an action. Each is documented for one action (here in the comment); another one that meets it is
 * refused as well, and we have nothing better to say about it than what the code says.
 *
 * @see https://docs.pipwave.com/appendix/api_status_code.html
 */
const declines = {
  // initiate: the merchant does not offer the currency
  1001: { reason: 'not_supported', advice: 'do_not_retry' },
  // initiate: duplicate txn_id
  1002: { reason: 'duplicate', advice: 'check_earlier_capture' },
  // submit: unsupported payment method
  2001: { reason: 'not_supported', advice: 'change_method' },
  // submit: token expired
  2002: { reason: 'other', advice: 'do_not_retry' },
  // refund: refunded in full already, so it had been captured
  4001: { reason: 'other', advice: 'check_earlier_capture' },
  // refund: the payment is not final yet
  4002: { reason: 'other', advice: 'wait_and_retry' },
  // refund: exceeds the current amount
  4003: { reason: 'other', advice: 'do_not_retry' },
  // refund: not supported
  4004: { reason: 'not_supported', advice: 'do_not_retry' },
  // refund: partial not supported
  4005: { reason: 'not_supported', advice: 'do_not_retry' },
  // refund: a reversal is under way
  4006: { reason: 'other', advice: 'wait_and_retry' },
  // chargeback: no disputed one to reverse
  4501: { reason: 'other', advice: 'do_not_retry' },
} as const satisfies Readonly<Record<number, DeclineMeaning>>

/** @returns null for every other code: it may have been applied */
export function meaningOfDecline(code: number): DeclineMeaning | null {
  return isDecline(code) ? declines[code] : null
}

function isDecline(code: number): code is keyof typeof declines {
  return Object.hasOwn(declines, code)
}
