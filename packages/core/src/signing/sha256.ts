import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { bytesOf } from './bytes.ts'
import { nativeSha256 } from './native-digest.ts'

/**
 * SHA-256 (RFC 6234) of a text.
 *
 * @param text hashed as UTF-8, without Unicode normalisation
 * @returns 64 lower-case hexadecimal digits
 * @see {@link https://www.rfc-editor.org/rfc/rfc6234 | RFC 6234}
 */
export function sha256Hex(text: string): string {
  if (native === undefined) native = nativeSha256()
  return native === null ? portableSha256Hex(text) : native(text)
}

/** Looked for once, and not before it is needed: loading Node's own takes a moment. */
let native: ReturnType<typeof nativeSha256> | undefined

/** {@link sha256Hex} in any runtime. */
export function portableSha256Hex(text: string): string {
  return bytesToHex(sha256(bytesOf(text)))
}
