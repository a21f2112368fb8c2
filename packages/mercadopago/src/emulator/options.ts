import type { BookEntry, Emulator } from '@cap/core/testing'
import type { SiteId } from './amounts.ts'
import type { DiscountOffer } from './discounts.ts'
import type { Delivery, EmulatedNotification, NotifyOptions } from './events.ts'
import type { RefundFate } from './refunds.ts'
import type { MercadoPagoScenario } from './scenarios.ts'

/** Options of {@link createMercadoPagoEmulator}. */
export interface MercadoPagoEmulatorOptions {
  /** The tokens that are accepted. Default: any. */
  readonly accessTokens?: readonly string[] | undefined
  /** The site of the account, and with it the currency. Default: the one of `currency`, else `MLB` (BRL). */
  readonly site?: SiteId | undefined
  /** The account's currency, in place of `site`. */
  readonly currency?: string | undefined
  /** Milliseconds a payment takes; the same key is answered with a 409 meanwhile. Default 0. */
  readonly latencyMs?: number | undefined
  /** Milliseconds a key is remembered. Default: for ever. How long Mercado Pago does is not documented. */
  readonly keyLifetimeMs?: number | undefined
  /** Whether reads by id tell the status; the one documented sample does not. Default true. */
  readonly statusInReads?: boolean | undefined
  /** What becomes of refunds: carried out at once, carried out after the first answer, or rejected. Default `approved`. */
  readonly refunds?: RefundFate | undefined
  /** The one spelling of the status by which payments are cancelled. The pages have three. Default `cancelled`. */
  readonly cancelStatus?: string | undefined
  /** What a second capture or cancellation of the same payment gets; not documented. Default `answered`, with the payment. */
  readonly repeatedPuts?: 'answered' | 'refused' | undefined
  /** Refuse payer tokens that no agreement of this emulator gave. Default false: captures take any. */
  readonly knownPayersOnly?: boolean | undefined
  /** The discount that every payer is promised. Default: none. */
  readonly discount?: DiscountOffer | undefined
  /** Discounts by what the buyer types. */
  readonly coupons?: Readonly<Record<string, DiscountOffer>> | undefined
  /** Also notify of payments, which no page promises for this API. Default false. */
  readonly paymentNotifications?: boolean | undefined
  /** Refuse captures without `X-Meli-Session-Id`, as for the gambling industry. Default false. */
  readonly sessionRequired?: boolean | undefined
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined
  /** How latency passes. Default: a timer. */
  readonly pause?: ((ms: number) => Promise<void>) | undefined
}

export interface MercadoPagoEmulator extends Emulator {
  /** The documented answers that can be played. */
  readonly scenarios: readonly MercadoPagoScenario[]
  /**
   * Answers the next captures by a scenario. A capture whose payer token is `scenario-<name>` plays it without being told.
   *
   * @param times how many captures; default 1
   * @throws Error for a name that is not on the list
   */
  play(name: string, times?: number): void
  /**
   * Makes a payment that was captured, or only authorized, before: to be refunded, captured or cancelled.
   *
   * @param payment.amount decimal text in the account's currency
   * @returns the id of the advanced payment
   */
  pay(payment: {
    readonly amount: string
    readonly externalReference?: string | undefined
    readonly payerToken?: string | undefined
    readonly authorizedOnly?: boolean | undefined
  }): string
  /** What the buyer does at Mercado Pago. */
  readonly buyer: {
    /** Approves an agreement. @returns its code, which a payer token is made of */
    approve(agreementId: string): string
    cancel(agreementId: string): void
    changePaymentMethod(agreementId: string): void
  }
  /** Notifications that nobody has answered by 200 or 201 yet, in order. */
  notifications(): readonly EmulatedNotification[]
  /** Posts them: signed or not, repeated, late, or in the wrong order. */
  notify(options: NotifyOptions): Promise<readonly Delivery[]>
  /** What was given back, in order. */
  refunds(): readonly BookEntry[]
  /** The authorizations that were given up, in order. */
  cancellations(): readonly BookEntry[]
}
