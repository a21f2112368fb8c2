import type { BookEntry } from '@cap/core/testing'
import { type Site, textOf, unitsOf } from './amounts.ts'
import type { Charge } from './charge.ts'
import { amountOf, type Payment, type Refund } from './record.ts'
import { addRefund, type RefundFate } from './refunds.ts'
import { type AnswerScript, type PaymentScript, problem } from './scenarios.ts'

const moves = new Set(['approved', 'refunded', 'partially_refunded', 'charged_back'])

/** The payments of the account, and the books of what moved. */
export class Payments {
  readonly captures: BookEntry[] = []
  readonly refunds: BookEntry[] = []
  readonly cancellations: BookEntry[] = []
  readonly #site: Site
  readonly #now: () => number
  readonly #payments = new Map<string, Payment>()
  #last = 10_458_723
  #lastRefund = 1_242_469_924

  constructor(site: Site, now: () => number) {
    this.#site = site
    this.#now = now
  }

  find(id: string): Payment | undefined {
    return this.#payments.get(id)
  }

  withReference(reference: string): readonly Payment[] {
    return [...this.#payments.values()].filter(({ charge }) => charge.externalReference === reference)
  }

  /** Makes a payment by its script. Its money moves unless it is only reserved. */
  make(charge: Charge, script: PaymentScript, key: string | null): Payment {
    const id = ++this.#last
    const reserved = script.reserved === true || (charge.later && script.status === 'approved')
    const payment: Payment = {
      id,
      insideId: script.statusDetail === 'insufficient_money' ? null : 3_870_106_238 + id,
      charge,
      script,
      createdAt: this.#at(),
      status: reserved ? 'authorized' : script.status,
      statusDetail: reserved ? 'pending_capture' : script.statusDetail,
      reserved,
      refunds: [],
    }
    this.#payments.set(String(id), payment)
    this.#enter(payment, key)
    return payment
  }

  /** Lets the payment turn to what its script says it turns to. */
  turn(payment: Payment, key: string | null): void {
    const { afterwards } = payment.script
    if (afterwards === undefined || payment.reserved) return
    const wasEntered = moves.has(payment.status)
    payment.status = afterwards.status
    payment.statusDetail = afterwards.statusDetail
    if (!wasEntered) this.#enter(payment, key)
  }

  refund(payment: Payment, units: bigint, fate: RefundFate, key: string): Refund {
    const refund = addRefund(payment, units, fate, ++this.#lastRefund, this.#at())
    if (fate !== 'rejected') this.refunds.push(this.#entry(payment, units, key))
    return refund
  }

  /**
   * `PUT` with `capture: true` or a `status`, by reference/api-json/wallet_connect.json.
   *
   * @param spelling of the one status that is accepted
   * @returns null when it was done, or the refusal
   */
  update(payment: Payment, text: string, spelling: string, key: string | null): AnswerScript | null {
    let body: { capture?: unknown; status?: unknown; wallet_payment?: { transaction_amount?: unknown } | null } | null
    try {
      body = JSON.parse(text)
    } catch {
      return refuse('The body is not valid JSON.')
    }
    const amount = unitsOf(body?.wallet_payment?.transaction_amount, this.#site)
    if (amount === null) return refuse('wallet_payment.transaction_amount is required.')
    if (amount !== payment.charge.asked) return refuse('transaction_amount is not the amount of the payment.')
    if (body?.capture === true && body.status === undefined) return this.#capture(payment, key)
    if (body?.capture === undefined && body?.status === spelling) return this.#cancel(payment, spelling, key)
    return refuse('capture or status is not valid.')
  }

  #capture(payment: Payment, key: string | null): AnswerScript | null {
    if (!payment.reserved) return moves.has(payment.status) ? null : refuse('The payment cannot be captured.')
    payment.reserved = false
    payment.status = 'approved'
    payment.statusDetail = 'accredited'
    this.#enter(payment, key)
    return null
  }

  #cancel(payment: Payment, spelling: string, key: string | null): AnswerScript | null {
    if (payment.status === spelling) return null
    if (!payment.reserved) return refuse('The payment cannot be cancelled.')
    payment.reserved = false
    payment.status = spelling
    payment.statusDetail = 'by_collector'
    this.cancellations.push(this.#entry(payment, amountOf(payment), key))
    return null
  }

  /** The only line that takes money. */
  #enter(payment: Payment, key: string | null): void {
    if (moves.has(payment.status) && !payment.reserved) this.captures.push(this.#entry(payment, amountOf(payment), key))
  }

  #entry({ id }: Payment, units: bigint, key: string | null): BookEntry {
    const amount = { amount: textOf(units, this.#site), currency: this.#site.currency }
    return { key, payment: String(id), amount, at: this.#at() }
  }

  #at(): string {
    return new Date(this.#now()).toISOString()
  }
}

function refuse(message: string): AnswerScript {
  return { kind: 'answer', status: 400, body: problem(400, 'bad_request', message) }
}
