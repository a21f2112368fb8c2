import { invalidRequest } from '../error/invalid-request.ts'
import { isObject } from '../json/is-object.ts'
import type { JsonObject } from '../json/json-value.ts'

/** What else than a capture a handle can stand for. Each provider's entry `./operations` says which it has. */
export type HandleAction = 'refund' | 'cancel' | 'change'

/**
 * What is needed to find out later how a capture ended: plain JSON without secrets. Store it before the capture is sent
 * (`beforeSend`), and with every `pending` and `unknown` outcome. Other operations have handles of the same form.
 */
export interface CaptureHandle {
  readonly version: 1
  /** Absent for a capture. The client's `resolve` is for captures; each other operation has its own. */
  readonly action?: HandleAction
  readonly provider: string
  readonly environment: string
  /** SHA-256 of what names the account; never of a credential that rotates. */
  readonly account: string
  /** Names this one business operation within the account. */
  readonly operation: string
  /** `null` where the provider has no idempotency key. */
  readonly idempotencyKey: string | null
  /** The provider's and the merchant's ids known so far, as text. */
  readonly ids: Readonly<Record<string, string>>
  /** SHA-256 of the exact body text, without fields that change with every sending. */
  readonly fingerprint: string
  /** ISO 8601, UTC: just before the first byte could leave. `null` never permits a replay. */
  readonly firstSentAt: string | null
  /** The state read before sending, where the provider has no key to replay. */
  readonly snapshot?: JsonObject
  /** The provider's answer contradicts the request: never replayed. */
  readonly mismatch?: true
}

/** Whether a field may have this value, and what is said of one that may not. It never repeats the value, which can be a secret. */
type Rule = readonly [is: (value: unknown) => boolean, problem: string]

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 512
const text: Rule = [isText, 'must be text of 1 to 512 characters']
const digest: Rule = [(value) => isText(value) && /^[0-9a-f]{64}$/.test(value), 'must be 64 hexadecimal digits']

/** Later versions may add fields, so unknown ones are kept out rather than refused. */
const rules: Readonly<Record<keyof CaptureHandle, Rule>> = {
  version: [(value) => value === 1, 'must be 1: this release reads handles of version 1'],
  action: [
    (value) => value === undefined || ['refund', 'cancel', 'change'].includes(value as string),
    "must be 'refund', 'cancel' or 'change', or absent",
  ],
  provider: text,
  environment: text,
  account: digest,
  operation: text,
  idempotencyKey: [(value) => value === null || isText(value), `${text[1]}, or null`],
  ids: [(value) => isObject(value) && Object.values(value).every(isText), 'must be an object, and each id in it text'],
  fingerprint: digest,
  // Some of what ISO 8601 allows (`+00`) is no date to JavaScript, and with it a replay window would never close.
  firstSentAt: [
    (value) => value === null || (isText(value) && isoTime.test(value) && !Number.isNaN(Date.parse(value))),
    'must be a time such as 2026-01-01T00:00:00.000Z, or null',
  ],
  snapshot: [(value) => value === undefined || isObject(value), 'must be an object, or absent'],
  mismatch: [(value) => value === undefined || value === true, 'must be true, or absent'],
}

const isoTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d(?::?\d\d)?)$/

/**
 * Reads a handle that comes from storage.
 *
 * @param action what the handle must stand for. Default: a capture
 * @throws CaptureError `invalid_request` when it is not a handle, or one of another operation, provider, environment or
 * account.
 */
export function parseHandle(
  input: unknown,
  owner: { readonly provider: string; readonly environment: string; readonly account: string },
  action?: HandleAction,
): CaptureHandle {
  const refused = (field: string, problem: string) => invalidRequest(owner.provider, field, problem)
  if (!isObject(input)) throw refused('handle', 'must be an object: what beforeSend was given, or an outcome has')
  const read: { -readonly [Field in keyof CaptureHandle]?: unknown } = {}
  for (const field of Object.keys(rules) as (keyof CaptureHandle)[]) {
    const [is, problem] = rules[field]
    const value = input[field]
    if (!is(value)) throw refused(`handle.${field}`, value === undefined ? 'is required' : problem)
    if (value !== undefined) read[field] = value
  }
  const handle = read as CaptureHandle
  for (const key of ['provider', 'environment', 'account'] as const) {
    if (handle[key] === owner[key]) continue
    const shown = key === 'account' ? 'another account' : `${key} ${JSON.stringify(handle[key])}`
    throw refused(`handle.${key}`, `is of ${shown}: resolve it with the client it was captured with`)
  }
  if (handle.action !== action) {
    const [is, wanted] = [handle.action ?? 'capture', action ?? 'capture']
    throw refused('handle.action', `says that the handle is one of a ${is}, and this resolves a ${wanted}`)
  }
  return handle
}
