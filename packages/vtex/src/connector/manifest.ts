import { CaptureError } from '@cap/core/http'

/** When a payment method's recipients are sent: with the settlement, with Create Payment, or never. */
export type AllowsSplit = 'onCapture' | 'onAuthorize' | 'disabled'

/** A field that the merchant fills in for the connector. */
export type CustomField =
  | { readonly name: string; readonly type: 'text' | 'password' }
  | {
      readonly name: string
      readonly type: 'select'
      readonly options: readonly { readonly text: string; readonly value: string }[]
    }

export interface ManifestInput {
  /** Version of the protocol, such as `1.0.0`. Closed beta at VTEX. Absent: VTEX takes `1.0.0`. */
  readonly version?: string | undefined
  /** At least one. `allowsSplit` absent: `disabled`. */
  readonly paymentMethods: readonly { readonly name: string; readonly allowsSplit?: AllowsSplit | undefined }[]
  readonly customFields?: readonly CustomField[] | undefined
  /**
   * Between which whole hours a merchant may schedule the automatic capture. Absent: merchants cannot choose, and the delays of
   * Create Payment hold, 24 hours where it gives none.
   */
  readonly autoSettleDelay?: { readonly minimum: number; readonly maximum: number } | undefined
  /** Names of what is wanted as `connectorMetadata`: at most 3, of at most 20 characters. */
  readonly metadataFields?: readonly string[] | undefined
}

/** What `GET /manifest` answers. Made by {@link defineManifest}. */
export interface Manifest {
  readonly version?: string
  readonly paymentMethods: readonly { readonly name: string; readonly allowsSplit: AllowsSplit }[]
  readonly customFields?: readonly CustomField[]
  /** Hours, as text. */
  readonly autoSettleDelay?: { readonly minimum: string; readonly maximum: string }
  readonly metadataFields?: readonly string[]
}

/**
 * Checks what a provider says of itself and writes it as VTEX reads it.
 *
 * @throws CaptureError `invalid_request`, `field` naming what is wrong
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#get-/manifest}
 */
export function defineManifest(input: ManifestInput): Manifest {
  if (typeof input !== 'object' || input === null)
    throw invalid('paymentMethods', 'must name at least one payment method')
  const { version, paymentMethods, customFields, autoSettleDelay, metadataFields } = input
  if (version !== undefined && !/^\d+\.\d+\.\d+$/.test(version)) throw invalid('version', 'must be like "1.0.0"')
  if (!Array.isArray(paymentMethods) || paymentMethods.length === 0) {
    throw invalid('paymentMethods', 'must name at least one payment method')
  }
  if (customFields !== undefined && !Array.isArray(customFields)) throw invalid('customFields', 'must be a list')
  const methods = paymentMethods.map((method, index) => {
    const { name, allowsSplit = 'disabled' } = method ?? {}
    if (!isText(name)) throw invalid(`paymentMethods.${index}.name`, 'must be text that is not empty')
    if (!['onCapture', 'onAuthorize', 'disabled'].includes(allowsSplit)) {
      throw invalid(`paymentMethods.${index}.allowsSplit`, 'must be "onCapture", "onAuthorize" or "disabled"')
    }
    return { name, allowsSplit }
  })
  return {
    ...(version === undefined ? {} : { version }),
    paymentMethods: unique(methods, 'paymentMethods'),
    ...(customFields === undefined ? {} : { customFields: unique(customFields.map(checkField), 'customFields') }),
    ...(autoSettleDelay === undefined ? {} : { autoSettleDelay: checkDelay(autoSettleDelay) }),
    ...(metadataFields === undefined ? {} : { metadataFields: checkMetadata(metadataFields) }),
  }
}

/**
 * Checks a manifest that may have been written by hand, and keeps of it what the protocol knows: it is told to everybody.
 *
 * @throws CaptureError as {@link defineManifest}
 */
export function checkManifest(manifest: Manifest): Manifest {
  const { autoSettleDelay, ...rest } = manifest ?? {}
  if (autoSettleDelay === undefined) return defineManifest(rest)
  const hours = (text: unknown) => (typeof text === 'string' && /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN)
  const { minimum, maximum } = autoSettleDelay ?? {}
  return defineManifest({ ...rest, autoSettleDelay: { minimum: hours(minimum), maximum: hours(maximum) } })
}

function checkField(field: CustomField, index: number): CustomField {
  const where = `customFields.${index}`
  if (!isText(field?.name)) throw invalid(`${where}.name`, 'must be text that is not empty')
  switch (field.type) {
    case 'text':
    case 'password':
      return { name: field.name, type: field.type }
    case 'select':
      if (!Array.isArray(field.options) || field.options.length === 0) {
        throw invalid(`${where}.options`, 'must offer at least one choice')
      }
      return {
        name: field.name,
        type: 'select',
        options: field.options.map((choice, option) => {
          const { text, value } = choice ?? {}
          if (isText(text) && isText(value)) return { text, value }
          throw invalid(`${where}.options.${option}`, 'must have a text and a value')
        }),
      }
    default:
      throw invalid(`${where}.type`, 'must be "text", "password" or "select"')
  }
}

function checkDelay({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }) {
  for (const [name, hours] of [
    ['minimum', minimum],
    ['maximum', maximum],
  ] as const) {
    if (!Number.isInteger(hours) || hours < 0) {
      throw invalid(`autoSettleDelay.${name}`, 'must be a whole number of hours from 0')
    }
  }
  // VTEX's own sample goes to 720: 30 days, the longest life of an authorization.
  if (maximum > 720) throw invalid('autoSettleDelay.maximum', 'must be at most 720 hours')
  if (minimum > maximum) throw invalid('autoSettleDelay.minimum', 'must not be more than the maximum')
  return { minimum: String(minimum), maximum: String(maximum) }
}

function checkMetadata(names: readonly string[]): readonly string[] {
  if (!Array.isArray(names) || names.length > 3) throw invalid('metadataFields', 'must have at most 3 names')
  names.forEach((name, index) => {
    if (!isText(name) || name.length > 20) throw invalid(`metadataFields.${index}`, 'must have 1 to 20 characters')
  })
  if (new Set(names).size < names.length) throw invalid('metadataFields', 'must not name a field twice')
  return [...names]
}

function unique<Item extends { readonly name: string }>(items: readonly Item[], field: string): readonly Item[] {
  if (new Set(items.map(({ name }) => name)).size === items.length) return items
  throw invalid(field, 'must not have a name twice')
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

function invalid(field: string, problem: string): CaptureError {
  return new CaptureError({
    code: 'invalid_request',
    provider: 'vtex',
    field: `manifest.${field}`,
    message: `manifest.${field} ${problem}`,
  })
}
