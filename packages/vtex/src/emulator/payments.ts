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
  /** What was authorised, in minor units. */
  readonly authorized: bigint
  /** The most that may be settled, in minor units: what was authorised, or the ceiling given with it. */
  readonly limit: bigint
  /** By their ids: what each settled, and how much of it went back. */
  readonly settlements: Map<string, { readonly units: bigint; refunded: bigint }>
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

/** The provider's payments: authorised here or elsewhere. */
export class Payments {
  readonly #payments = new Map<string, Payment>()
  readonly #automatic: DeclaredMoney | null

  constructor(automatic: DeclaredMoney | null) {
    this.#automatic = automatic
  }

  declare({ paymentId, amount, maxValue, authorizationId }: Declaration): void {
    const authorized = unitsOf(amount.amount, amount.currency)
    const limit = unitsOf(maxValue ?? amount.amount, amount.currency)
    if (authorized === null || limit === null) {
      throw new RangeError(`not an amount of ${amount.currency}: ${authorized === null ? amount.amount : maxValue}`)
    }
    this.#payments.set(paymentId, {
      paymentId,
      currency: amount.currency,
      authorizationId: authorizationId ?? null,
      authorized,
      limit,
      settlements: new Map(),
      cancelled: false,
    })
  }

  /** @returns the id of its settlement */
  declareSettled(declaration: Declaration): string {
    this.declare(declaration)
    const settleId = `SETTLED-BEFORE-${declaration.paymentId}`
    const payment = this.#payments.get(declaration.paymentId)
    payment?.settlements.set(settleId, { units: payment.authorized, refunded: 0n })
    return settleId
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

export function settledUnits({ settlements }: Payment): bigint {
  return sum([...settlements.values()].map(({ units }) => units))
}

export function refundedUnits({ settlements }: Payment): bigint {
  return sum([...settlements.values()].map(({ refunded }) => refunded))
}

/** The split of an amount, in minor units: null when a share is no amount. */
export function sumOfShares(shares: readonly unknown[], currency: string): bigint | null {
  const units = shares.map((share) => unitsOf(share, currency))
  return units.every((one) => one !== null) ? sum(units) : null
}

function sum(units: readonly bigint[]): bigint {
  return units.reduce((total, one) => total + one, 0n)
}
