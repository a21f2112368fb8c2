import { compareMoney, type Money, money } from '@cap/core/http'

/** What the connector must know of a payment before it lets money move. */
export interface PaymentFacts {
  /** ISO 4217: a settlement does not name its currency. */
  readonly currency: string
  /** The authorized amount: decimal text in major units, such as `'100.00'`. */
  readonly authorized: string
  /** A higher ceiling for the sum of all settlements, as Create Payment may promise it. Decimal text. Default: `authorized`. */
  readonly maxValue?: string | undefined
  /** Only an `authorized` payment is captured. */
  readonly state: 'authorized' | 'pending' | 'denied' | 'cancelled'
}

/** The same, checked. */
export interface Facts {
  readonly currency: string
  readonly authorized: Money
  readonly limit: Money
  readonly state: PaymentFacts['state']
}

/** @throws CaptureError for amounts that make no sense */
export function checkFacts({ currency, authorized, maxValue, state }: PaymentFacts): Facts {
  const amount = money(authorized, currency)
  const ceiling = maxValue === undefined ? amount : money(maxValue, currency)
  return { currency, authorized: amount, limit: compareMoney(ceiling, amount) < 0 ? amount : ceiling, state }
}
