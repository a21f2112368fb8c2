import {
  type Call,
  type CaptureDescription,
  type CaptureHandle,
  type CaptureOptions,
  type Money,
  parseInput,
  type RefundedDraft,
  type RefundOutcome,
  type ResolveOptions,
  refundOperation,
  type Settled,
} from '@cap/core/http'
import type { Context } from '../capture.ts'
import { contextOf } from '../client-context.ts'
import { provider } from '../credentials.ts'
import type { MercadoPago } from '../mercadopago.ts'
import { lookUpPayment } from './look-up-payment.ts'
import { judgeRefund } from './refund-outcome.ts'
import { refundBodyOf, refundRequestSchema } from './refund-schema.ts'
import { aboutPayment, describeWrite, resolveWrite, runWrite, unknown, type Write } from './write.ts'

/** Money given back from one payment: `POST /v1/advanced_payments/{id}/refunds`. */
export interface MercadoPagoRefundRequest {
  /** The `advancedPaymentId` of the capture's `reference`, not one of the payments inside. */
  readonly paymentId: string
  /** A part, greater than 0, in the currency of the capture; or `'full'` for everything that was not given back before. */
  readonly amount: Money | 'full'
  /**
   * With `'full'`: what that should come to. The answer carries no currency, so without it a full refund's `amount` is null;
   * with it, another amount ends as `mismatch`.
   */
  readonly expected?: Money | undefined
  /**
   * Owned by the caller, another one than the capture's, and stored before the call: 1 to 64 of `[A-Za-z0-9_-]`. Two equal
   * partial refunds differ by it alone.
   */
  readonly idempotencyKey: string
}

/**
 * Gives money back, once. Refunds are asynchronous: `refunded` means that Mercado Pago calls the refund approved, and the
 * payment may turn `refunded` or `partially_refunded` some time later; `pending` that it took the refund and is not done.
 *
 * @throws CaptureError which means that this call gave nothing back
 * @see {@link https://github.com/mercadopago/devsite-docs/blob/master/guides/wallet-connect/refund-partial-amount.en.md}
 */
export async function refund(
  client: MercadoPago,
  request: MercadoPagoRefundRequest,
  options?: CaptureOptions,
): Promise<RefundOutcome> {
  const context = contextOf(client)
  return runWrite(context, refundOperation, prepare(request), options)
}

/**
 * Finds out how a refund ended. That a payment is `refunded` proves a full refund, and is read; nothing documented lists
 * refunds, so of a part only sending the request again can tell. That takes `replay: 'allow'`, the `request` and a key no
 * older than `replayWindowMs`: the money may be given back then, for the first and only time.
 *
 * @throws CaptureError `invalid_request`
 */
export async function resolveRefund(
  client: MercadoPago,
  handle: CaptureHandle,
  options?: ResolveOptions<MercadoPagoRefundRequest>,
): Promise<RefundOutcome> {
  const context = contextOf(client)
  const lookUp = (call: Call, token: string, owned: CaptureHandle) => readFullRefund(context, call, token, owned)
  return resolveWrite(context, refundOperation, { action: 'refund', prepare, lookUp }, handle, options)
}

/**
 * What a refund would be, without making it: for stores.
 *
 * @throws CaptureError `invalid_request`
 */
export async function describeRefund(
  client: MercadoPago,
  request: MercadoPagoRefundRequest,
): Promise<CaptureDescription> {
  const context = contextOf(client)
  return describeWrite(context, prepare(request))
}

/** @throws CaptureError `invalid_request` */
function prepare(input: MercadoPagoRefundRequest): Write<RefundedDraft> {
  const { paymentId, amount, expected, idempotencyKey } = parseInput(provider, refundRequestSchema, input)
  const asked = { paymentId, amount: amount === 'full' ? (expected ?? null) : amount }
  return {
    action: 'refund',
    operation: `refund:${idempotencyKey}`,
    key: idempotencyKey,
    ids: { advancedPaymentId: paymentId },
    about: aboutPayment(paymentId),
    body: refundBodyOf(amount),
    method: 'POST',
    path: `/v1/advanced_payments/${encodeURIComponent(paymentId)}/refunds`,
    // Documented for refunds of /v1/payments: those in process come as such, instead of under a bare 400.
    headers: { 'x-render-in-process-refunds': 'true' },
    judge: (reply) => judgeRefund(reply, asked),
  }
}

/** A payment that is refunded has nothing left to give back: whoever asked, a full refund of it has happened. */
async function readFullRefund(
  context: Context,
  call: Call,
  token: string,
  handle: CaptureHandle,
): Promise<Settled<RefundedDraft> | null> {
  const { advancedPaymentId: id, refundIds } = handle.ids
  if (id === undefined || handle.fingerprint !== call.digest(refundBodyOf('full'))) return null
  return lookUpPayment<RefundedDraft>(context, call, token, id, ({ state, reserved, raw }) =>
    // What is only reserved cannot have been given back.
    state === 'refunded' && !reserved
      ? { status: 'refunded', refundId: refundIds ?? null, amount: null, basis: 'lookup', replayed: true, raw }
      : { ...unknown('no_answer'), raw },
  )
}
