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
export { cancel, type MercadoPagoCancelRequest, resolveCancel } from './cancel.ts'
export {
  cancelAgreement,
  type MercadoPagoAgreementCancelled,
  type MercadoPagoCancelAgreementRequest,
} from './cancel-agreement.ts'
export {
  captureAuthorized,
  type MercadoPagoCaptureAuthorizedRequest,
  resolveCaptureAuthorized,
} from './capture-authorized.ts'
export { checkCoupon, type MercadoPagoCoupon, type MercadoPagoCouponRequest } from './check-coupon.ts'
export { createAgreement, type MercadoPagoAgreementMade, type MercadoPagoAgreementRequest } from './create-agreement.ts'
export {
  createPayerToken,
  type MercadoPagoPayerToken,
  type MercadoPagoPayerTokenRequest,
} from './create-payer-token.ts'
export { getAgreement, type MercadoPagoAgreement } from './get-agreement.ts'
export {
  type MercadoPagoDiscountPromise,
  type MercadoPagoDiscountRequest,
  promiseDiscount,
} from './promise-discount.ts'
export { type MercadoPagoRefundRequest, refund, resolveRefund } from './refund.ts'
export { type MercadoPagoSearchHits, type MercadoPagoSearchRequest, search } from './search.ts'
