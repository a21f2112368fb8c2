import type { JsonObject } from '@cap/core/http'
import * as v from 'valibot'
import { parsed, present } from '../answer.ts'
import type { NamedValue } from '../capture-schema.ts'
import { anyText, authorizationId, connectorMetadata, merchantSettings, paymentId, text } from '../request-fields.ts'

/** A request that somebody sent to a payment's `inboundRequestUrl`, to be forwarded to the provider. */
export interface InboundRequest {
  /** The kind of request, as in the URL that was called: `hook`, `enrollment` or the provider's own. */
  readonly action: string
  /** The idempotency key, owned by the caller: the same id over all repetitions. At most 128 characters. */
  readonly requestId: string
  readonly transactionId: string
  /** At most 100 characters. */
  readonly paymentId: string
  /** The provider's id of the authorization, as text. */
  readonly authorizationId: string
  /** The provider's sequential number. */
  readonly nsu: string
  /** The provider's id of the transaction. */
  readonly tid: string
  /** The body that was sent, as it was. */
  readonly body: string
  /**
   * The route: the field table says `inbound`, the contract's index and the guides say `inbound-request`.
   *
   * @default 'inbound'
   */
  readonly path?: 'inbound' | 'inbound-request' | undefined
  /** The merchant's values for the provider's custom fields. They can be passwords, so they are shown nowhere. */
  readonly merchantSettings?: readonly NamedValue[] | undefined
  /** At most 3; names of at most 20 characters, values of at most 200. */
  readonly connectorMetadata?: readonly NamedValue[] | undefined
}

/** What the provider wants to be answered to whoever sent the request. */
export interface InboundAnswer {
  /** HTTP status, 100 to 599. */
  readonly statusCode: number
  readonly contentType: string
  readonly content: string
  readonly code: string | null
  readonly message: string | null
}

const segment = v.pipe(
  text(100),
  v.check((value) => value !== '.' && value !== '..', 'must not be "." or "..": it would change the path of the call'),
)

/**
 * Strict: an unknown field is a misspelt one.
 *
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/inbound/-action-}
 */
export const inboundRequestSchema = v.strictObject({
  action: segment,
  requestId: text(128),
  transactionId: text(256),
  paymentId,
  authorizationId,
  nsu: text(256),
  tid: text(256),
  body: v.pipe(anyText, v.maxLength(262_144, 'must have at most 262144 characters')),
  path: v.optional(v.picklist(['inbound', 'inbound-request'], 'must be "inbound" or "inbound-request"'), 'inbound'),
  merchantSettings,
  connectorMetadata,
})

const label = v.fallback(v.nullish(v.string()), null)

/** Tolerant, but for what is passed on. */
const answerSchema = v.object({
  paymentId: v.nullish(v.string()),
  requestId: v.nullish(v.string()),
  code: label,
  message: label,
  responseData: v.object({
    statusCode: v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599)),
    contentType: v.string(),
    content: v.string(),
  }),
})

/** @returns null for what is no answer to an inbound request */
export function readInboundAnswer(body: string): {
  readonly paymentId: string | null
  readonly requestId: string | null
  readonly value: InboundAnswer
  /** Without the content: it is for one person. */
  readonly raw: JsonObject
} | null {
  const result = v.safeParse(answerSchema, parsed(body))
  if (!result.success) return null
  const { responseData, ...rest } = result.output
  const [code, message] = [present(rest.code), present(rest.message)]
  const [paymentId, requestId] = [present(rest.paymentId), present(rest.requestId)]
  const { statusCode, contentType } = responseData
  return {
    paymentId,
    requestId,
    value: { ...responseData, code, message },
    raw: { paymentId, requestId, statusCode, contentType, code, message },
  }
}
