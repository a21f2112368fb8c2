import { type Site, textOf, unitsOf } from './amounts.ts'
import { type AnswerScript, problem } from './scenarios.ts'

/** A discount as its campaign has it; amounts are JSON numbers in major units. */
export interface DiscountOffer {
  readonly type: 'percent' | 'fixed'
  readonly value: number
  /** The largest discount. */
  readonly cap: number
  readonly leastAmount?: number | undefined
  readonly mostAmount?: number | undefined
}

/** What the account offers, and what was promised to whom. */
export class Discounts {
  readonly #site: Site
  readonly #offer: DiscountOffer | null
  readonly #coupons: Readonly<Record<string, DiscountOffer>>
  readonly #promises = new Map<string, bigint>()

  constructor(site: Site, offer: DiscountOffer | null, coupons: Readonly<Record<string, DiscountOffer>>) {
    this.#site = site
    this.#offer = offer
    this.#coupons = coupons
  }

  /** guides/wallet-connect/coupon-validation-responses.en.md. */
  check(text: string): unknown | AnswerScript {
    const { id } = fieldsOf(text)
    if (typeof id !== 'string' || id === '') return bad('Invalid coupon_id.')
    const offer = this.#couponOf(id)
    if (offer === undefined) return { status: 'invalid' }
    const { value, cap, leastAmount, mostAmount } = offer
    return {
      status: 'success',
      description: `Coupon ${id}`,
      legal_terms: 'https://mercadopago.com/legal/terms',
      details: {
        value,
        // The page of coupons says percentage, the one of promises percent.
        type: offer.type === 'percent' ? 'percentage' : 'fixed',
        cap,
        ...(leastAmount === undefined ? {} : { min_payment_amount: leastAmount }),
        ...(mostAmount === undefined ? {} : { max_payment_amount: mostAmount }),
      },
    }
  }

  /** guides/wallet-connect/discount-promise-no-coupon-responses.en.md. */
  promise(text: string, payerToken: string): unknown | AnswerScript {
    const { amount, coupon } = fieldsOf(text)
    const units = unitsOf(amount, this.#site)
    if (units === null || units === 0n) return bad('amount has an invalid format.')
    const offer = coupon === undefined ? this.#offer : this.#couponOf(String(coupon))
    if (offer === undefined) {
      const body = { error: 'not_found', message: 'Not found manual input code', status: 404 }
      return { kind: 'answer', status: 404, body }
    }
    const off = offer === null ? 0n : this.#off(offer, units)
    const around = { transaction_amount: amount, currency_id: this.#site.currency }
    this.#promises.delete(payerToken)
    if (offer === null || off === 0n) return { ...around, discount: {} }
    this.#promises.set(payerToken, off)
    const { type, value, cap } = offer
    const discount = { amount: Number(textOf(off, this.#site)), detail: { value, type, cap } }
    return { ...around, discount: { ...discount, legal_terms: 'https://mercadopago.com/legal/terms' } }
  }

  /** Whether a charge with this discount was promised; the promise is used up by it. */
  use(payerToken: string, units: bigint): boolean {
    if (this.#promises.get(payerToken) !== units) return false
    return this.#promises.delete(payerToken)
  }

  #off({ type, value, cap, leastAmount = 0, mostAmount }: DiscountOffer, asked: bigint): bigint {
    const units = (amount: number) => unitsOf(amount, this.#site) ?? 0n
    if (asked < units(leastAmount) || (mostAmount !== undefined && asked > units(mostAmount))) return 0n
    const hundredths = unitsOf(value, { ...this.#site, digits: 2 }) ?? 0n
    const off = type === 'fixed' ? units(value) : (asked * hundredths) / 10_000n
    const most = units(cap) < off ? units(cap) : off
    return most < asked ? most : 0n
  }

  #couponOf(id: string): DiscountOffer | undefined {
    return Object.hasOwn(this.#coupons, id) ? this.#coupons[id] : undefined
  }
}

function bad(message: string): AnswerScript {
  return { kind: 'answer', status: 400, body: problem(400, 'bad_request', message) }
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}
