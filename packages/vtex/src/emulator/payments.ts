import { unitsOf } from './minor-units.ts'

/** An amount as it is declared to the emulator. */
export interface DeclaredMoney {
  readonly amount: string
  readonly currency: string
}

export interface Payment {
  readonly paymentId: string
  readonly currency: string
  readonly authorizationId: string | null
  /** The most that may be settled, in minor units: what was authorised, or the ceiling given with it. */
  readonly limit: bigint
  settled: bigint
  cancelled: boolean
}

export interface Declaration {
  readonly paymentId: string
  readonly amount: DeclaredMoney
  /** The ceiling of later settlements, where it is not the authorised amount: `maxValue` of a Create Payment answer. */
  readonly maxValue?: string
  /** Settlements must name it then. */
  readonly authorizationId?: string
}

/** The provider's payments: authorised elsewhere, settled here. */
export class Payments {
  readonly #payments = new Map<string, Payment>()
  readonly #automatic: DeclaredMoney | null

  constructor(automatic: DeclaredMoney | null) {
    this.#automatic = automatic
  }

  declare({ paymentId, amount, maxValue, authorizationId }: Declaration): void {
    const limit = unitsOf(maxValue ?? amount.amount, amount.currency)
    if (limit === null) throw new RangeError(`not an amount of ${amount.currency}: ${maxValue ?? amount.amount}`)
    this.#payments.set(paymentId, {
      paymentId,
      currency: amount.currency,
      authorizationId: authorizationId ?? null,
      limit,
      settled: 0n,
      cancelled: false,
    })
  }

  cancel(paymentId: string): void {
    const payment = this.get(paymentId)
    if (payment !== null) payment.cancelled = true
  }

  /** A payment nobody declared is authorised on the spot, if the emulator was made so. */
  get(paymentId: string): Payment | null {
    const known = this.#payments.get(paymentId)
    if (known !== undefined) return known
    if (this.#automatic === null) return null
    this.declare({ paymentId, amount: this.#automatic })
    return this.#payments.get(paymentId) ?? null
  }
}
