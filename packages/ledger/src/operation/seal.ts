import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto'
import { LedgerError } from '../error.ts'

/** A request as it is stored: what is secret apart, encrypted. */
export interface SealedRequest {
  /** JSON, with `null` where a secret was. */
  readonly request: string
  /** null: the request has no secrets. */
  readonly secret: string | null
}

const version = 'v1'

/**
 * Takes the fields a client calls secret out of a request and encrypts them: AES-256-GCM under a fresh nonce, bound to the
 * operation, so that one row's secrets cannot be put into another.
 *
 * @throws LedgerError `data_key_required`
 */
export function seal(
  request: unknown,
  paths: readonly string[],
  dataKey: Uint8Array | null,
  key: string,
): SealedRequest {
  const copy: unknown = JSON.parse(JSON.stringify(request ?? null))
  const secrets: [string, unknown][] = []
  for (const path of paths) {
    const found = placeOf(copy, path)
    if (found === null || found.parent[found.name] === undefined) continue
    secrets.push([path, found.parent[found.name]])
    found.parent[found.name] = null
  }
  if (secrets.length === 0) return { request: JSON.stringify(copy), secret: null }
  if (dataKey === null) {
    throw new LedgerError({
      code: 'data_key_required',
      field: paths[0],
      message: `the request has secret fields (${paths.join(', ')}): open the ledger with a dataKey of 32 bytes to store them encrypted`,
    })
  }
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', dataKey, nonce).setAAD(Buffer.from(key))
  const text = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()])
  return {
    request: JSON.stringify(copy),
    secret: [version, ...[nonce, cipher.getAuthTag(), text].map((part) => part.toString('base64url'))].join('.'),
  }
}

/**
 * Puts a request together again.
 *
 * @throws LedgerError `data_key_required`, `data_key_wrong`
 */
export function unseal({ request, secret }: SealedRequest, dataKey: Uint8Array | null, key: string): unknown {
  const whole: unknown = JSON.parse(request)
  if (secret === null) return whole
  if (dataKey === null) {
    throw new LedgerError({
      code: 'data_key_required',
      message: 'a stored request is encrypted: open the ledger with its dataKey',
    })
  }
  for (const [path, value] of opened(secret, dataKey, key)) {
    const found = placeOf(whole, path)
    if (found !== null) found.parent[found.name] = value
  }
  return whole
}

/** Tells one data key from another, and nothing of it. */
export function keyCheck(dataKey: Uint8Array): string {
  return hash('sha256', Buffer.concat([Buffer.from('@cap/ledger data key\0'), dataKey]), 'base64url').slice(0, 16)
}

function opened(secret: string, dataKey: Uint8Array, key: string): readonly [string, unknown][] {
  const [found, ...parts] = secret.split('.')
  const [nonce, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'))
  try {
    if (found !== version || nonce === undefined || tag === undefined || text === undefined) throw new Error(found)
    const decipher = createDecipheriv('aes-256-gcm', dataKey, nonce, { authTagLength: 16 })
      .setAAD(Buffer.from(key))
      .setAuthTag(tag)
    return JSON.parse(Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8'))
  } catch {
    throw new LedgerError({
      code: 'data_key_wrong',
      message: 'a stored request does not open with this dataKey: use the one it was written with',
    })
  }
}

/** The object that holds a field, by a path with dots between the levels. */
function placeOf(
  root: unknown,
  path: string,
): { readonly parent: Record<string, unknown>; readonly name: string } | null {
  const names = path.split('.')
  const name = names.pop() ?? ''
  let parent: unknown = root
  for (const step of names) parent = isObject(parent) ? parent[step] : undefined
  return isObject(parent) ? { parent, name } : null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
