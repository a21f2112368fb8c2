import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * HMAC (RFC 2104) with SHA-256.
 *
 * @param key the secret as text, taken as UTF-8: a hexadecimal or base64 secret is not decoded
 * @param text the message, taken as UTF-8, without Unicode normalisation
 * @returns 64 lower-case hexadecimal digits; compare them with `equalConstantTime`, never with `===`
 * @see {@link https://www.rfc-editor.org/rfc/rfc2104 | RFC 2104}
 */
export function hmacSha256Hex(key: string, text: string): string {
  return bytesToHex(hmac(sha256, utf8ToBytes(key), utf8ToBytes(text)))
}
