/** What surrounds a capture with Mercado Pago Wallet Connect. Functions that take a client: who only captures loads none. */
export type {
  Cancelled,
  CancelOutcome,
  Changed,
  ChangeOutcome,
  ReadOptions,
  Refunded,
  RefundOutcome,
} from '@cap/core/http'
export { cancel, describeCancel, type MercadoPagoCancelRequest, resolveCancel } from './operations/cancel.ts'
export {
  cancelAgreement,
  describeCancelAgreement,
  type MercadoPagoAgreementCancelled,
  type MercadoPagoCancelAgreementRequest,
} from './operations/cancel-agreement.ts'
export {
  captureAuthorized,
  describeCaptureAuthorized,
  type MercadoPagoCaptureAuthorizedRequest,
  resolveCaptureAuthorized,
} from './operations/capture-authorized.ts'
export { checkCoupon, type MercadoPagoCoupon, type MercadoPagoCouponRequest } from './operations/check-coupon.ts'
export {
  createAgreement,
  describeCreateAgreement,
  type MercadoPagoAgreementMade,
  type MercadoPagoAgreementRequest,
} from './operations/create-agreement.ts'
export {
  createPayerToken,
  describeCreatePayerToken,
  type MercadoPagoPayerToken,
  type MercadoPagoPayerTokenRequest,
} from './operations/create-payer-token.ts'
export { getAgreement, type MercadoPagoAgreement } from './operations/get-agreement.ts'
export {
  describePromiseDiscount,
  type MercadoPagoDiscountPromise,
  type MercadoPagoDiscountRequest,
  promiseDiscount,
} from './operations/promise-discount.ts'
export { describeRefund, type MercadoPagoRefundRequest, refund, resolveRefund } from './operations/refund.ts'
export { type MercadoPagoSearchHits, type MercadoPagoSearchRequest, search } from './operations/search.ts'
