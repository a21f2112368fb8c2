import * as v from 'valibot'
import { CaptureError } from '../error/capture-error.ts'
import { problem } from '../http/parse-input.ts'
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

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(512))
const notATime = 'must be a time such as 2026-01-01T00:00:00.000Z'
const hex64 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

/** Later versions may add fields, so unknown ones are kept out rather than refused. */
const handleSchema = v.object({
  version: v.literal(1, 'must be 1: this release reads handles of version 1'),
  action: v.optional(v.picklist(['refund', 'cancel', 'change'])),
  provider: text,
  environment: text,
  account: hex64,
  operation: text,
  idempotencyKey: v.nullable(text),
  ids: v.record(v.string(), text),
  fingerprint: hex64,
  // Some of what ISO 8601 allows (`+00`) is no date to JavaScript, and with it a replay window would never close.
  firstSentAt: v.nullable(
    v.pipe(
      v.string(),
      v.isoTimestamp(),
      v.check((value) => !Number.isNaN(Date.parse(value)), notATime),
    ),
  ),
  snapshot: v.optional(
    v.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
  ),
  mismatch: v.optional(v.literal(true)),
})

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
  const result = v.safeParse(handleSchema, input)
  if (!result.success) {
    const issue = result.issues[0]
    const path = v.getDotPath(issue)
    throw invalid(owner.provider, path === null ? 'handle' : `handle.${path}`, problem(issue))
  }
  for (const key of ['provider', 'environment', 'account'] as const) {
    if (result.output[key] === owner[key]) continue
    const shown = key === 'account' ? 'another account' : `${key} ${JSON.stringify(result.output[key])}`
    throw invalid(
      owner.provider,
      `handle.${key}`,
      `the handle belongs to ${shown}: resolve it with the client it was captured with`,
    )
  }
  if (result.output.action !== action) {
    const [is, wanted] = [result.output.action ?? 'capture', action ?? 'capture']
    throw invalid(owner.provider, 'handle.action', `the handle is one of a ${is}, and this resolves a ${wanted}`)
  }
  const { snapshot, mismatch, action: standsFor, ...rest } = result.output
  return {
    ...rest,
    ...(standsFor === undefined ? {} : { action: standsFor }),
    ...(snapshot === undefined ? {} : { snapshot }),
    ...(mismatch === undefined ? {} : { mismatch }),
  }
}

function invalid(provider: string, field: string, message: string): CaptureError {
  return new CaptureError({ code: 'invalid_request', provider, field, message: `${field}: ${message}` })
}
