import type { CaptureError } from '../error/capture-error.ts'
import { invalidRequest } from '../error/invalid-request.ts'
import { sha256Hex } from '../signing/sha256.ts'

/**
 * Derives an idempotency key from what names the operation, so that a restarted process makes the same key again.
 *
 * Name the provider, environment, account, operation, your own id of the business event, and the attempt:
 * `idempotencyKey('mercadopago', 'live', 'acme', 'capture', 'order-1001', '1')`. Raise the attempt only after a final
 * `declined` whose advice is not `check_earlier_capture`, or when every call under the key threw; never after `unknown` or
 * `pending`. Two equal partial captures differ by shipment id, never by amount.
 *
 * The key is a UUID of version 8 (RFC 9562) made of the first 128 bits, version and variant set, of the SHA-256 of
 * `JSON.stringify(['@cap', 1, ...parts])`. The recipe never changes; another one would get another number.
 *
 * @param parts texts, at least one and none empty. Text is taken as it is: case, blanks and Unicode form count.
 * @returns 36 characters, lower case
 * @throws CaptureError `invalid_request`, `field` `parts` or `parts.<index>`
 */
export function idempotencyKey(...parts: string[]): string {
  if (parts.length === 0)
    throw invalid('parts', 'must not be empty: name the operation, or every capture has the same key')
  for (let index = 0; index < parts.length; index++) {
    const part: unknown = parts[index]
    if (typeof part !== 'string')
      throw invalid(`parts.${index}`, `must be text, not ${part === null ? 'null' : `a ${typeof part}`}`)
    if (part === '')
      throw invalid(`parts.${index}`, 'must not be empty: an id that is missing makes two operations one')
  }
  const hex = sha256Hex(JSON.stringify(['@cap', 1, ...parts]))
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) & 3)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function invalid(field: string, problem: string): CaptureError {
  return invalidRequest(undefined, field, problem)
}
