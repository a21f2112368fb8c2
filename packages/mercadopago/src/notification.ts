import { invalid } from './credentials.ts'

type HeaderValue = string | readonly string[] | undefined

/** What came in, as far as a signature covers it. */
export interface NotificationInput {
  /** The request as a Web `Request`; its body is not read. In place of `headers` and `url`. */
  readonly request?: { readonly headers: { get(name: string): string | null }; readonly url: string } | undefined
  /** Web `Headers`, or an object as Node's `request.headers`; names in any case. */
  readonly headers?: { get(name: string): string | null } | Readonly<Record<string, HeaderValue>> | undefined
  /** The `x-signature` header, in place of `headers`. */
  readonly signature?: string | null | undefined
  /** The `x-request-id` header, in place of `headers`. */
  readonly requestId?: string | null | undefined
  /** The called URL, or its path and query: the query parameter `data.id` is signed. */
  readonly url?: string | URL | undefined
  /** The query parameter `data.id`, decoded, in place of `url`. */
  readonly dataId?: string | null | undefined
  /**
   * `data.id` of the body, tried only where the called URL has none: whether Wallet Connect calls carry the parameter is not
   * documented. As it stands in the body: some notifications have a number there.
   */
  readonly bodyDataId?: string | number | null | undefined
  /** The webhook secret of the application; several while one replaces another. */
  readonly secret: string | readonly string[]
  /**
   * How far the signature's time may lie from now, in milliseconds. Default: not checked, because it is not documented
   * whether a delivery that is repeated, days later at times, is signed anew. De-duplicate by the event's `id`.
   */
  readonly toleranceMs?: number | undefined
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined
}

/** Why a notification was rejected. */
export type NotificationProblem =
  | 'signature_missing'
  | 'signature_malformed'
  | 'part_missing'
  | 'part_repeated'
  | 'header_repeated'
  | 'url_malformed'
  | 'id_repeated'
  | 'value_malformed'
  | 'too_old'
  | 'in_the_future'
  | 'signature_mismatch'

export interface VerifiedNotification {
  readonly status: 'verified'
  /** The id that is covered by the signature, as received; null where none is. Read the resource by it, trust nothing else. */
  readonly dataId: string | null
  readonly requestId: string | null
  /** When it was signed. ISO 8601, UTC. */
  readonly signedAt: string
  /** Which of the secrets it was signed with, from 0. */
  readonly secretIndex: number
}

export interface RejectedNotification {
  readonly status: 'rejected'
  readonly reason: NotificationProblem
  readonly message: string
}

export type NotificationVerdict = VerifiedNotification | RejectedNotification

/**
 * Checks the signature of a webhook call. The body is not signed: take the id, and read the rest from Mercado Pago.
 *
 * The signed text is `id:<data.id>;request-id:<x-request-id>;ts:<ts>;`, a missing value leaving out its label too.
 *
 * @throws CaptureError `invalid_request` for arguments that make no sense; never for what came in
 * @see {@link https://www.mercadopago.com.mx/developers/es/docs/your-integrations/notifications/webhooks.md}
 */
export async function verifyNotification(input: NotificationInput): Promise<NotificationVerdict> {
  const secrets = checkSecrets(input.secret)
  const toleranceMs = checkTolerance(input.toleranceMs)
  const received = receive(input)
  if ('reason' in received) return received
  const parts = readSignature(received.signature)
  if ('reason' in parts) return parts

  // The page says milliseconds and shows seconds. As seconds, 1e11 is the year 5138.
  const signedAt = Number(parts.ts) >= 1e11 ? Number(parts.ts) : Number(parts.ts) * 1000
  if (toleranceMs !== null) {
    const age = (input.now ?? Date.now)() - signedAt
    if (!(age <= toleranceMs)) return rejected('too_old', `it was signed ${age} ms ago, ${toleranceMs} are allowed`)
    if (age < -toleranceMs) return rejected('in_the_future', `it was signed ${-age} ms ahead of this clock`)
  }
  const { equalConstantTime, hmacSha256Hex } = await import('@cap/core/signing')
  const { requestId } = received
  for (const dataId of candidates(received.dataId, textOf(input.bodyDataId))) {
    const manifest = `${label('id', dataId.signed)}${label('request-id', requestId)}ts:${parts.ts};`
    for (const [secretIndex, secret] of secrets.entries()) {
      if (!equalConstantTime(hmacSha256Hex(secret, manifest), parts.v1)) continue
      return { status: 'verified', dataId: dataId.received, requestId, signedAt: isoTime(signedAt), secretIndex }
    }
  }
  return rejected(
    'signature_mismatch',
    'no secret gives this signature: check that the secret is that of the application whose webhook this is, and that the URL is the one that was called',
  )
}

interface Received {
  readonly signature: string
  readonly requestId: string | null
  readonly dataId: string | null
}

function receive(input: NotificationInput): Received | RejectedNotification {
  const headers = input.request?.headers ?? input.headers
  const signature = input.signature !== undefined ? [input.signature] : header(headers, 'x-signature')
  const requestIds = input.requestId !== undefined ? [input.requestId] : header(headers, 'x-request-id')
  if (signature.length > 1 || requestIds.length > 1) {
    return rejected('header_repeated', 'x-signature and x-request-id must each come once')
  }
  const url = input.request?.url ?? input.url
  let ids: readonly (string | null)[] = [input.dataId ?? null]
  if (input.dataId === undefined && url !== undefined) {
    if (!URL.canParse(String(url), 'http://localhost')) return rejected('url_malformed', 'the URL cannot be read')
    ids = new URL(String(url), 'http://localhost').searchParams.getAll('data.id')
  }
  if (ids.length > 1) return rejected('id_repeated', 'the URL names more than one data.id')
  const [first] = signature
  if (first == null || first.trim() === '') return rejected('signature_missing', 'the call has no x-signature header')
  const received = { signature: first, requestId: requestIds[0] || null, dataId: ids[0] || null }
  // The signed text has no escapes: with a semicolon, one value could pass for two.
  if ([received.requestId, received.dataId, textOf(input.bodyDataId)].some((value) => value?.includes(';'))) {
    return rejected('value_malformed', 'neither data.id nor x-request-id may contain a semicolon')
  }
  return received
}

function header(headers: NotificationInput['headers'], name: string): readonly (string | null)[] {
  if (headers === undefined) return []
  if (typeof headers.get === 'function') return [(headers as { get(name: string): string | null }).get(name)]
  const found: string[] = []
  for (const [key, value] of Object.entries(headers as Readonly<Record<string, HeaderValue>>)) {
    if (key.toLowerCase() !== name || value === undefined) continue
    if (typeof value === 'string') found.push(value)
    else found.push(...value)
  }
  return found
}

function readSignature(signature: string): { readonly ts: string; readonly v1: string } | RejectedNotification {
  const parts = new Map<string, string>()
  for (const part of signature.split(',')) {
    const at = part.indexOf('=')
    if (at < 0) return rejected('signature_malformed', 'x-signature must read ts=<digits>,v1=<hex>')
    const name = part.slice(0, at).trim()
    if (parts.has(name)) return rejected('part_repeated', 'x-signature has a part twice')
    parts.set(name, part.slice(at + 1).trim())
  }
  const ts = parts.get('ts') ?? ''
  const v1 = parts.get('v1') ?? ''
  if (ts === '') return rejected('part_missing', 'x-signature has no ts')
  if (v1 === '') return rejected('part_missing', 'x-signature has no v1')
  if (!/^\d{1,15}$/.test(ts)) return rejected('signature_malformed', 'ts must be digits')
  if (!/^[0-9a-f]{64}$/.test(v1)) return rejected('signature_malformed', 'v1 must be 64 lower-case hexadecimal digits')
  return { ts, v1 }
}

/**
 * The ids that may have been signed. The page has them lower-cased, while Mercado Pago's own libraries stopped doing so in
 * June 2026 (https://github.com/mercadopago/sdk-nodejs/pull/439): both are tried. An id that came in the URL is always part
 * of what must be signed, or any signature without an id could be moved to any payment.
 */
function* candidates(dataId: string | null, bodyDataId: string | null) {
  if (dataId === null) yield { received: null, signed: null }
  const id = dataId ?? bodyDataId
  if (id === null || id === '') return
  yield { received: id, signed: id }
  if (id.toLowerCase() !== id) yield { received: id, signed: id.toLowerCase() }
}

/** A body is not signed, so anything can be in it. */
function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value : null
}

function label(name: string, value: string | null): string {
  return value === null ? '' : `${name}:${value};`
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}

function rejected(reason: NotificationProblem, message: string): RejectedNotification {
  return { status: 'rejected', reason, message }
}

function checkSecrets(secret: unknown): readonly string[] {
  const secrets: readonly unknown[] = Array.isArray(secret) ? secret : [secret]
  const texts = secrets.filter((one): one is string => typeof one === 'string' && one !== '')
  if (texts.length > 0 && texts.length === secrets.length) return texts
  throw invalid('secret', 'must be the webhook secret as text, or a list of such texts')
}

function checkTolerance(value: number | undefined): number | null {
  if (value === undefined) return null
  if (Number.isFinite(value) && value >= 0) return value
  throw invalid('toleranceMs', 'must be a number of milliseconds, zero or more')
}
