import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
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

/** An encoder costs as much as the digest of a short text, and most texts are short and ASCII. */
function bytesOf(text: string): Uint8Array {
  if (text.length > 512) return utf8ToBytes(text)
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code > 0x7f) return utf8ToBytes(text)
    bytes[index] = code
  }
  return bytes
}
