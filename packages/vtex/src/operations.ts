/** The rest of the conversation with a payment provider, as functions of a gateway: who only captures does not bundle them. */

export type {
  Cancelled,
  CancelOutcome,
  Changed,
  ChangeOutcome,
  ReadOptions,
  Refunded,
  RefundOutcome,
} from '@cap/core/http'
export { cancel, describeCancel, resolveCancel } from './operations/cancel.ts'
export type { CancelRequest } from './operations/cancel-schema.ts'
export {
  type CreatePaymentOutcome,
  createPayment,
  describeCreatePayment,
  resolveCreatePayment,
} from './operations/create-payment.ts'
export { describeInbound, type InboundOutcome, inbound, resolveInbound } from './operations/inbound.ts'
export type { InboundAnswer, InboundRequest } from './operations/inbound-schema.ts'
export { getManifest } from './operations/manifest.ts'
export type { ProviderManifest } from './operations/manifest-schema.ts'
export type {
  ApprovedPayment,
  BankInvoice,
  CreatedPayment,
  PaymentDelays,
  UndefinedPayment,
} from './operations/payment-answer.ts'
export type {
  Address,
  Buyer,
  CardExpiration,
  CartItem,
  CreatePaymentRequest,
  MiniCart,
  PaymentCard,
  TokenizedCard,
} from './operations/payment-request.ts'
export { describeRefund, refund, resolveRefund } from './operations/refund.ts'
export type { RefundRequest } from './operations/refund-schema.ts'
