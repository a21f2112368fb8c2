import type { BookEntry } from '@cap/core/testing'

/**
 * How the payment's gateway and its flag behave. What pipwave shows before and after a capture is not documented, so every
 * reading is here:
 *
 * - `normal`: the payment becomes paid, and `require_capture` false, at once.
 * - `asynchronous`: the capture is accepted and the money moves, but the payment stays in AUTHORISATION until the gateway
 *   confirms. A second capture in between is accepted too, and moves the money twice.
 * - `never-confirms`: the same, for ever.
 * - `flag-stays-true`: the payment becomes paid, `require_capture` stays true.
 * - `flag-always-false`: `require_capture` is a property of the payment, and false from the beginning.
 * - `flag-absent`: pipwave does not say.
 */
export type Gateway =
  | 'normal'
  | 'asynchronous'
  | 'never-confirms'
  | 'flag-stays-true'
  | 'flag-always-false'
  | 'flag-absent'

export interface PaymentSeed {
  readonly pwId: string
  readonly txnId: string
  /** The authorised total, major units, with the currency's digits. */
  readonly total: string
  /** ISO 4217. */
  readonly currency: string
  /** Default 5 (processing). */
  readonly transactionStatus?: number
  /** Default true. */
  readonly requireCapture?: boolean
  readonly gateway?: Gateway
  /** A gateway that cannot capture a part captures everything instead, without a word. Default true. */
  readonly supportsPartial?: boolean
  /** Whether the rest can still be captured after a part was. Default false. */
  readonly staysOpenAfterPartial?: boolean
  /** When an asynchronous gateway confirms. Default: 60 000 after the capture. */
  readonly confirmsAfterMs?: number
}

/** What pipwave shows of a payment. */
export interface PaymentView {
  readonly transactionStatus: number
  readonly requireCapture: boolean | null
}

/** A payment, and the money that moved for it. Amounts are counted in hundredths. */
export class Payment {
  readonly seed: PaymentSeed
  readonly total: bigint
  status: number
  flag: boolean | null
  #open = true
  #captured = 0n
  #confirmsAt: number | null = null

  constructor(seed: PaymentSeed) {
    this.seed = seed
    this.total = hundredths(seed.total)
    this.status = seed.transactionStatus ?? 5
    const gateway = seed.gateway ?? 'normal'
    this.flag =
      gateway === 'flag-absent' ? null : gateway === 'flag-always-false' ? false : (seed.requireCapture ?? true)
    this.#open = this.status === 0 || this.status === 5 || (this.status === 10 && this.flag === true)
  }

  view(now: number): PaymentView {
    if (this.#confirmsAt !== null && now >= this.#confirmsAt) this.confirm()
    return { transactionStatus: this.status, requireCapture: this.flag }
  }

  /** An asynchronous gateway reports that it has captured. */
  confirm(): void {
    this.#confirmsAt = null
    if (this.#captured === 0n) return
    this.#become(10)
  }

  /** The payment becomes something else behind the merchant's back. */
  set(change: Partial<PaymentView>): void {
    if (change.transactionStatus !== undefined) this.status = change.transactionStatus
    if (change.requireCapture !== undefined) this.flag = change.requireCapture
    this.#open = this.#open && this.status !== 1 && this.status !== 2
  }

  /**
   * @param asked hundredths; null for everything
   * @returns what moved, or why nothing did
   */
  capture(asked: bigint | null, now: number): { readonly moved: bigint } | { readonly refused: string } {
    this.view(now)
    const { seed } = this
    const asynchronous = seed.gateway === 'asynchronous' || seed.gateway === 'never-confirms'
    if (!this.#open) return { refused: 'The transaction is not under AUTHORISATION status.' }
    const left = asynchronous ? this.total : this.total - this.#captured
    if (asked !== null && asked > left) return { refused: 'capture_amount exceeds the authorised amount.' }
    // "If PG not supporting partial capture, full capture will be done."
    const moved = asked === null || seed.supportsPartial === false ? left : asked
    this.#captured += moved
    if (asynchronous) {
      if (seed.gateway === 'asynchronous') this.#confirmsAt ??= now + (seed.confirmsAfterMs ?? 60_000)
      return { moved }
    }
    if (moved === left || seed.staysOpenAfterPartial !== true) this.#become(10)
    return { moved }
  }

  entry(moved: bigint, now: number): BookEntry {
    const { pwId, total, currency } = this.seed
    const point = total.indexOf('.')
    const units = String(moved / 100n)
    const fraction = String(moved % 100n).padStart(2, '0')
    const amount = point < 0 ? units : `${units}.${fraction.slice(0, total.length - point - 1)}`
    return { key: null, payment: pwId, amount: { amount, currency }, at: new Date(now).toISOString() }
  }

  #become(status: number): void {
    this.status = status
    this.#open = false
    if (this.seed.gateway !== 'flag-stays-true' && this.flag !== null) this.flag = false
  }
}

/** @throws Error for what is not an amount of `decimal(11,2)` */
export function hundredths(text: string): bigint {
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text)
  if (match === null) throw new Error('not an amount of decimal(11,2)')
  return BigInt(`${match[1]}${(match[2] ?? '').padEnd(2, '0')}`)
}
