/** What surrounds a capture with Mercado Pago Wallet Connect. Functions that take a client: who only captures loads none. */
export { cancel, type MercadoPagoCancelRequest, resolveCancel } from './cancel.ts'
export {
  captureAuthorized,
  type MercadoPagoCaptureAuthorizedRequest,
  resolveCaptureAuthorized,
} from './capture-authorized.ts'
export { type MercadoPagoRefundRequest, refund, resolveRefund } from './refund.ts'
