import type { OperationStore } from '@cap/core'
import type { CaptureHandle, CaptureOutcome, Clock } from '@cap/core/http'
import type { AttemptContext } from './attempt.ts'
import type { Authenticate, HeaderFamily } from './authenticate.ts'
import type { CallbackOptions } from './callback.ts'
import type {
  Cancellation,
  CancelResult,
  Configuration,
  InboundRequest,
  InboundResult,
  RefundContext,
  RefundRequest,
  RefundResult,
} from './callbacks.ts'
import type { CreatePaymentResult, PaymentRequest } from './create-payment-types.ts'
import type { Manifest } from './manifest.ts'
import type { PaymentFacts } from './payment-facts.ts'
import type { CaptureContext, ResolveContext, Settlement } from './settlement.ts'

/** A capture that landed when VTEX had given the payment up: the merchant holds money for a cancelled order. */
export interface LateCapture {
  readonly settlement: Settlement
  readonly settleId: string
  readonly outcome: CaptureOutcome
  /**
   * `cancelled`: a cancellation was asked for in between. `gave_up`: VTEX stops asking after 24 hours. `declined`: the capture
   * outlived its lease, and `resolve` had called it declined in between, so VTEX is told of a decline for good.
   */
  readonly reason: 'cancelled' | 'gave_up' | 'declined'
}

interface CommonOptions {
  /** Which pairs of app key and app token are accepted, and which merchant each names. */
  readonly authenticate: Authenticate
  /** The headers the pair is read from. Default `either`, the provider's own names first. */
  readonly headerFamily?: HeaderFamily | undefined
  /** Keeps every operation once, across retries, processes and crashes. Durable in production. */
  readonly store: OperationStore
  /**
   * Captures, once. Await `context.beforeSend()` before the first byte that can move money. A `CaptureError` of the capture says
   * that nothing moved: catch what is thrown by whatever you do besides, after it. Any other throw counts as `unknown`. See
   * `captureWith` for clients of `@cap`.
   */
  readonly capture: (settlement: Settlement, context: CaptureContext) => Promise<CaptureOutcome>
  /**
   * Finds out how a capture ended, from the handle its `beforeSend` was given. Say `declined` only of a capture that can never
   * happen any more, since its amount is free again then. A throw concludes nothing.
   */
  readonly resolve: (settlement: Settlement, handle: CaptureHandle, context: ResolveContext) => Promise<CaptureOutcome>
  /**
   * Cancels an authorization that has not been captured. **Must be idempotent**: it is called again whenever the answer of an
   * earlier call was lost, also by a settlement that finds the cancellation open, and must then answer `cancelled` if that call
   * cancelled. A throw leaves the cancellation open, and no settlement begins until it is concluded; a `CaptureError` says that
   * nothing was done. Absent: VTEX is told to do it by hand.
   */
  readonly cancel?: ((cancellation: Cancellation, context: AttemptContext) => Promise<CancelResult>) | undefined
  /**
   * Refunds a settlement, in full or in part. A `CaptureError` of the refund says that nothing moved, as with `capture`; any other
   * throw counts as `pending`. Absent: VTEX is told to do it by hand.
   */
  readonly refund?: ((refund: RefundRequest, context: RefundContext) => Promise<RefundResult>) | undefined
  /** Answers a request that VTEX forwards. Beta at VTEX. */
  readonly inbound?: ((request: InboundRequest) => Promise<InboundResult>) | undefined
  /** What `GET /manifest` answers, to everybody. See `defineManifest`. Absent: 404. */
  readonly manifest?: Manifest | undefined
  /** VTEX's configuration flow, by which a merchant fetches its pair. Absent: 404. */
  readonly configuration?: Configuration | undefined
  /** How VTEX is told that an asynchronous payment has been approved or denied. */
  readonly callback?: CallbackOptions | undefined
  /** Told of a capture that landed after a cancellation was asked for, or after VTEX gave up. At least once for each. */
  readonly onLateCapture?: ((capture: LateCapture) => unknown) | undefined
  /** Told of what callbacks and the store throw. Default: nobody is. */
  readonly onError?: ((error: unknown) => void) | undefined
  /**
   * HTTP status of a definitive no to a settlement. 500 is documented, and makes VTEX ask again for 24 hours; 200 with
   * `settleId: null` is what an older page shows. Default 500.
   */
  readonly declinedStatus?: 200 | 500 | undefined
  /** Milliseconds after which a call is answered "not yet" while its work goes on. VTEX allows 20 000. Default 18 000. */
  readonly answerWithinMs?: number | undefined
  /** The same for calls of VTEX's Test Suite, which allows 5 000. Default 4 000. */
  readonly testSuiteAnswerWithinMs?: number | undefined
  /** Milliseconds an operation has to itself: longer than the longest capture. Default 120 000. */
  readonly leaseMs?: number | undefined
  /**
   * Milliseconds after which the signal fires that `capture`, `resolve`, `cancel` and `refund` are given. At most nine tenths of
   * `leaseMs`, and longer than the deadline of the client behind. Default: three quarters of `leaseMs`.
   */
  readonly captureWithinMs?: number | undefined
  /** Bytes of the largest body that is read. Default 1 MiB. */
  readonly maxBodyBytes?: number | undefined
  /** For tests. Default: the system's. */
  readonly clock?: Clock | undefined
}

/** Where the amounts and states of payments come from: `payment` is required unless `createPayment` is served here. */
type PaymentSource =
  | {
      /** Looks a payment up. Null: unknown here. A throw: ask again later. */
      readonly payment: (
        paymentId: string,
        context: { readonly merchant: string },
      ) => PaymentFacts | null | Promise<PaymentFacts | null>
      readonly createPayment?: ((payment: PaymentRequest) => Promise<CreatePaymentResult>) | undefined
    }
  | {
      readonly payment?: undefined
      /**
       * Authorizes a payment, or begins it. Called again under the same `paymentId` when it threw, or when a crash lost its
       * answer: authorizing twice must be harmless. What it throws is answered 500, and VTEX asks again.
       */
      readonly createPayment: (payment: PaymentRequest) => Promise<CreatePaymentResult>
    }

/** Options of {@link createVtexConnector}. */
export type VtexConnectorOptions = CommonOptions & PaymentSource
