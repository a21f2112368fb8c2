import type { Money } from '@cap/core/http'
import type { NamedValue } from '../capture-schema.ts'
import type { AttemptContext } from './attempt.ts'
import type { Recipient } from './settlement.ts'

/** What every operation on an authorized payment carries. */
interface PaymentOperation {
  /** Your own id of the merchant, as `authenticate` told it. */
  readonly merchant: string
  readonly paymentId: string
  readonly requestId: string
  readonly transactionId: string | null
  readonly authorizationId: string | null
  readonly tid: string | null
  readonly nsu: string | null
  readonly sandboxMode: boolean
  /** The merchant's values for your custom fields: they can be passwords. */
  readonly merchantSettings: readonly NamedValue[]
  readonly connectorMetadata: readonly NamedValue[]
  /** A UUID, the same on every repetition. For the provider behind you. */
  readonly idempotencyKey: string
}

/** A cancellation that VTEX asks for. Its `value` is documented in cents, in conflict with all else, and not passed on. */
export interface Cancellation extends PaymentOperation {
  /** What is authorized, and given up. */
  readonly authorized: Money
}

export type CancelResult =
  | { readonly status: 'cancelled'; readonly cancellationId?: string | undefined }
  /** The payment has not been cancelled, by an earlier call neither. VTEX asks again for a day. */
  | { readonly status: 'declined'; readonly code?: string | undefined }
  /** It has to be done by hand: VTEX tells the merchant so. */
  | { readonly status: 'manual' }

/** A refund that VTEX asks for. */
export interface RefundRequest extends PaymentOperation {
  /** The settlement it gives back, as the connector named it. */
  readonly settleId: string
  /** The id of that settlement's capture at the provider behind you, as its outcome said. */
  readonly captureId: string | null
  /** All ids of that capture. */
  readonly reference: Readonly<Record<string, string>>
  /** What to give back. Above zero. */
  readonly amount: Money
  /** What that settlement captured. */
  readonly captured: Money
  /** As VTEX sends them: their sum can be wrong (known issue 1072285), so it is not checked. */
  readonly recipients: readonly Recipient[]
}

export type RefundResult =
  | {
      readonly status: 'refunded'
      readonly refundId?: string | undefined
      /** Less than asked, where only a part could be given back: above zero. Default: what was asked. */
      readonly amount?: Money | undefined
    }
  | { readonly status: 'declined'; readonly code?: string | undefined }
  /** Not known yet, or not done yet: it is asked again, with `priorAttempt`. A throw means the same. */
  | { readonly status: 'pending' }
  /** It has to be done by hand: VTEX tells the merchant so. With `priorAttempt` it counts as `pending`, for it may be done already. */
  | { readonly status: 'manual' }

/** What a refund is told besides the request. */
export interface RefundContext extends AttemptContext {
  /** An earlier call of this refund may have given the money back: look first. */
  readonly priorAttempt: boolean
}

/** A request that VTEX forwards to the provider. Beta at VTEX. */
export interface InboundRequest {
  readonly merchant: string
  readonly paymentId: string
  readonly requestId: string
  readonly action: string
  readonly transactionId: string | null
  readonly authorizationId: string | null
  readonly tid: string | null
  readonly nsu: string | null
  /** The forwarded body, as text. */
  readonly body: string
  readonly merchantSettings: readonly NamedValue[]
  readonly connectorMetadata: readonly NamedValue[]
}

export interface InboundResult {
  readonly statusCode: number
  readonly contentType: string
  readonly content: string
  readonly code?: string | undefined
  readonly message?: string | undefined
}

/** VTEX's configuration flow: the merchant logs in at the provider, and VTEX fetches the pair. All three are public routes. */
export interface Configuration {
  /**
   * Makes a token for a merchant that is about to log in, and keeps `returnUrl` with it. Null: refused. Anybody can ask for one,
   * and the code that leads to the merchant's pair goes to that address: take none but VTEX's and your merchants' own.
   */
  readonly createToken: (request: { readonly returnUrl: string }) => string | null | Promise<string | null>
  /** Where the merchant's browser logs in: your page, which returns to `returnUrl` with an `authorizationCode`. Null: refused. */
  readonly loginUrl: (request: { readonly token: string }) => string | null | Promise<string | null>
  /** Exchanges the code for the merchant's pair, once. Null: refused. */
  readonly credentials: (request: {
    readonly authorizationCode: string
  }) =>
    | { readonly appKey: string; readonly appToken: string }
    | null
    | Promise<{ readonly appKey: string; readonly appToken: string } | null>
}
