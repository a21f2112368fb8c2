import * as v from 'valibot'

/**
 * What VTEX documents as the form of each answer. Tolerant of more fields; of those documented, strict in presence, type and
 * spelling.
 *
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol}
 */
const text = v.string('must be text')
const filled = v.pipe(text, v.minLength(1, 'must not be empty'))
const nullableText = v.nullable(text, 'must be text or null')
const seconds = v.pipe(v.number('must be a number of seconds'), v.integer('must be whole seconds'), v.minValue(0))
const amount = v.pipe(v.number('must be a number in major units'), v.minValue(0, 'must not be negative'))

const metadata = v.optional(
  v.pipe(
    v.array(
      v.object({
        name: v.pipe(text, v.maxLength(20, 'must have at most 20 characters')),
        value: v.pipe(text, v.maxLength(200, 'must have at most 200 characters')),
      }),
    ),
    v.maxLength(3, 'must have at most 3 entries'),
  ),
)

const hours = v.pipe(text, v.regex(/^\d+$/, 'must be whole hours, as text'))

export const manifestSchema = v.object({
  paymentMethods: v.pipe(
    v.array(
      v.object({
        name: filled,
        allowsSplit: v.picklist(['onAuthorize', 'onCapture', 'disabled'], 'must be onAuthorize, onCapture or disabled'),
      }),
    ),
    v.minLength(1, 'must list a payment method'),
  ),
  customFields: v.optional(
    v.array(
      v.object({
        name: filled,
        type: v.picklist(['text', 'password', 'select'], 'must be text, password or select'),
        options: v.optional(v.array(v.object({ text, value: text }))),
      }),
    ),
  ),
  autoSettleDelay: v.optional(v.object({ minimum: hours, maximum: hours })),
  metadataFields: v.optional(
    v.pipe(
      v.array(v.pipe(text, v.maxLength(20, 'must have at most 20 characters'))),
      v.maxLength(3, 'must have at most 3 names'),
    ),
  ),
})

const url = v.pipe(text, v.url('must be a URL'))

/** Pix and redirect samples have no authorization yet, so a payment under way may have nulls there. */
export const createSchema = v.pipe(
  v.object({
    paymentId: filled,
    status: v.picklist(['approved', 'denied', 'undefined'], 'must be approved, denied or undefined'),
    authorizationId: nullableText,
    tid: nullableText,
    nsu: nullableText,
    acquirer: nullableText,
    code: v.optional(nullableText),
    message: v.optional(nullableText),
    paymentUrl: v.optional(v.nullable(url)),
    redirectUrl: v.optional(v.nullable(url)),
    paymentAppData: v.optional(v.nullable(v.object({ appName: text, payload: text }))),
    delayToAutoSettle: v.pipe(seconds, v.maxValue(604_800, 'must be at most 604800 seconds')),
    delayToAutoSettleAfterAntifraud: v.pipe(seconds, v.maxValue(604_800, 'must be at most 604800 seconds')),
    delayToCancel: v.pipe(seconds, v.maxValue(2_592_000, 'must be at most 2592000 seconds')),
    maxValue: v.optional(v.nullable(amount)),
    connectorMetadata: metadata,
  }),
  v.forward(
    v.check(
      ({ status, authorizationId }) => status !== 'approved' || (authorizationId !== null && authorizationId !== ''),
      'must be filled in an approved payment: settlements give it back',
    ),
    ['authorizationId'],
  ),
)

export const errorSchema = v.object({ status: v.literal('error', 'must be "error"'), code: text, message: text })

const shared = { paymentId: filled, requestId: filled, connectorMetadata: metadata }

/** `message` is documented as text, and null in the guides: both are met. `code` may be null where nothing failed. */
const success = { ...shared, code: nullableText, message: nullableText }
const failure = { ...shared, code: text, message: nullableText }

export const settledSchema = v.object({ ...success, settleId: filled, value: amount })
/** That null goes with 0 is a check of its own. */
export const notSettledSchema = v.object({ ...failure, settleId: nullableText, value: v.number('must be a number') })
export const cancelledSchema = v.object({ ...success, cancellationId: filled })
export const notCancelledSchema = v.object({ ...failure, cancellationId: v.null('must be null') })
export const refundedSchema = v.object({ ...success, refundId: filled, value: amount })
export const notRefundedSchema = v.object({
  ...failure,
  refundId: v.null('must be null'),
  value: v.literal(0, 'must be 0'),
})

/** `code` and `message` may be left out. */
export const inboundSchema = v.object({
  ...shared,
  code: v.optional(nullableText),
  message: v.optional(nullableText),
  responseData: v.object({
    statusCode: v.pipe(
      v.number('must be a number'),
      v.integer('must be a whole number'),
      v.minValue(100, 'must be a status'),
      v.maxValue(599, 'must be a status'),
    ),
    contentType: filled,
    content: text,
  }),
})

type Issue = Parameters<typeof v.getDotPath>[0] & { readonly message: string; readonly received: string }

/** `settleId must be null (it is "")`, one for each problem. */
export function problemsOf(issues: readonly Issue[]): string {
  return issues
    .slice(0, 6)
    .map((issue) => {
      const { message, received } = issue
      const missing = received === 'undefined' ? 'is missing' : `${message} (it is ${received.slice(0, 80)})`
      return `${v.getDotPath(issue) ?? 'the body'} ${missing}`
    })
    .join('; ')
}
