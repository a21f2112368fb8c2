import type { JsonObject } from '@cap/core/http'
import * as v from 'valibot'
import type { PaymentRequest } from './create-payment-types.ts'
import { derivedKey } from './keys.ts'
import { readRecipients } from './settlement.ts'
import { readAmount } from './wire-amount.ts'
import { decimal, flag, id, namedValues, optionalId, readWire, recipients } from './wire-schema.ts'

const text = v.pipe(
  v.nullish(v.union([v.string(), v.pipe(v.number(), v.transform(String))]), null),
  v.transform((value) => (value === '' ? null : value)),
)
const url = v.nullish(v.pipe(v.string(), v.maxLength(4_096)), null)

const cardSchema = v.object({
  holder: text,
  number: text,
  csc: text,
  bin: text,
  holderToken: text,
  numberToken: text,
  cscToken: text,
  document: text,
  expiration: v.nullish(v.object({ month: text, year: text }), null),
})

/**
 * Tolerant, like VTEX's own samples: `sandBoxMode` and `sandboxMode`, `inboundRequestUrl` and `inboundRequestsUrl`.
 *
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments}
 */
const schema = v.object({
  paymentId: id,
  transactionId: optionalId,
  orderId: optionalId,
  reference: optionalId,
  shopperInteraction: text,
  paymentMethod: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  paymentMethodCustomCode: text,
  merchantName: text,
  value: decimal,
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
  installments: v.nullish(v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,3}$/), v.transform(Number))]), null),
  card: v.nullish(cardSchema, null),
  deviceFingerprint: text,
  ipAddress: text,
  miniCart: v.nullish(v.record(v.string(), v.any()), {}),
  recipients,
  url,
  returnUrl: url,
  callbackUrl: url,
  inboundRequestUrl: url,
  inboundRequestsUrl: url,
  secureProxyUrl: url,
  verificationOnly: flag,
  sandBoxMode: flag,
  sandboxMode: flag,
  merchantSettings: namedValues,
  connectorMetadata: namedValues,
})

export type WirePayment = v.InferOutput<typeof schema>

export const readPayment = (body: JsonObject) => readWire(schema, body)

/** @returns what is wrong with it, or the payment */
export function checkPayment(
  wire: WirePayment,
  { merchant, testSuite }: { readonly merchant: string; readonly testSuite: boolean },
): PaymentRequest | 'invalid-value' | 'invalid-recipients' {
  const { value, currency, card, sandBoxMode, inboundRequestsUrl, ...rest } = wire
  const amount = amountOf(value, currency)
  if (amount === null) return 'invalid-value'
  // A split that cannot be read is not the same as none.
  const shares = readRecipients(wire.recipients, currency)
  if (shares === null) return 'invalid-recipients'
  return {
    ...rest,
    merchant,
    amount,
    testSuite,
    card: card === null ? null : cardOf(card),
    miniCart: (rest.miniCart ?? {}) as JsonObject,
    recipients: shares,
    inboundRequestUrl: rest.inboundRequestUrl ?? inboundRequestsUrl,
    sandboxMode: rest.sandboxMode || sandBoxMode,
    idempotencyKey: derivedKey({ merchant, paymentId: wire.paymentId }, 'payment'),
  }
}

function amountOf(value: number | string, currency: string) {
  try {
    return readAmount(value, currency)
  } catch {
    return null
  }
}

function cardOf({ expiration, ...rest }: NonNullable<WirePayment['card']>): PaymentRequest['card'] {
  return { ...rest, expirationMonth: expiration?.month ?? null, expirationYear: expiration?.year ?? null }
}

/** What must occur in no answer, of the card. */
export function cardSecrets({ card }: PaymentRequest): readonly string[] {
  const secrets = [card?.number, card?.csc, card?.numberToken, card?.cscToken]
  return secrets.filter((value): value is string => value != null)
}
