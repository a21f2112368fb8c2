import { isObject, type JsonObject, type JsonValue, parseJson } from '@cap/core/http'
import * as v from 'valibot'

/** The field in which an answer names what the provider made, and `null` there says that it made nothing. */
export type IdField = 'settleId' | 'refundId' | 'cancellationId'

/** What the provider wants to be told again with later requests. */
const metadataSchema = v.array(v.object({ name: v.string(), value: v.string() }))

/**
 * What an answer says of a settlement, a refund or a cancellation. Empty text counts as absent.
 *
 * Tolerant: only what decides is read, and only its type is asked for. `code` and `message` are documented as text and
 * given as `null` in the guides, so they decide nothing.
 *
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/settlements}
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/refunds}
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/cancellations}
 */
export interface ProviderAnswer {
  readonly idField: IdField
  readonly paymentId: string | null
  readonly requestId: string | null
  /** What the provider names by the id field. */
  readonly id: string | null
  /** The id field is there, and is no id: not text, or longer than any. Or it is one, beside an echo that is none. */
  readonly hasOddId: boolean
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
 * It is the operation's when it has the id field, names a payment, or echoes our request id. A gateway's own error
 * (`{"message": …, "requestId": <its own>}`) is none, and says nothing about the operation.
 *
 * @returns null for anything else
 */
export function readAnswer(body: string, requestId: string, idField: IdField): ProviderAnswer | null {
  const object = parsed(body)
  if (!isObject(object)) return null
  const [payment, request] = [echoOf(object.paymentId), echoOf(object.requestId)]
  const given = Object.hasOwn(object, idField) ? object[idField] : undefined
  const isId = typeof given === 'string' && given.length <= 500
  const id = isId ? present(given) : null
  const hasOddEcho = payment === undefined || request === undefined
  if (hasOddEcho && id === null) return null
  const answer = {
    idField,
    paymentId: payment ?? null,
    requestId: request ?? null,
    id,
    hasOddId: hasOddEcho || (!isId && given !== null && given !== undefined),
    value: object.value,
    code: label(object.code),
    message: label(object.message),
  }
  const isOurs = given !== undefined || answer.paymentId !== null || answer.requestId === requestId
  return isOurs ? { ...answer, raw: documentedFields(object, idField) } : null
}

/** A number may stand for text. @returns undefined for what is neither: no echo */
function echoOf(value: JsonValue | undefined): string | null | undefined {
  if (value === undefined || value === null) return null
  return typeof value === 'string' || typeof value === 'number' ? present(String(value)) : undefined
}

/** What decides nothing may be of any type. */
function label(value: JsonValue | undefined): string | null {
  return typeof value === 'string' || typeof value === 'number' ? present(String(value)) : null
}

/** @returns null for what is not JSON */
export function parsed(body: string): JsonValue {
  try {
    return parseJson(body)
  } catch {
    return null
  }
}

export function present(value: string | null | undefined): string | null {
  return value === null || value === undefined || value.trim() === '' ? null : value
}

/** Some providers answer with the whole request, secrets and all: nothing is kept that is not on this list. */
function documentedFields(json: JsonObject, idField: IdField): JsonObject {
  const kept: Record<string, JsonValue> = {}
  for (const name of ['paymentId', idField, 'value', 'code', 'message', 'requestId']) {
    const value = Object.hasOwn(json, name) ? json[name] : undefined
    if (value !== undefined && (typeof value !== 'object' || value === null)) kept[name] = value
  }
  const metadata = v.safeParse(metadataSchema, json.connectorMetadata)
  if (metadata.success) kept.connectorMetadata = metadata.output
  return kept
}
