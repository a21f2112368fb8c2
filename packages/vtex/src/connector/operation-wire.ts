import type { JsonObject } from '@cap/core/http'
import * as v from 'valibot'
import type { NamedValue } from '../capture-schema.ts'
import { canonicalDecimal } from './wire-amount.ts'
import { decimal, flag, id, namedValues, optionalId, readWire, recipients } from './wire-schema.ts'

const ids = { transactionId: optionalId, authorizationId: optionalId, tid: optionalId, nsu: optionalId }
const common = { ...ids, sandboxMode: flag, connectorMetadata: namedValues }
const own = { paymentId: id, requestId: id, merchantSettings: namedValues }

/** @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/cancellations} */
const cancellationSchema = v.object({ ...common, ...own })

const refundFields = { ...common, settleId: id, value: decimal, recipients }

/** @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/refunds} */
const refundSchema = v.object({ ...refundFields, ...own })
const refundContent = v.object(refundFields)

/** @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/inbound/-action-} */
const inboundSchema = v.object({
  ...ids,
  ...own,
  connectorMetadata: namedValues,
  requestData: v.object({ body: v.nullish(v.string(), '') }),
})

export type WireCancellation = v.InferOutput<typeof cancellationSchema>
export type WireRefund = v.InferOutput<typeof refundSchema>
export type WireInbound = v.InferOutput<typeof inboundSchema>

export const readCancellation = (body: JsonObject) => readWire(cancellationSchema, body)
export const readRefund = (body: JsonObject) => readWire(refundSchema, body)
export const readInbound = (body: JsonObject) => readWire(inboundSchema, body)

/** The content of a cancellation, without the ids that are its key, and the settings. */
export function cancellationFingerprint({ merchantSettings: _, paymentId: __, ...rest }: WireCancellation): string {
  return JSON.stringify(rest)
}

/** The content of a refund as text; see `fingerprintOf` of settlements. */
export function refundFingerprint(refund: WireRefund): string {
  const { merchantSettings: _, paymentId: __, requestId: ___, recipients: shares, value, ...rest } = refund
  return JSON.stringify({
    ...rest,
    value: canonicalDecimal(value),
    recipients: shares.map((one) => ({ ...one, amount: canonicalDecimal(one.amount) })),
  })
}

/** The refund behind a fingerprint. @returns null when it is none */
export function refundOf(
  fingerprint: string,
  key: { readonly paymentId: string; readonly requestId: string },
  merchantSettings: readonly NamedValue[],
): WireRefund | null {
  try {
    const content = readWire(refundContent, JSON.parse(fingerprint))
    return content === null ? null : { ...content, ...key, merchantSettings }
  } catch {
    return null
  }
}
