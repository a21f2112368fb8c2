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
export { cancel, type MercadoPagoCancelRequest, resolveCancel } from './operations/cancel.ts'
export {
  cancelAgreement,
  type MercadoPagoAgreementCancelled,
  type MercadoPagoCancelAgreementRequest,
} from './operations/cancel-agreement.ts'
export {
  captureAuthorized,
  type MercadoPagoCaptureAuthorizedRequest,
  resolveCaptureAuthorized,
} from './operations/capture-authorized.ts'
export { checkCoupon, type MercadoPagoCoupon, type MercadoPagoCouponRequest } from './operations/check-coupon.ts'
export {
  createAgreement,
  type MercadoPagoAgreementMade,
  type MercadoPagoAgreementRequest,
} from './operations/create-agreement.ts'
export {
  createPayerToken,
  type MercadoPagoPayerToken,
  type MercadoPagoPayerTokenRequest,
} from './operations/create-payer-token.ts'
export { getAgreement, type MercadoPagoAgreement } from './operations/get-agreement.ts'
export {
  type MercadoPagoDiscountPromise,
  type MercadoPagoDiscountRequest,
  promiseDiscount,
} from './operations/promise-discount.ts'
export { type MercadoPagoRefundRequest, refund, resolveRefund } from './operations/refund.ts'
export { type MercadoPagoSearchHits, type MercadoPagoSearchRequest, search } from './operations/search.ts'
