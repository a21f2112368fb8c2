import type { JsonObject } from '@cap/core/http'
import * as v from 'valibot'
import type { NamedValue } from '../capture-schema.ts'
import { canonicalDecimal } from './wire-amount.ts'
import { decimal, flag, id, namedValues, optionalId, readWire, recipients } from './wire-schema.ts'

/**
 * Tolerant: VTEX's own guides send four fields of what the contract requires.
 *
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/settlements}
 */
const fields = {
  transactionId: optionalId,
  value: decimal,
  authorizationId: optionalId,
  tid: optionalId,
  nsu: optionalId,
  recipients,
  sandboxMode: flag,
  connectorMetadata: namedValues,
}

const settlementSchema = v.object({ ...fields, paymentId: id, requestId: id, merchantSettings: namedValues })
const contentSchema = v.object(fields)

/** A settlement as it arrived, amounts not yet money: the body does not name the currency. */
export type WireSettlement = v.InferOutput<typeof settlementSchema>

export function readSettlement(body: JsonObject): WireSettlement | null {
  return readWire(settlementSchema, body)
}

/**
 * The content of a settlement as text, by which a repetition is told from another request under the same id. The text is the
 * content itself, not its digest: when another request id finds this settlement open, even after a crash, all that is needed
 * to conclude it can be read back from the store.
 *
 * Not in it: the ids, which are the key; and the merchant's settings, which can be passwords and may be rotated between two
 * repetitions.
 */
export function fingerprintOf(settlement: WireSettlement): string {
  const { transactionId, value, authorizationId, tid, nsu, sandboxMode, connectorMetadata } = settlement
  const shares = settlement.recipients.map((one) => ({
    ...one,
    amount: canonicalDecimal(one.amount),
    commissionAmount: one.commissionAmount === null ? null : canonicalDecimal(one.commissionAmount),
  }))
  return JSON.stringify({
    transactionId,
    value: canonicalDecimal(value),
    authorizationId,
    tid,
    nsu,
    recipients: shares,
    sandboxMode,
    connectorMetadata,
  })
}

/** The settlement behind a fingerprint. @returns null when it is none of {@link fingerprintOf} */
export function settlementOf(
  fingerprint: string,
  ids: { readonly paymentId: string; readonly requestId: string },
  merchantSettings: readonly NamedValue[],
): WireSettlement | null {
  let content: v.InferOutput<typeof contentSchema> | null
  try {
    content = readWire(contentSchema, JSON.parse(fingerprint))
  } catch {
    return null
  }
  return content === null ? null : { ...content, ...ids, merchantSettings }
}
