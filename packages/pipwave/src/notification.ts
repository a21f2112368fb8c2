import { isObject, type JsonObject, type JsonValue, parseJson } from '@cap/core/http'
import { invalidRequest } from './error.ts'
import { type Pair, signatureBase } from './signature.ts'

export interface VerifyNotificationOptions {
  /** The body of the request, as the text it came as. Parsed and printed again, amounts would no longer be what was signed. */
  readonly body: string
  /** The merchant's key. A notification that names another one is rejected. */
  readonly apiKey: string
  /** The secret, or with `apiSecrets` several of them while they are being exchanged. */
  readonly apiSecret?: string | undefined
  readonly apiSecrets?: readonly string[] | undefined
}

/** What the signature covers: nothing else of a notification is authentic. All as text, as it was signed. */
export interface TrustedNotification {
  /** Major units. */
  readonly amount: string
  readonly apiKey: string
  /** ISO 4217. */
  readonly currencyCode: string
  readonly pwId: string
  readonly txnId: string
  /** UNIX seconds. pipwave documents no window for it; a notification can be delivered again. */
  readonly timestamp: string
  readonly transactionStatus: string
}

export type RejectionReason =
  | 'not_json'
  | 'missing_field'
  | 'malformed_field'
  | 'malformed_signature'
  | 'other_api_key'
  | 'signature_mismatch'

export type VerifiedNotification =
  | {
      readonly status: 'verified'
      readonly trusted: TrustedNotification
      /**
       * Everything else, numbers as text. Whoever can change the message on its way can change these: requery before acting
       * on any of them. Card and personal data are in here.
       */
      readonly untrusted: JsonObject
    }
  | {
      readonly status: 'rejected'
      readonly reason: RejectionReason
      /** The field at fault. */
      readonly field: string | null
      /** For logs. Holds nothing of the notification's values. */
      readonly message: string
    }

type Rejected = Extract<VerifiedNotification, { status: 'rejected' }>

/**
 * The signed fields. There is no `action` among them.
 *
 * Contradiction 13: the table of the page omits `timestamp` and `signature`; both are required here. Plugins put the present
 * time in the place of a missing timestamp, which can never verify.
 *
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/instant_payment_notification.md
 */
const signedFields = {
  amount: 'amount',
  api_key: 'apiKey',
  currency_code: 'currencyCode',
  pw_id: 'pwId',
  timestamp: 'timestamp',
  transaction_status: 'transactionStatus',
  txn_id: 'txnId',
} as const

type SignedField = keyof typeof signedFields

const fieldNames = Object.keys(signedFields) as readonly SignedField[]

/**
 * Verifies a notification (IPN) of pipwave.
 *
 * Answer it with the body `OK` after it has been verified and stored, and not before: pipwave sends it again every five
 * minutes until then. A rejected one should not be answered with `OK`.
 *
 * @throws CaptureError `invalid_request` for options that make no sense; a parsed body is one of them
 */
export async function verifyNotification(options: VerifyNotificationOptions): Promise<VerifiedNotification> {
  const { body, apiKey, secrets } = checkOptions(options)
  const { equalConstantTime, sha1Hex } = await import('@cap/core/signing')
  const fields = parse(body, 'text')
  const typed = parse(body, 'lossless')
  if (fields === null || typed === null) return rejected('not_json', null, 'the body is not a JSON object')
  const { signature } = fields
  for (const name of [...fieldNames, 'signature']) {
    const value = fields[name]
    if (value === undefined || value === null) return rejected('missing_field', name, `${name} is missing`)
    if (typeof value !== 'string') return rejected('malformed_field', name, `${name} must be text or a number`)
  }
  const odd = fieldNames.find((name) => !isPlausible(name, String(fields[name])))
  if (odd !== undefined) {
    return rejected(
      'malformed_field',
      odd,
      `${odd} is not written as such a value is, or holds the name of a signed field`,
    )
  }
  if (typeof signature !== 'string' || !/^[0-9a-f]{40}$/.test(signature)) {
    return rejected('malformed_signature', 'signature', 'signature must be 40 lower-case hexadecimal digits')
  }
  if (!equalConstantTime(String(fields.api_key), apiKey)) {
    return rejected('other_api_key', 'api_key', 'api_key is not the configured one')
  }
  for (const pairs of spellings(fields, typed)) {
    for (const secret of secrets) {
      if (!equalConstantTime(sha1Hex(signatureBase(pairs, secret)), signature)) continue
      return { status: 'verified', trusted: trustedOf(pairs), untrusted: untrustedOf(fields) }
    }
  }
  return rejected(
    'signature_mismatch',
    'signature',
    'signature does not match: check the secret and the environment, and that the body is the very text that came',
  )
}

/** The names that stand in the signed text, the secret's among them. */
const labels = /(?:amount|api_key|api_secret|currency_code|pw_id|timestamp|transaction_status|txn_id):/

/**
 * Nothing separates the fields of the signed text. Whoever can choose a `txn_id` could hide other fields in it, and split the
 * text of a genuine notification anew, into one that says "paid" of another order under the same signature.
 */
function isPlausible(name: SignedField, value: string): boolean {
  if (labels.test(value)) return false
  switch (name) {
    case 'timestamp':
    case 'transaction_status':
      return /^\d{1,20}$/.test(value)
    case 'currency_code':
      return /^[A-Za-z]{3}$/.test(value)
    case 'amount':
      return /^\d{1,20}(?:\.\d{1,10})?$/.test(value)
    default:
      return true
  }
}

/**
 * The signed values: first as they stand in the text; then, where numbers stand there, as PHP and JavaScript print them, so
 * that `10.00` may have been signed as `10`.
 *
 * A status of `0` is hashed as `0`. Several plugins make an empty text of it, and cannot verify a pending payment.
 */
function* spellings(fields: JsonObject, typed: JsonObject): Generator<readonly Pair[]> {
  yield fieldNames.map((name) => [name, String(fields[name])] as const)
  const printed = fieldNames.map((name) => [name, String(typed[name])] as const)
  if (printed.some(([name, value]) => value !== fields[name])) yield printed
}

function trustedOf(pairs: readonly Pair[]): TrustedNotification {
  const values = new Map(pairs)
  const value = (name: SignedField) => values.get(name) ?? ''
  return {
    amount: value('amount'),
    apiKey: value('api_key'),
    currencyCode: value('currency_code'),
    pwId: value('pw_id'),
    txnId: value('txn_id'),
    timestamp: value('timestamp'),
    transactionStatus: value('transaction_status'),
  }
}

function untrustedOf(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => !Object.hasOwn(signedFields, name) && name !== 'signature'),
  )
}

function parse(body: string, numbers: 'text' | 'lossless'): JsonObject | null {
  let value: JsonValue
  try {
    value = parseJson(body, { numbers })
  } catch {
    return null
  }
  return isObject(value) ? value : null
}

function rejected(reason: RejectionReason, field: string | null, message: string): Rejected {
  return { status: 'rejected', reason, field, message }
}

function checkOptions(options: VerifyNotificationOptions): {
  body: string
  apiKey: string
  secrets: readonly string[]
} {
  const { body } = options
  if (typeof body !== 'string') {
    throw invalidRequest(
      'body',
      typeof body === 'object'
        ? 'must be the raw text of the request: a parsed object was passed, and 10.00 has become 10 in it. Read the text before a JSON middleware does'
        : 'must be the raw text of the request',
    )
  }
  return { body, ...checkKeys(options) }
}

/**
 * What a notification is verified with.
 *
 * @throws CaptureError `invalid_request`, naming the option
 */
export function checkKeys({ apiKey, apiSecret, apiSecrets }: Omit<VerifyNotificationOptions, 'body'>): {
  apiKey: string
  secrets: readonly string[]
} {
  if (typeof apiKey !== 'string' || apiKey === '') throw invalidRequest('apiKey', 'must be text, and not empty')
  // A text is a list too, of its characters: each would be a secret that anybody can guess.
  if (apiSecrets !== undefined && !Array.isArray(apiSecrets))
    throw invalidRequest('apiSecrets', 'must be a list of texts')
  const secrets = [...(apiSecret === undefined ? [] : [apiSecret]), ...(apiSecrets ?? [])]
  if (secrets.length === 0) throw invalidRequest('apiSecret', 'is required, or apiSecrets')
  if (!secrets.every((secret) => typeof secret === 'string' && secret !== '')) {
    throw invalidRequest('apiSecret', 'must be text, and not empty')
  }
  return { apiKey, secrets }
}
