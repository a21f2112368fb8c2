/** What surrounds a capture at pipwave. Functions that take a client, so that who only captures does not bundle them. */
export type {
  Cancelled,
  CancelOutcome,
  Changed,
  ChangeOutcome,
  Refunded,
  RefundOutcome,
} from '@cap/core/http'
export { cancel, describeCancel, type PipwaveCancelRequest, resolveCancel } from './operations/cancel.ts'
export { confirm, describeConfirm, type PipwaveConfirmRequest } from './operations/confirm.ts'
export { describeInitiate, type InitiatedPayment, initiate } from './operations/initiate.ts'
export type { Address, Buyer, Item, Subtotal } from './operations/initiate-parts.ts'
export type { PipwaveInitiateRequest } from './operations/initiate-schema.ts'
export type { ExtraParams, Subscription } from './operations/initiate-values.ts'
export type { NamedPayment } from './operations/named-schema.ts'
export type { PaymentChange } from './operations/payment-change.ts'
export { describeProcess, type PipwaveProcessRequest, process } from './operations/process.ts'
export { describeRefund, refund, resolveRefund } from './operations/refund.ts'
export type { PipwaveRefundRequest } from './operations/refund-schema.ts'
export { resolveChange } from './operations/resolve-change.ts'
export type { StateChangeRequest } from './operations/state-change-schema.ts'
export { describeTagChargeback, type PipwaveChargebackRequest, tagChargeback } from './operations/tag-chargeback.ts'
export type { ChargebackReason, ChargebackStage } from './operations/tag-chargeback-schema.ts'
