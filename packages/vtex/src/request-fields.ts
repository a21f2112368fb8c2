import { type Money, moneySchema } from '@cap/core/http'
import * as v from 'valibot'

/** The fields that requests of several operations have. The limits of ids are ours, for nothing is documented. */

const wellFormed = v.check<string, string>(
  (value) => value.isWellFormed(),
  'must be well-formed Unicode: it holds half of a character',
)

export const anyText = v.pipe(v.string('must be text'), wellFormed)

export function text(longest: number, wrongType = 'must be text') {
  return v.pipe(
    v.string(wrongType),
    v.minLength(1, 'must not be empty'),
    v.maxLength(longest, `must have at most ${longest} characters`),
    v.regex(/^\P{Cc}*$/u, 'must not contain control characters'),
    wellFormed,
  )
}

export const flag = v.boolean('must be true or false')

export const paymentId = v.pipe(
  text(100),
  v.check((value) => value !== '.' && value !== '..', 'must not be "." or "..": it would change the path of the call'),
)

/** @param nothing what is wrong with an amount of 0 */
export function amountAboveZero(nothing: string) {
  return v.pipe(
    moneySchema(),
    v.check((amount) => /[1-9]/.test(amount.amount), `must be greater than 0: ${nothing}`),
  )
}

// The page of 2020 says number, the contract of today and all samples say text. Text survives; numbers do not always.
export const authorizationId = text(256, 'must be text: as a number it would lose leading zeros and digits beyond 2^53')

/** Read by the split checks, which know the operation's currency. */
export const share = v.custom<Money | string>(
  (value) => typeof value === 'string' || (typeof value === 'object' && value !== null),
  'must be money or decimal text such as "37.80", not a number: numbers lose digits',
)

const recipient = v.strictObject({
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

export const recipients = v.optional(
  v.pipe(v.array(recipient), v.minLength(1, 'must name a recipient, or be absent: nobody would get the amount')),
)

export const merchantSettings = v.optional(v.array(v.strictObject({ name: text(256), value: anyText })))

/** Metadata names and their number are limited by the manifest's `metadataFields`. */
export const connectorMetadata = v.optional(
  v.pipe(
    v.array(
      v.strictObject({ name: text(20), value: v.pipe(anyText, v.maxLength(200, 'must have at most 200 characters')) }),
    ),
    v.maxLength(3, 'must have at most 3 entries: a manifest declares no more'),
  ),
)

export type ParsedRecipients = v.InferOutput<typeof recipients>
export type ParsedSettings = v.InferOutput<typeof merchantSettings>
