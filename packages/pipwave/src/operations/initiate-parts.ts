import type { JsonObject, JsonValue, Money } from '@cap/core/http'
import * as v from 'valibot'
import { text, wireAmount, wireMoney } from '../field-schema.ts'

/** Who pays. */
export interface Buyer {
  /** The merchant's id of the buyer. */
  readonly id: string
  readonly email: string
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly contactNo?: string | undefined
}

/** Where to bill, or to ship to. */
export interface Address {
  readonly name?: string | undefined
  readonly address1?: string | undefined
  readonly address2?: string | undefined
  readonly city?: string | undefined
  readonly state?: string | undefined
  readonly zip?: string | undefined
  /** The country's name. */
  readonly country?: string | undefined
  /** ISO 3166-1 alpha-2. */
  readonly countryIso2?: string | undefined
  readonly contactNo?: string | undefined
  readonly email?: string | undefined
}

/** What is sold. */
export interface Item {
  /** The product's code. */
  readonly sku: string
  readonly name?: string | undefined
  readonly description?: string | undefined
  /** The price of one, after discounts. */
  readonly amount?: Money | undefined
  /** A whole number from 1 on. */
  readonly quantity?: number | undefined
}

const country = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'must be two capital letters, as ISO 3166-1 has them'))
const short = v.optional(text(255))

export const buyer = v.strictObject({
  id: text(255),
  email: text(255),
  countryCode: country,
  firstName: short,
  lastName: short,
  contactNo: short,
})

export const address = v.strictObject({
  name: short,
  address1: short,
  address2: short,
  city: short,
  state: short,
  zip: short,
  country: short,
  countryIso2: v.optional(country),
  contactNo: short,
  email: short,
})

export const item = v.strictObject({
  sku: text(255),
  name: short,
  description: short,
  amount: v.optional(wireMoney('amount', 'charges')),
  quantity: v.optional(v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(1, 'must be at least 1'))),
})

export function wireBuyer(value: v.InferOutput<typeof buyer>): JsonObject {
  const { id, email, countryCode, firstName, lastName, contactNo } = value
  return present({
    id,
    email,
    country_code: countryCode,
    first_name: firstName,
    last_name: lastName,
    contact_no: contactNo,
  })
}

export function wireAddress(value: v.InferOutput<typeof address>): JsonObject {
  const { countryIso2, contactNo, ...others } = value
  return present({ ...others, country_iso2: countryIso2, contact_no: contactNo })
}

export function wireItem(value: v.InferOutput<typeof item>): JsonObject {
  const { amount, ...others } = value
  return present({ ...others, amount: amount && wireAmount(amount) })
}

/** Without what is absent. */
export function present(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const kept: Record<string, JsonValue> = {}
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) kept[name] = value
  return kept
}
