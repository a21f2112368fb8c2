/** Capture payments with Mercado Pago Wallet Connect. */
export {
  type Advice,
  type Attempt,
  type CaptureClient,
  type CaptureDescription,
  type Captured,
  CaptureError,
  type CaptureEvent,
  type CaptureHandle,
  type CaptureOptions,
  type CaptureOutcome,
  type ClientOptions,
  type Clock,
  type Declined,
  type DeclineReason,
  type Money,
  money,
  type Pending,
  type ResolveOptions,
  type Transport,
  type Unknown,
  type UnknownCause,
} from '@cap/core/http'
export type { MercadoPagoCaptureRequest, MercadoPagoDiscount, MercadoPagoSubMerchant } from './capture.ts'
export type { AdvancedPayment } from './get.ts'
export { createMercadoPago, type MercadoPago, type MercadoPagoOptions } from './mercadopago.ts'
export {
  type NotificationInput,
  type NotificationProblem,
  type NotificationVerdict,
  type RejectedNotification,
  type VerifiedNotification,
  verifyNotification,
} from './notification.ts'
