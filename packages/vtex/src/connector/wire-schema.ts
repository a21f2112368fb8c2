import type { JsonValue } from '@cap/core/http'
import * as v from 'valibot'
import type { NamedValue } from '../capture-schema.ts'

/** Ids have no documented length; these limits keep them short enough for keys and handles. */
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200))

/** A page of 2020 says number where the contract of today says text; guides leave it out altogether. Null counts as absent. */
export const optionalId = v.pipe(
  v.nullish(v.union([v.pipe(v.string(), v.maxLength(256)), v.pipe(v.number(), v.transform(String))]), null),
  v.transform((value) => (value === '' ? null : value)),
)

/** As a number, or as text where a number would lose digits, or where a guide quotes it. Read once the currency is known. */
export const decimal = v.union([v.number(), v.pipe(v.string(), v.maxLength(100))])

/** Create Payment spells it `sandBoxMode`, and an old page has text. */
export const flag = v.pipe(
  v.nullish(v.union([v.boolean(), v.string()]), false),
  v.transform((value) => value === true || (typeof value === 'string' && value.toLowerCase() === 'true')),
)

const optionalFlag = v.pipe(
  v.nullish(v.union([v.boolean(), v.string()]), null),
  v.transform((value) => (value === null ? null : String(value).toLowerCase() === 'true')),
)

const someText = v.pipe(
  v.nullish(v.union([v.string(), v.pipe(v.number(), v.transform(String))]), ''),
  v.maxLength(1_000),
)

export const namedValues = v.pipe(
  v.nullish(v.array(v.object({ name: v.string(), value: v.nullish(v.string(), '') })), []),
  v.transform((list): readonly NamedValue[] => list.map(({ name, value }) => ({ name, value: value ?? '' }))),
)

/**
 * A recipient. `commissionAmount` is the spelling of settlements; Create Payment, refunds and a guide write `comissionAmount`.
 *
 * @see {@link https://developers.vtex.com/docs/guides/split-payouts-on-payment-provider-protocol}
 */
const recipient = v.pipe(
  v.object({
    id: someText,
    name: someText,
    documentType: someText,
    document: someText,
    role: someText,
    amount: decimal,
    chargeProcessingFee: optionalFlag,
    chargebackLiable: optionalFlag,
    commissionAmount: v.nullish(decimal),
    comissionAmount: v.nullish(decimal),
  }),
  v.transform(({ comissionAmount, commissionAmount, ...rest }) => ({
    ...rest,
    commissionAmount: commissionAmount ?? comissionAmount ?? null,
  })),
)

/** None, null and an empty list are the same: an order of the marketplace's own items carries no split. */
export const recipients = v.pipe(v.nullish(v.array(recipient), []), v.maxLength(200))

/** Reads one of the protocol's bodies. @returns null for what is none */
export function readWire<Schema extends v.GenericSchema>(
  schema: Schema,
  body: JsonValue,
): v.InferOutput<Schema> | null {
  const result = v.safeParse(schema, body, { abortEarly: true })
  return result.success ? result.output : null
}
