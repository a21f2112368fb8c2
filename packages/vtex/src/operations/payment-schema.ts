import { moneySchema } from '@cap/core/http'
import * as v from 'valibot'
import {
  anyText,
  connectorMetadata,
  flag,
  merchantSettings,
  paymentId,
  recipients,
  share,
  text,
} from '../request-fields.ts'

const someText = v.pipe(anyText, v.maxLength(512, 'must have at most 512 characters'))
const optionalText = v.optional(someText)
const nullableText = v.nullable(someText)
const absentOrNull = v.optional(v.nullable(someText))

function digits(least: number, most: number, whole: string) {
  return v.pipe(v.string('must be text'), v.regex(new RegExp(`^\\d{${least},${most}}$`), `must be ${whole}`))
}

function count(most: number) {
  const range = `must be a whole number from 1 to ${most}`
  return v.pipe(v.number(range), v.integer(range), v.minValue(1, range), v.maxValue(most, range))
}

const rate = v.pipe(
  v.number('must be a number'),
  v.finite('must be a finite number'),
  v.minValue(0, 'must not be negative'),
)

const webAddress = v.pipe(
  text(4_096),
  v.check((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), 'must be an absolute URL'),
)

/** Card data travels to and from it. */
const secureAddress = v.pipe(
  text(4_096),
  v.check((value) => URL.canParse(value) && new URL(value).protocol === 'https:', 'must be an https: URL'),
)

const expiration = v.strictObject({
  month: v.pipe(v.string('must be text'), v.regex(/^(0[1-9]|1[0-2])$/, 'must be two digits from 01 to 12')),
  year: digits(4, 4, 'four digits'),
})

const cardExtras = {
  expiration,
  document: optionalText,
  paymentOrigin: optionalText,
  cryptogram: optionalText,
  eci: optionalText,
}

const clearCard = v.strictObject({
  holder: text(256),
  number: digits(12, 19, '12 to 19 digits, without separators'),
  csc: v.nullable(digits(3, 4, '3 or 4 digits, or null')),
  ...cardExtras,
})

const tokenizedCard = v.strictObject({
  holderToken: text(512),
  bin: digits(6, 8, 'the first digits of the card, 6 to 8'),
  numberToken: text(512),
  numberLength: count(19),
  cscToken: text(512),
  cscLength: count(4),
  ...cardExtras,
})

const buyer = v.strictObject({
  id: optionalText,
  firstName: someText,
  lastName: someText,
  document: nullableText,
  documentType: nullableText,
  email: someText,
  phone: someText,
  isCorporate: v.optional(flag),
  corporateName: absentOrNull,
  tradeName: absentOrNull,
  corporateDocument: absentOrNull,
  createdDate: optionalText,
})

const address = v.strictObject({
  country: v.pipe(v.string('must be text'), v.regex(/^[A-Z]{3}$/, 'must be ISO 3166 alpha-3, such as BRA')),
  street: someText,
  number: someText,
  complement: optionalText,
  neighborhood: someText,
  postalCode: someText,
  city: someText,
  state: someText,
})

const item = v.strictObject({
  id: someText,
  name: someText,
  price: share,
  quantity: count(1_000_000),
  discount: share,
  deliveryType: optionalText,
  categoryId: optionalText,
  sellerId: optionalText,
  taxRate: v.optional(rate),
  taxValue: v.optional(share),
})

const fields = {
  transactionId: text(256),
  paymentId,
  reference: text(256),
  orderId: text(256),
  shopperInteraction: text(64),
  paymentMethod: text(200),
  paymentMethodCustomCode: v.optional(v.nullable(text(200)), null),
  merchantName: text(256),
  amount: moneySchema(),
  referenceAmount: v.optional(moneySchema()),
  installments: count(999),
  installmentsInterestRate: v.optional(rate),
  installmentAmount: v.optional(moneySchema()),
  secureProxyUrl: v.optional(secureAddress),
  secureProxyTokensUrl: v.optional(secureAddress),
  deviceFingerprint: someText,
  ipAddress: optionalText,
  miniCart: v.strictObject({
    shippingValue: share,
    taxValue: share,
    buyer,
    shippingAddress: address,
    billingAddress: address,
    items: v.array(item),
  }),
  totalCartAmount: v.optional(moneySchema()),
  recipients,
  url: webAddress,
  callbackUrl: webAddress,
  returnUrl: webAddress,
  // With `:action` in its path it is a URL all the same.
  inboundRequestUrl: v.optional(webAddress),
  verificationOnly: v.optional(flag),
  sandboxMode: v.optional(flag),
  merchantSettings,
  connectorMetadata,
}

/**
 * Strict: an unknown field is a misspelt one. There are two, because the messages of a union would not name the field of the
 * card that is wrong.
 *
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments}
 */
export const clearPaymentSchema = v.strictObject({ ...fields, card: v.optional(clearCard) })

/** @see {@link https://developers.vtex.com/docs/guides/payments-integration-secure-proxy} */
export const tokenizedPaymentSchema = v.strictObject({ ...fields, card: tokenizedCard })

export type ParsedPayment = v.InferOutput<typeof clearPaymentSchema> | v.InferOutput<typeof tokenizedPaymentSchema>
