import * as v from 'valibot'
import { parsed, present } from '../answer.ts'

/** What a payment provider says of itself. */
export interface ProviderManifest {
  /** Of the protocol the provider speaks; null where it does not say, which is `1.0.0`. */
  readonly version: string | null
  readonly paymentMethods: readonly {
    /** What a Create Payment names, such as `Visa`. */
    readonly name: string
    /** When the provider is told how the payment is split; null where it does not say, or says it in words nobody documents. */
    readonly allowsSplit: 'onAuthorize' | 'onCapture' | 'disabled' | null
  }[]
  /** What the merchant fills in: the names of `merchantSettings`. */
  readonly customFields: readonly {
    readonly name: string
    /** `password` is a secret. `null`: of a kind nobody documents. */
    readonly type: 'text' | 'password' | 'select' | null
    /** The choices of a `select`. */
    readonly options: readonly { readonly text: string; readonly value: string }[]
  }[]
  /** Whole hours a merchant may choose from; null where it may not. */
  readonly autoSettleDelay: { readonly minimum: number; readonly maximum: number } | null
  /** The names of `connectorMetadata`, at most 3 of at most 20 characters by contract. */
  readonly metadataFields: readonly string[]
}

const label = v.fallback(v.nullish(v.string()), null)
/** Text by contract; a number is as good. */
const hours = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number))]),
  v.integer(),
  v.minValue(0),
)

/**
 * Tolerant: `paymentMethods` is all that is required, and a word nobody documents is `null`, so that a provider that learns a
 * new one can still be read.
 *
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#get-/manifest}
 */
const manifestSchema = v.object({
  version: label,
  paymentMethods: v.array(
    v.object({
      name: v.string(),
      allowsSplit: v.fallback(v.nullable(v.picklist(['onAuthorize', 'onCapture', 'disabled'])), null),
    }),
  ),
  customFields: v.fallback(
    v.nullish(
      v.array(
        v.object({
          name: v.string(),
          type: v.fallback(v.nullable(v.picklist(['text', 'password', 'select'])), null),
          options: v.fallback(v.nullish(v.array(v.object({ text: v.string(), value: v.string() }))), null),
        }),
      ),
    ),
    null,
  ),
  autoSettleDelay: v.fallback(v.nullish(v.object({ minimum: hours, maximum: hours })), null),
  metadataFields: v.fallback(v.nullish(v.array(v.string())), null),
})

/** @returns null for what is no manifest */
export function readManifest(body: string): ProviderManifest | null {
  const result = v.safeParse(manifestSchema, parsed(body))
  if (!result.success) return null
  const { version, paymentMethods, customFields, autoSettleDelay, metadataFields } = result.output
  return {
    version: present(version),
    paymentMethods,
    customFields: (customFields ?? []).map((field) => ({ ...field, options: field.options ?? [] })),
    autoSettleDelay: autoSettleDelay ?? null,
    metadataFields: metadataFields ?? [],
  }
}
