import type { JsonObject, Money } from '@cap/core/http'
import type { NamedValue } from '../capture-schema.ts'
import type { Recipient } from './settlement.ts'

/** Card data as VTEX sends it; tokens where Secure Proxy stands between. Never store it, never log it. */
export interface PaymentCard {
  readonly holder: string | null
  readonly number: string | null
  readonly csc: string | null
  readonly bin: string | null
  readonly expirationMonth: string | null
  readonly expirationYear: string | null
  readonly holderToken: string | null
  readonly numberToken: string | null
  readonly cscToken: string | null
  readonly document: string | null
}

/** A payment that VTEX asks to authorize, or to begin. */
export interface PaymentRequest {
  /** Your own id of the merchant, as `authenticate` told it. */
  readonly merchant: string
  /** The idempotency key of Create Payment: VTEX asks again under it. */
  readonly paymentId: string
  readonly transactionId: string | null
  readonly orderId: string | null
  readonly reference: string | null
  readonly shopperInteraction: string | null
  readonly paymentMethod: string
  readonly paymentMethodCustomCode: string | null
  readonly merchantName: string | null
  readonly amount: Money
  readonly installments: number | null
  readonly card: PaymentCard | null
  readonly deviceFingerprint: string | null
  readonly ipAddress: string | null
  /** Buyer, addresses and items, as they came. */
  readonly miniCart: JsonObject
  readonly recipients: readonly Recipient[]
  /** The address of the store's page for the buyer. */
  readonly url: string | null
  /** Where a redirected buyer returns to. */
  readonly returnUrl: string | null
  /** Where the result of an asynchronous payment is sent, signature included. The connector keeps it for `finishPayment`. */
  readonly callbackUrl: string | null
  readonly inboundRequestUrl: string | null
  readonly secureProxyUrl: string | null
  /** Only check the card: nothing will be settled. */
  readonly verificationOnly: boolean
  readonly sandboxMode: boolean
  readonly merchantSettings: readonly NamedValue[]
  readonly connectorMetadata: readonly NamedValue[]
  /** VTEX's Test Suite asks, and says so by a header that anybody can send: never move money differently for it. */
  readonly testSuite: boolean
  readonly idempotencyKey: string
}

/** Delays in seconds. */
export interface PaymentDelays {
  /** Until the automatic settlement. 0 to 604 800. Default 86 400: what VTEX takes when it is left out. */
  readonly toAutoSettle?: number | undefined
  /** The same, after the antifraud's approval. Without an antifraud VTEX uses the shorter one. Default 86 400. */
  readonly toAutoSettleAfterAntifraud?: number | undefined
  /** Until VTEX cancels. 300 to 2 592 000, for Pix 900 to 3 600. Default 604 800, for Pix 3 600. */
  readonly toCancel?: number | undefined
}

interface Common {
  /** Your id of the authorization. VTEX repeats it in later requests. */
  readonly authorizationId?: string | undefined
  readonly tid?: string | undefined
  readonly nsu?: string | undefined
  readonly acquirer?: string | undefined
  readonly code?: string | undefined
  readonly message?: string | undefined
  readonly delays?: PaymentDelays | undefined
  /** Names of at most 20 characters, values of at most 200. */
  readonly connectorMetadata?: readonly NamedValue[] | undefined
}

export interface ApprovedPayment extends Common {
  readonly status: 'approved'
  readonly authorizationId: string
  readonly tid: string
  /** A ceiling for later settlements above the value, for orders that change. Decimal text. */
  readonly maxValue?: string | undefined
}

export interface DeniedPayment extends Common {
  readonly status: 'denied'
}

/** Not decided yet: tell it by `finishPayment`. VTEX asks again from time to time too, and is told what is known then. */
export interface UndefinedPayment extends Common {
  readonly status: 'undefined'
  /** The buyer goes on at this page. */
  readonly redirectUrl?: string | undefined
  /** The buyer pays an invoice (boleto), or a code. */
  readonly bankInvoice?:
    | {
        readonly url: string
        readonly identificationNumber?: string | undefined
        readonly identificationNumberFormatted?: string | undefined
        readonly barCodeImageType?: string | undefined
        readonly barCodeImageNumber?: string | undefined
      }
    | undefined
  /** The buyer goes on in a payment app of the checkout. `payload` is text, mostly JSON. */
  readonly paymentApp?: { readonly appName: string; readonly payload: string } | undefined
}

/** How a payment was decided. */
export type DecidedPayment = ApprovedPayment | DeniedPayment
export type CreatePaymentResult = DecidedPayment | UndefinedPayment
