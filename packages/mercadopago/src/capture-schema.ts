import { compareMoney, isZeroMoney, type JsonObject, type Money, moneySchema, toJsonNumber } from '@cap/core/http'
import * as v from 'valibot'
import { provider } from './credentials.ts'

/**
 * The currencies of Mercado Pago's sites, from reference/advanced_payments/resource.yaml in
 * https://github.com/mercadopago/devsite-docs. There is no currency on the wire: it follows from the account's site.
 */
const currencyOfSite: Readonly<Record<string, string>> = {
  MLA: 'ARS',
  MLB: 'BRL',
  MLC: 'CLP',
  MLM: 'MXN',
  MCO: 'COP',
  MPE: 'PEN',
  MLU: 'UYU',
}
const currencies = Object.values(currencyOfSite).sort()

/** The currency of a `site_id`; null for a site we do not know. */
export function siteCurrency(site: string | null | undefined): string | null {
  return site != null && Object.hasOwn(currencyOfSite, site) ? (currencyOfSite[site] ?? null) : null
}

/** Text of 1 to so many characters. */
export const text = (most: number) =>
  v.pipe(
    v.string('must be text'),
    v.minLength(1, 'must not be empty'),
    v.maxLength(most, `must have at most ${most} characters`),
  )

/** Mercado Pago refuses COP with decimals, against ISO 4217 (https://github.com/odoo/odoo/pull/185664). */
export const amount = v.pipe(
  moneySchema({ fractionDigits: { COP: 0 } }),
  v.forward(
    v.check((value: Money) => currencies.includes(value.currency), `must be one of ${currencies.join(', ')}`),
    ['currency'],
  ),
  v.forward(
    v.check((value: Money) => !isZeroMoney(value), 'must be greater than 0'),
    ['amount'],
  ),
)

const decimal = v.pipe(
  v.string('must be decimal text such as "10" or "12.5"'),
  v.regex(/^(?:0|[1-9]\d{0,8})(?:\.\d{1,4})?$/, 'must be decimal text such as "10" or "12.5", with at most 4 decimals'),
  v.check((value) => /[1-9]/.test(value), 'must be greater than 0'),
)

const discountSchema = v.strictObject({
  amount,
  description: text(256),
  // Declared a number, with "WALLET10" as the example: text is the only reading that takes the example.
  code: v.optional(text(256)),
  detail: v.strictObject({
    value: decimal,
    // Guides and coupon reference: percent or fixed; payment reference: percentage. What the promise said is echoed.
    type: v.picklist(['percent', 'fixed', 'percentage'], "must be 'percent', 'fixed' or 'percentage'"),
    cap: decimal,
  }),
})

export const idempotencyKey = v.pipe(
  v.string('must be text'),
  v.regex(
    /^[A-Za-z0-9_-]{1,64}$/,
    'must be 1 to 64 letters, digits, "-" or "_": make one with idempotencyKey() of @cap/core',
  ),
)

/** guides/wallet-connect/submerchants.en.md: all of them, or no sub-merchant at all. */
const subMerchantSchema = v.strictObject({
  subMerchantId: text(256),
  mcc: text(16),
  country: text(64),
  // Typed number in the reference, whose example is the text "1".
  addressDoorNumber: v.custom<number>(
    (value) => Number.isSafeInteger(value) && (value as number) >= 0,
    'must be a whole number, zero or more',
  ),
  zip: text(32),
  documentNumber: text(64),
  city: text(256),
  addressStreet: text(256),
  legalName: text(256),
  regionCodeIso: text(16),
  regionCode: text(64),
  documentType: text(32),
  // Text in the guide; an object with a text for an example in the reference.
  phone: text(64),
  url: text(2048),
})

/**
 * The request of a capture, strict: a field we do not know is a mistake.
 *
 * Wire names and limits: https://github.com/mercadopago/devsite-docs, guides/wallet-connect/capture-payment.en.md (the
 * fields), process-payments-with-discounts.en.md (the discount), reference/api-json/wallet_connect.json; the statement
 * descriptor from
 * https://www.mercadopago.com.uy/developers/es/reference/online-payments/wallet-connect/create-payment/post.md. Length and
 * characters of key and session id are documented nowhere: the limits here are ours, and safe in a header.
 */
export const requestSchema = v.pipe(
  v.strictObject({
    amount,
    description: text(1024),
    externalReference: text(256),
    payerToken: text(1024),
    idempotencyKey,
    sessionId: v.optional(
      v.pipe(
        v.string('must be text'),
        v.regex(/^[\x21-\x7e]{1,512}$/, 'must be 1 to 512 visible ASCII characters, without spaces or line breaks'),
      ),
    ),
    statementDescriptor: v.optional(
      v.pipe(v.string('must be text'), v.regex(/^[A-Za-z0-9]{1,50}$/, 'must be 1 to 50 letters and digits')),
    ),
    discount: v.optional(discountSchema),
    subMerchant: v.optional(subMerchantSchema),
    captureLater: v.optional(v.boolean('must be true, false or absent')),
  }),
  v.forward(
    v.check(
      ({ amount, discount }) => discount === undefined || discount.amount.currency === amount.currency,
      'must be in the currency of amount',
    ),
    ['discount', 'amount'],
  ),
  v.forward(
    v.check(
      ({ amount, discount }) =>
        discount === undefined ||
        discount.amount.currency !== amount.currency ||
        compareMoney(discount.amount, amount) < 0,
      'must be less than amount: nothing would be left to capture',
    ),
    ['discount', 'amount'],
  ),
)

export type ParsedRequest = v.InferOutput<typeof requestSchema>

/** Characters of a reference that Mercado Pago documents, or uses in its own samples. */
const documentedReference = /^[A-Za-z0-9_-]+$/

export function hasDocumentedReference(request: ParsedRequest): boolean {
  return documentedReference.test(request.externalReference)
}

/**
 * The body, made once: what is fingerprinted is what is sent and what is sent again.
 *
 * @throws CaptureError `invalid_request` for an amount that no JSON number holds exactly
 */
export function bodyOf(request: ParsedRequest): string {
  const { discount, subMerchant } = request
  // What is undefined is left out of the text.
  return JSON.stringify({
    wallet_payment: {
      transaction_amount: toJsonNumber(request.amount, { provider, field: 'amount' }),
      description: request.description,
      external_reference: request.externalReference,
      statement_descriptor: request.statementDescriptor,
      discount: discount && discountBody(discount),
      forward_data: subMerchant && { sub_merchant: subMerchantBody(subMerchant) },
    },
    // The reference's examples say "wallet-tokens"; every guide says this, and that it is the only type accepted.
    payer: { token: request.payerToken, type_token: 'wallet-token' },
    // The guides: must be true. Optional in the reference, absent from some samples. It means approved or rejected and
    // nothing between, which a payment that is only authorized is not.
    ...(request.captureLater === true ? { capture: false } : { binary_mode: true }),
  })
}

function discountBody({ amount, description, code, detail }: NonNullable<ParsedRequest['discount']>): JsonObject {
  return {
    amount: toJsonNumber(amount, { provider, field: 'discount.amount' }),
    description,
    ...(code === undefined ? {} : { code }),
    // At most nine digits and four decimals: every such text is the shortest one of its number, but for zeros at its end.
    detail: { value: Number(detail.value), type: detail.type, cap: Number(detail.cap) },
  }
}

function subMerchantBody(subMerchant: NonNullable<ParsedRequest['subMerchant']>): JsonObject {
  return {
    sub_merchant_id: subMerchant.subMerchantId,
    mcc: subMerchant.mcc,
    country: subMerchant.country,
    address_door_number: subMerchant.addressDoorNumber,
    zip: subMerchant.zip,
    document_number: subMerchant.documentNumber,
    city: subMerchant.city,
    address_street: subMerchant.addressStreet,
    legal_name: subMerchant.legalName,
    region_code_iso: subMerchant.regionCodeIso,
    region_code: subMerchant.regionCode,
    document_type: subMerchant.documentType,
    phone: subMerchant.phone,
    url: subMerchant.url,
  }
}
