import { type JsonObject, type JsonValue, type Money, moneySchema, parseJson } from '@cap/core/http'
import * as v from 'valibot'

/** A seller's or the marketplace's share of a settlement. */
export interface SettlementRecipient {
  /** Account name of the seller or marketplace. */
  readonly id: string
  readonly name: string
  /** `CNPJ`, `CPF`, `SSN`, or another country's: free text. */
  readonly documentType: string
  /** As it is written: leading zeros and punctuation are kept. */
  readonly document: string
  readonly role: 'marketplace' | 'seller'
  /** Money, or decimal text in major units of the settlement's currency. All shares sum to the settlement's amount. */
  readonly amount: Money | string
  /** This recipient bears the processing fees. */
  readonly chargeProcessingFee?: boolean | undefined
  /** This recipient is liable for chargebacks. */
  readonly chargebackLiable?: boolean | undefined
  /** The marketplace's take of this seller, for information: it is contained in the marketplace's share already. */
  readonly commissionAmount?: Money | string | undefined
}

/** A name and a value that travel as they are. */
export interface NamedValue {
  readonly name: string
  readonly value: string
}

/** One settlement, as the gateway asks a payment provider for it. */
export interface SettlementRequest {
  /** The transaction this payment belongs to. */
  readonly transactionId: string
  /**
   * The idempotency key, owned by the caller: the same id over all repetitions of one settlement, a new one for the next
   * settlement of the payment. At most 128 characters. A provider recognises it within one payment.
   */
  readonly requestId: string
  /** The payment to settle. At most 100 characters. */
  readonly paymentId: string
  /** What to settle. On the wire it is a JSON number in major units, without the currency. */
  readonly amount: Money
  /** The provider's id of the authorization, as text: as a number it would lose leading zeros and digits beyond 2^53. */
  readonly authorizationId: string
  /** The provider's id of the transaction. */
  readonly tid?: string | undefined
  /** The provider's sequential number. */
  readonly nsu?: string | undefined
  /** Only where the provider's manifest says that the payment method is split on capture. */
  readonly recipients?: readonly SettlementRecipient[] | undefined
  /** The settlement comes from a test configuration of the merchant. */
  readonly sandboxMode?: boolean | undefined
  /** The merchant's values for the provider's custom fields. They can be passwords, so they are shown nowhere. */
  readonly merchantSettings?: readonly NamedValue[] | undefined
  /** At most 3; names of at most 20 characters, values of at most 200. */
  readonly connectorMetadata?: readonly NamedValue[] | undefined
}

const anyText = v.pipe(
  v.string('must be text'),
  v.check((value) => value.isWellFormed(), 'must be well-formed Unicode: it holds half of a character'),
)

function text(longest: number, wrongType = 'must be text') {
  return v.pipe(
    v.string(wrongType),
    v.minLength(1, 'must not be empty'),
    v.maxLength(longest, `must have at most ${longest} characters`),
    v.regex(/^\P{Cc}*$/u, 'must not contain control characters'),
    v.check((value) => value.isWellFormed(), 'must be well-formed Unicode: it holds half of a character'),
  )
}

const flag = v.boolean('must be true or false')

/** Read by the split checks, which know the settlement's currency. */
const share = v.custom<Money | string>(
  (value) => typeof value === 'string' || (typeof value === 'object' && value !== null),
  'must be money or decimal text such as "37.80", not a number: numbers lose digits',
)

const recipientSchema = v.strictObject({
  id: text(256),
  name: text(256),
  documentType: text(64),
  document: text(64, 'must be text: as a number it would lose leading zeros and punctuation'),
  role: v.picklist(['marketplace', 'seller'], 'must be "marketplace" or "seller": no other role is documented'),
  amount: share,
  chargeProcessingFee: v.optional(flag),
  chargebackLiable: v.optional(flag),
  commissionAmount: v.optional(share),
})

/** Metadata names and their number are limited by the manifest's `metadataFields`. */
const metadataSchema = v.pipe(
  v.array(
    v.strictObject({ name: text(20), value: v.pipe(anyText, v.maxLength(200, 'must have at most 200 characters')) }),
  ),
  v.maxLength(3, 'must have at most 3 entries: a manifest declares no more'),
)

/**
 * Strict: an unknown field is a misspelt one.
 *
 * The limits of ids are ours, for nothing is documented: they keep every id short enough for handles and stores.
 *
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/settlements}
 */
export const settlementRequestSchema = v.strictObject({
  transactionId: text(256),
  requestId: text(128),
  paymentId: v.pipe(
    text(100),
    v.check(
      (value) => value !== '.' && value !== '..',
      'must not be "." or "..": it would change the path of the call',
    ),
  ),
  amount: v.pipe(
    moneySchema(),
    v.check(
      (amount) => /[1-9]/.test(amount.amount),
      'must be greater than 0: a settlement of nothing is not documented',
    ),
  ),
  // The page of 2020 says number, the contract of today and all samples say text. Text survives; numbers do not always.
  authorizationId: text(256, 'must be text: as a number it would lose leading zeros and digits beyond 2^53'),
  tid: v.optional(text(256)),
  nsu: v.optional(text(256)),
  recipients: v.optional(
    v.pipe(
      v.array(recipientSchema),
      v.minLength(1, 'must name a recipient, or be absent: nobody would get the amount'),
    ),
  ),
  sandboxMode: v.optional(flag),
  merchantSettings: v.optional(v.array(v.strictObject({ name: text(256), value: anyText }))),
  connectorMetadata: v.optional(metadataSchema),
})

export type ParsedSettlement = v.InferOutput<typeof settlementRequestSchema>

const label = v.fallback(v.nullish(v.union([v.string(), v.pipe(v.number(), v.transform(String))])), null)

/**
 * Tolerant: only what decides is read, and only its type is asked for. `code` and `message` are documented as text and
 * given as `null` in the guides, so they decide nothing.
 *
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/settlements}
 */
const settlementAnswerSchema = v.object({
  paymentId: v.nullish(v.string()),
  requestId: v.nullish(v.string()),
  settleId: v.optional(v.unknown()),
  value: v.optional(v.unknown()),
  code: label,
  message: label,
})

/** What the provider wants to be told again with later requests. */
const answerMetadataSchema = v.array(v.object({ name: v.string(), value: v.string() }))

/** What an answer says of a settlement. Empty text counts as absent. */
export interface SettlementAnswer {
  readonly paymentId: string | null
  readonly requestId: string | null
  readonly settleId: string | null
  /** There is a `settleId`, and it is no id: not text, or longer than any. */
  readonly hasOddSettleId: boolean
  /** As it came: not yet money. */
  readonly value: unknown
  readonly code: string | null
  readonly message: string | null
  /** The documented fields, as they came. */
  readonly raw: JsonObject
}

/**
 * Reads the body of an answer.
 *
 * It is a settlement's when it has a `settleId`, names a payment, or echoes our request id. A gateway's own error
 * (`{"message": …, "requestId": <its own>}`) is none, and says nothing about the settlement.
 *
 * @returns null for anything else
 */
export function readSettlementAnswer(body: string, requestId: string): SettlementAnswer | null {
  let json: JsonValue
  try {
    json = parseJson(body)
  } catch {
    return null
  }
  const result = v.safeParse(settlementAnswerSchema, json)
  if (!result.success) return null
  const { settleId } = result.output
  const isId = typeof settleId === 'string' && settleId.length <= 500
  const answer = {
    paymentId: present(result.output.paymentId),
    requestId: present(result.output.requestId),
    settleId: isId ? present(settleId) : null,
    hasOddSettleId: !isId && settleId !== null && settleId !== undefined,
    value: result.output.value,
    code: present(result.output.code),
    message: present(result.output.message),
  }
  const isSettlement = hasField(json, 'settleId') || answer.paymentId !== null || answer.requestId === requestId
  return isSettlement ? { ...answer, raw: documentedFields(json as JsonObject) } : null
}

function present(value: string | null | undefined): string | null {
  return value === null || value === undefined || value.trim() === '' ? null : value
}

function hasField(json: JsonValue, name: string): boolean {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, name)
}

/** Some providers answer with the whole request, secrets and all: nothing is kept that is not on this list. */
function documentedFields(json: JsonObject): JsonObject {
  const kept: Record<string, JsonValue> = {}
  for (const name of ['paymentId', 'settleId', 'value', 'code', 'message', 'requestId']) {
    const value = Object.hasOwn(json, name) ? json[name] : undefined
    if (value !== undefined && (typeof value !== 'object' || value === null)) kept[name] = value
  }
  const metadata = v.safeParse(answerMetadataSchema, json.connectorMetadata)
  if (metadata.success) kept.connectorMetadata = metadata.output
  return kept
}
