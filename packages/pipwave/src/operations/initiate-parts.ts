import type { JsonObject, JsonValue, Money } from '@cap/core/http'
import * as v from 'valibot'
import { text, wireAmount, wireMoney, wireMoneyOrNothing } from '../field-schema.ts'
import { phoneCode, quantity, short, unixSeconds } from './initiate-values.ts'

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
  /** Of the contact number: ISO 3166-1 alpha-2. */
  readonly contactNoCountryIso2?: string | undefined
  /** Of the contact number: the dialling code, one to three digits, without `+`. */
  readonly contactNoCountryCode?: string | undefined
  /** A reference id of the portal's list of processing fee groups, at most 64 characters. An unknown one imposes no fee. */
  readonly processingFeeGroup?: string | undefined
  /** At most 45 characters. */
  readonly loginIpAddress?: string | undefined
  /** At most 45 characters. */
  readonly signupIpAddress?: string | undefined
  /** ISO 8601, with a time zone; whole seconds are sent. */
  readonly signupDate?: string | undefined
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
  /** Of the contact number: ISO 3166-1 alpha-2. */
  readonly contactNoCountryIso2?: string | undefined
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
  /** Decimal text greater than 0 with at most nine digits and two decimals, such as `2.5`; or a whole number from 1 on. */
  readonly quantity?: number | string | undefined
  /** At most 128 characters. */
  readonly category?: string | undefined
  /** Goods that are shipped; false for digital ones. */
  readonly isTangibleGood?: boolean | undefined
}

/** A line of what the amount is made of, as the buyer is shown it. */
export interface Subtotal {
  /** `Shipping cost` */
  readonly name?: string | undefined
  readonly value?: Money | undefined
}

const country = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'must be two capital letters, as ISO 3166-1 has them'))

export const buyer = v.strictObject({
  id: text(255),
  email: text(255),
  countryCode: country,
  firstName: short,
  lastName: short,
  contactNo: short,
  contactNoCountryIso2: v.optional(country),
  contactNoCountryCode: v.optional(phoneCode),
  processingFeeGroup: v.optional(text(64)),
  loginIpAddress: v.optional(text(45)),
  signupIpAddress: v.optional(text(45)),
  signupDate: v.optional(unixSeconds),
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
  contactNoCountryIso2: v.optional(country),
  email: short,
})

export const item = v.strictObject({
  sku: text(255),
  name: short,
  description: short,
  amount: v.optional(wireMoney('amount', 'charges')),
  quantity: v.optional(quantity),
  category: v.optional(text(128)),
  isTangibleGood: v.optional(v.boolean('must be true or false')),
})

/** A part of the amount may be nothing: the page's own sample is 0. */
export const subtotal = v.strictObject({ name: short, value: v.optional(wireMoneyOrNothing('value')) })

export function wireBuyer(value: v.InferOutput<typeof buyer>): JsonObject {
  return present({
    id: value.id,
    email: value.email,
    country_code: value.countryCode,
    first_name: value.firstName,
    last_name: value.lastName,
    contact_no: value.contactNo,
    contact_no_country_iso2: value.contactNoCountryIso2,
    contact_no_country_code: value.contactNoCountryCode,
    processing_fee_group: value.processingFeeGroup,
    login_ip_address: value.loginIpAddress,
    signup_ip_address: value.signupIpAddress,
    signup_date: value.signupDate,
  })
}

export function wireAddress(value: v.InferOutput<typeof address>): JsonObject {
  const { countryIso2, contactNo, contactNoCountryIso2, ...others } = value
  const contact = { contact_no: contactNo, contact_no_country_iso2: contactNoCountryIso2 }
  return present({ ...others, country_iso2: countryIso2, ...contact })
}

export function wireItem(value: v.InferOutput<typeof item>): JsonObject {
  const { amount, isTangibleGood, ...others } = value
  return present({ ...others, amount: amount && wireAmount(amount), is_tangible_good: isTangibleGood })
}

export function wireSubtotal({ name, value }: v.InferOutput<typeof subtotal>): JsonObject {
  return present({ name, value: value && wireAmount(value) })
}

/** Without what is absent. */
export function present(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const kept: Record<string, JsonValue> = {}
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) kept[name] = value
  return kept
}
