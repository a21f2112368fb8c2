/** What surrounds a capture with Mercado Pago Wallet Connect. Functions that take a client: who only captures loads none. */
export { type MercadoPagoRefundRequest, refund, resolveRefund } from './refund.ts'
