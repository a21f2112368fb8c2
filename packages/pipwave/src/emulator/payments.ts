import type { BookEntry } from '@cap/core/testing'
import { hundredths } from './hundredths.ts'
import type { PaymentSeed, PaymentView } from './payment-seed.ts'

/** What became of something that was asked of a payment: `moved` hundredths, or pipwave's refusal. */
export type Done = { readonly moved: bigint } | { readonly refused: string; readonly code?: number }

/** What came with time: an asynchronous capture was confirmed, or a delayed refund shows, by its reverse id. */
export type Landed = 'confirmed' | { readonly reverse: string }

/** A payment, and the money that moved for it. Amounts are counted in hundredths. */
export class Payment {
  readonly seed: PaymentSeed
  readonly total: bigint
  status: number
  flag: boolean | null
  #open = true
  #captured = 0n
  #refunded = 0n
  #confirmsAt: number | null = null
  /** A refund that was accepted, and does not show yet. */
  #reversal: { readonly amount: bigint; readonly at: number; readonly reverse: string } | null = null
  /** What came with time, and was not told of yet. */
  readonly #landed: Landed[] = []
  /** The status to go back to when a dispute ends. */
  #undisputed: number | null = null

  constructor(seed: PaymentSeed) {
    this.seed = seed
    this.total = hundredths(seed.total)
    this.status = seed.transactionStatus ?? 5
    const gateway = seed.gateway ?? 'normal'
    this.flag =
      gateway === 'flag-absent' ? null : gateway === 'flag-always-false' ? false : (seed.requireCapture ?? true)
    this.#open = this.status === 0 || this.status === 5 || (this.status === 10 && this.flag === true)
    if (!this.#open && ![1, 2].includes(this.status)) this.#captured = this.total
    if (this.status === 20) this.#refunded = this.total
  }

  view(now: number): PaymentView {
    if (this.#confirmsAt !== null && now >= this.#confirmsAt) {
      this.#landed.push('confirmed')
      this.confirm()
    }
    if (this.#reversal !== null && now >= this.#reversal.at) {
      this.#landed.push({ reverse: this.#reversal.reverse })
      this.#showRefund(this.#reversal.amount)
    }
    return { transactionStatus: this.status, requireCapture: this.flag }
  }

  /** Major units: what is left after the refunds that show. */
  get final(): string {
    return this.#text(this.total - this.#refunded)
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
  capture(asked: bigint | null, now: number): Done {
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

  /** The buyer pays: from here on there is something to capture. */
  authorise(): void {
    this.status = 5
    this.#open = true
  }

  /** What `refund` would be answered, in either of its steps. */
  refusal(asked: bigint | null, now: number): { readonly refused: string; readonly code: number } | null {
    const { transactionStatus: status } = this.view(now)
    const left = this.#captured - this.#refunded
    if (status === 20) return { refused: 'Already fully refunded.', code: 4001 }
    if (this.#reversal !== null) return { refused: 'A reversal is already in process.', code: 4006 }
    if (status === 13 || status === 15) return { refused: 'The transaction is under dispute.', code: 400 }
    if (left === 0n || (status !== 10 && status !== 25)) return { refused: 'The payment is not finalised.', code: 4002 }
    if (this.seed.supportsRefund === false) return { refused: 'Refund not supported.', code: 4004 }
    if (asked === null) return null
    if (asked > left) return { refused: 'The refund exceeds the current amount.', code: 4003 }
    const partial = asked < left && this.seed.supportsPartialRefund === false
    return partial ? { refused: 'Partial refund not supported.', code: 4005 } : null
  }

  /** What has come with time, each once. */
  takeLanded(now: number): readonly Landed[] {
    this.view(now)
    return this.#landed.splice(0)
  }

  /** @param asked hundredths; null for all that is left */
  refund(asked: bigint | null, now: number, reverse: string): Done {
    const refusal = this.refusal(asked, now)
    if (refusal !== null) return refusal
    const amount = asked ?? this.#captured - this.#refunded
    const { refundsAfterMs = 0 } = this.seed
    if (refundsAfterMs === 0) this.#showRefund(amount)
    else this.#reversal = { amount, at: now + refundsAfterMs, reverse }
    return { moved: amount }
  }

  cancel(now: number): Done {
    const { transactionStatus: status } = this.view(now)
    const cancellable = status === 0 || status === 5 || (status === 10 && this.#open)
    if (!cancellable || this.#captured > 0n) return { refused: 'The transaction is not pending or processing.' }
    this.set({ transactionStatus: 2 })
    return { moved: this.total }
  }

  /** The record says paid from here on, and no money moved: to requery it looks like a captured payment. */
  confirmRecord(now: number): Done {
    if (this.view(now).transactionStatus !== 5) return { refused: 'The transaction is not processing.' }
    this.#become(10)
    return { moved: this.total }
  }

  process(now: number): Done {
    const { transactionStatus: status } = this.view(now)
    if (status !== 0 && status !== 2) return { refused: 'The transaction is not pending or cancelled.' }
    this.status = 5
    return { moved: this.total }
  }

  tag(stage: string, reason: unknown, now: number): Done {
    const { transactionStatus: status } = this.view(now)
    const paid = status === 10 || status === 25
    switch (stage) {
      case 'disputed':
      case 'chargeback':
        if (paid && reason === undefined) return { refused: 'reason is required.', code: 9001 }
        if (!paid && !(status === 13 && stage === 'chargeback')) return { refused: 'The transaction is not paid.' }
        this.#undisputed ??= status
        this.status = stage === 'disputed' ? 13 : 15
        return { moved: this.total }
      case 'dispute won':
      case 'dispute resolved':
      case 'chargeback reversed':
        if (status !== 13 && status !== 15) return { refused: 'No disputed chargeback to reverse.', code: 4501 }
        this.status = this.#undisputed ?? 10
        this.#undisputed = null
        return { moved: this.total }
      default:
        return { refused: 'stage is invalid.', code: 9001 }
    }
  }

  entry(moved: bigint, now: number): BookEntry {
    const { pwId, currency } = this.seed
    return {
      key: null,
      payment: pwId,
      amount: { amount: this.#text(moved), currency },
      at: new Date(now).toISOString(),
    }
  }

  /** With the digits of the total. */
  #text(amount: bigint): string {
    const { total } = this.seed
    const point = total.indexOf('.')
    const units = String(amount / 100n)
    const fraction = String(amount % 100n).padStart(2, '0')
    return point < 0 ? units : `${units}.${fraction.slice(0, total.length - point - 1)}`
  }

  #showRefund(amount: bigint): void {
    this.#reversal = null
    this.#refunded += amount
    this.status = this.#refunded === this.#captured ? 20 : 25
  }

  #become(status: number): void {
    this.status = status
    this.#open = false
    if (this.seed.gateway !== 'flag-stays-true' && this.flag !== null) this.flag = false
  }
}
