import { isObject, type JsonObject, type JsonValue, type Money, parseInput, parseJson } from '@cap/core/http'
import * as v from 'valibot'
import type { Ask } from './account.ts'
import { invalidRequest, provider } from './error.ts'
import { text, wireAmount, wireMoney } from './field-schema.ts'
import type { Pair } from './signature.ts'

/** What to capture. The payment is named by `pwId`, by `txnId`, or by both. */
export interface PipwaveCaptureRequest {
  /**
   * pipwave's id of the payment, from a notification or a requery. Text of at most 255 characters: as a number it would lose
   * digits beyond 2^53.
   */
  readonly pwId?: string | undefined
  /** The merchant's id of the payment, as it was given to pipwave. Text of at most 255 characters. */
  readonly txnId?: string | undefined
  /**
   * What to capture, in the payment's currency. Absent: the whole authorised amount. Less than the whole needs
   * `partialCapture: true` on the client.
   */
  readonly amount?: Money | undefined
  /**
   * Which ids the capture itself names. Default `pwId`, learnt by requery when only `txnId` is given: the one form that every
   * reading of the documentation allows. `txnId` and `both` are for accounts where those are what works.
   */
  readonly by?: 'pwId' | 'txnId' | 'both' | undefined
  /**
   * Tells two partial captures of the same amount apart in handles and stores: a shipment's number. At most 128 characters;
   * never sent to pipwave, which has no field for it.
   */
  readonly operationId?: string | undefined
}

/**
 * Strict: an unknown field is a misspelt one, and a misspelt `amount` would capture everything.
 *
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/capture_payment.md
 */
const captureRequestSchema = v.pipe(
  v.strictObject({
    pwId: v.optional(text(255)),
    txnId: v.optional(text(255)),
    amount: v.optional(wireMoney('capture_amount', 'captures')),
    by: v.optional(v.picklist(['pwId', 'txnId', 'both'], "must be 'pwId', 'txnId' or 'both'")),
    operationId: v.optional(text(128)),
  }),
  v.check(
    ({ pwId, txnId }) => pwId !== undefined || txnId !== undefined,
    'must name the payment: pass pwId, txnId or both',
  ),
)

export type ParsedCapture = v.InferOutput<typeof captureRequestSchema>

/** @throws CaptureError `invalid_request` */
export function parseCapture(input: unknown): ParsedCapture {
  const request = parseInput(provider, captureRequestSchema, input)
  const { by = 'pwId', pwId, txnId } = request
  if (by === 'txnId' && txnId === undefined) {
    throw invalidRequest('by', "must not be 'txnId' without a txnId: pass the txnId")
  }
  if (by === 'both' && (pwId === undefined || txnId === undefined)) {
    throw invalidRequest('by', "must not be 'both' without both ids: pass pwId and txnId")
  }
  return request
}

/**
 * Ids under which a payment may be asked for.
 *
 * Contradiction 12: "pw_id OR txn_id" are signed, and nobody says which one when both are sent. Exactly one is.
 *
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/requery.md
 */
export const askSchema = v.pipe(
  v.strictObject({ pwId: v.optional(text(255)), txnId: v.optional(text(255)) }),
  v.transform(({ pwId, txnId }): Ask | null => {
    if (pwId !== undefined) return txnId === undefined ? { pwId } : null
    return txnId === undefined ? null : { txnId }
  }),
  v.custom<Ask>((ask) => ask !== null, 'must name the payment by pwId or by txnId, and not by both'),
)

/**
 * The fields of a capture besides those of every call.
 *
 * Contradiction 3: `pw_id` is marked required, and both remarks say "either this or the other". `pw_id` alone satisfies
 * every reading, so it is the default.
 *
 * Contradiction 4: the signature's list has `pw_id` without "if provided". It is hashed when it is sent; an empty one never
 * is.
 *
 * @param pwId given, or learnt by requery; null while it is not known
 */
export function captureFields(request: ParsedCapture, pwId: string | null): readonly Pair[] {
  const { txnId, by = 'pwId' } = request
  const fields: Pair[] = []
  if (pwId !== null && by !== 'txnId') fields.push(['pw_id', pwId])
  if (txnId !== undefined && (by !== 'pwId' || pwId === null)) fields.push(['txn_id', txnId])
  if (request.amount !== undefined) fields.push(['capture_amount', wireAmount(request.amount)])
  return fields
}

/**
 * A code that may come as a number or as text; both are text by the time they get here.
 *
 * Contradiction 6: the type is `string(5)` and the sample `0`, the codes of the appendix are numbers from 200 on, and peers
 * have met both types.
 */
function codeOf(status: JsonValue | undefined): number | null {
  return typeof status === 'string' && /^(?:0|[1-9]\d{0,14})$/.test(status) ? Number(status) : null
}

/** The part of an answer that every action has. */
export interface ApiAnswer {
  /** Of the body, not of HTTP: `200` is success. null: none that can be read. */
  readonly status: number | null
  /** For people. Untrusted. */
  readonly message: string | null
  /** Every number as the text it stood as, so that ids and amounts lose nothing. */
  readonly body: JsonObject
}

/**
 * Reads the body of an answer.
 *
 * @returns null when it is not a JSON object
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/capture_payment.md
 * @see https://docs.pipwave.com/appendix/api_status_code.html
 */
export function readApiAnswer(text: string): ApiAnswer | null {
  let body: JsonValue
  try {
    body = parseJson(text, { numbers: 'text' })
  } catch {
    return null
  }
  if (!isObject(body)) return null
  return { status: codeOf(body.status), message: flat(body.message), body }
}

/** Contradiction 7: documented as text, and arrays and objects have been seen. Cut where secrets are hidden, and not before. */
function flat(message: JsonValue | undefined): string | null {
  if (message === undefined || message === null || message === '') return null
  const parts = typeof message === 'string' ? [message] : [...leaves(message)]
  return parts.length === 0 ? null : parts.join('; ')
}

/** Every value in it that is no list and no object, as text. */
export function* leaves(value: JsonValue): Generator<string> {
  if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) yield* leaves(item)
  } else if (value !== null) yield String(value)
}
