import { sha1Hex } from '@cap/core/signing'
import type { ProbeRequest } from '../../../probe/lab.ts'

export interface ProbeAccount {
  readonly apiKey: string
  readonly apiSecret: string
}

type FieldValue = string | number

/** How a call departs from the normal one. */
export interface Departure {
  /** Hashed, but not sent; or hashed otherwise than sent. */
  readonly hashed?: Readonly<Record<string, FieldValue>>
  readonly apiKeyHeader?: string
  readonly signature?: string
  readonly contentType?: string
  /** Default: JSON. */
  readonly encoding?: 'json' | 'form'
  /** UNIX seconds. Default: now. */
  readonly timestamp?: FieldValue
}

/** A signed call, written for the probe alone: the package would not send most of these. */
export function signedCall(
  { apiKey, apiSecret }: ProbeAccount,
  label: string,
  fields: Readonly<Record<string, FieldValue>>,
  departure: Departure = {},
): ProbeRequest {
  const timestamp = departure.timestamp ?? Math.floor(Date.now() / 1000)
  const sent = { ...fields, timestamp, api_key: apiKey }
  const hashed: Record<string, FieldValue> = { ...sent, ...departure.hashed, api_secret: apiSecret }
  const base = Object.keys(hashed)
    .sort()
    .map((name) => `${name}:${hashed[name]}`)
    .join('')
  const body = { ...sent, signature: departure.signature ?? sha1Hex(base) }
  const form = departure.encoding === 'form'
  return {
    label,
    method: 'POST',
    path: '',
    headers: {
      'x-api-key': departure.apiKeyHeader ?? apiKey,
      'content-type': departure.contentType ?? (form ? 'application/x-www-form-urlencoded' : 'application/json'),
    },
    body: form
      ? new URLSearchParams(Object.entries(body).map(([name, value]) => [name, String(value)])).toString()
      : JSON.stringify(body),
  }
}
