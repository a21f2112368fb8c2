/** The served side of VTEX's Payment Provider Protocol: a connector any payment provider can mount. */
export { type CaptureBridge, type CaptureWithOptions, captureWith } from './bridge/capture-with.ts'
export type { NamedValue } from './capture-schema.ts'
export type { AttemptContext } from './connector/attempt.ts'
export type { Authenticate, HeaderFamily, MerchantCredentials, MerchantKey } from './connector/authenticate.ts'
export type { CallbackOptions, Delivery } from './connector/callback.ts'
export type {
  Cancellation,
  CancelResult,
  Configuration,
  InboundRequest,
  InboundResult,
  RefundContext,
  RefundRequest,
  RefundResult,
} from './connector/callbacks.ts'
export type { ConnectorCode, ManualCode, SettlementCode } from './connector/codes.ts'
export { createVtexConnector, type FetchContext, type VtexConnector } from './connector/connector.ts'
export type {
  ApprovedPayment,
  CreatePaymentResult,
  DecidedPayment,
  DeniedPayment,
  PaymentCard,
  PaymentDelays,
  PaymentRequest,
  UndefinedPayment,
} from './connector/create-payment-types.ts'
export type { FinishedPayment } from './connector/finish-payment.ts'
export {
  type AllowsSplit,
  type CustomField,
  defineManifest,
  type Manifest,
  type ManifestInput,
} from './connector/manifest.ts'
export type { LateCapture, VtexConnectorOptions } from './connector/options.ts'
export type { PaymentFacts } from './connector/payment-facts.ts'
export type { CaptureContext, Recipient, ResolveContext, Settlement } from './connector/settlement.ts'
