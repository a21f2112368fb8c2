import {
  type Call,
  type CancelledDraft,
  type CancelOutcome,
  type CaptureDescription,
  type CaptureHandle,
  type CaptureOptions,
  cancelOperation,
  type Money,
  parseInput,
  type ResolveOptions,
} from '@cap/core/http'
import type { Context } from '../capture.ts'
import { contextOf } from '../client-context.ts'
import { provider } from '../credentials.ts'
import type { MercadoPago } from '../mercadopago.ts'
import { lookUpPayment } from './look-up-payment.ts'
import { concludeCancel, concludeRefusedCancel, isAuthorized, judgeCancel } from './update-outcome.ts'
import { cancelSchema, updateBodyOf } from './update-schema.ts'
import { aboutPayment, describeWrite, resolveWrite, runWrite, type Write } from './write.ts'

/** An authorization given up: `PUT /v1/advanced_payments/{id}` with a status. */
export interface MercadoPagoCancelRequest {
  /** The `advancedPaymentId` of the outcome that was `pending_capture`. */
  readonly paymentId: string
  /** The amount of the first step, before its discount: one page requires it. */
  readonly amount: Money
  /** As in the first step, 1 to 1024 characters. */
  readonly description?: string | undefined
  /** As in the first step, 1 to 256 characters. */
  readonly externalReference?: string | undefined
  /**
   * How the status is spelt, for the pages do not agree. No other one is tried when it is refused. Default `cancelled`, as in
   * the older reference and in the official SDK.
   */
  readonly status?: 'cancelled' | 'canceled' | 'cancelado' | undefined
  /** Owned by the caller: 1 to 64 of `[A-Za-z0-9_-]`. */
  readonly idempotencyKey: string
}

/**
 * Cancels a payment that is authorized and not captured. What it does to a captured one is not documented: refund that.
 * A payment is cancelled once, so the same request again does nothing more.
 *
 * @throws CaptureError which means that this call cancelled nothing
 * @see {@link https://mercadopago.com.br/developers/pt/reference/wallet_connect/_advanced_payments_advanced_payment_id/put}
 */
export async function cancel(
  client: MercadoPago,
  request: MercadoPagoCancelRequest,
  options?: CaptureOptions,
): Promise<CancelOutcome> {
  const context = contextOf(client)
  return runWrite(context, cancelOperation, prepare(context, request), options)
}

/**
 * Finds out how a cancellation ended, by reading the payment. While it is read as not cancelled and not captured, sending
 * again takes `replay: 'allow'`, the `request` and a key no older than `replayWindowMs`. A payment that was captured meanwhile
 * is for a person, and one that cannot be read is not cancelled again: it may have been captured.
 *
 * @throws CaptureError `invalid_request`
 */
export async function resolveCancel(
  client: MercadoPago,
  handle: CaptureHandle,
  options?: ResolveOptions<MercadoPagoCancelRequest>,
): Promise<CancelOutcome> {
  const context = contextOf(client)
  // What a key means to a PUT is not documented, nor what a cancellation does to a captured payment.
  let isStillOpen = false
  const lookUp = async (call: Call, token: string, { ids }: CaptureHandle) => {
    if (ids.advancedPaymentId === undefined) return null
    return lookUpPayment<CancelledDraft>(context, call, token, ids.advancedPaymentId, (found) => {
      isStillOpen = isAuthorized(found)
      return concludeCancel(found, 'lookup')
    })
  }
  const resolution = {
    action: 'cancel',
    prepare: (request: MercadoPagoCancelRequest) => prepare(context, request),
    lookUp,
    mayRepeat: () => isStillOpen,
  } as const
  return resolveWrite(context, cancelOperation, resolution, handle, options)
}

/**
 * What a cancellation would be, without making it: for stores.
 *
 * @throws CaptureError `invalid_request`
 */
export async function describeCancel(
  client: MercadoPago,
  request: MercadoPagoCancelRequest,
): Promise<CaptureDescription> {
  const context = contextOf(client)
  return describeWrite(context, prepare(context, request))
}

/** @throws CaptureError `invalid_request` */
function prepare(context: Context, input: MercadoPagoCancelRequest): Write<CancelledDraft> {
  const request = parseInput(provider, cancelSchema, input)
  const { paymentId, externalReference, status, idempotencyKey } = request
  return {
    action: 'cancel',
    operation: `cancel:${idempotencyKey}`,
    key: idempotencyKey,
    ids: { advancedPaymentId: paymentId, ...(externalReference === undefined ? {} : { externalReference }) },
    about: aboutPayment(paymentId),
    body: updateBodyOf({ status }, request),
    method: 'PUT',
    path: `/v1/advanced_payments/${encodeURIComponent(paymentId)}`,
    judge: (reply) => judgeCancel(reply, paymentId),
    afterRefusal: (call, token, refusal) =>
      lookUpPayment<CancelledDraft>(context, call, token, paymentId, (found) => concludeRefusedCancel(found, refusal)),
  }
}
