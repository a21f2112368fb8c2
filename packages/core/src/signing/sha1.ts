import { sha1 } from '@noble/hashes/legacy.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { bytesOf } from './bytes.ts'

/**
 * SHA-1 (RFC 3174) of a text. Broken as a hash for new designs; here for providers whose signatures are defined by it.
 *
 * @param text hashed as UTF-8, without Unicode normalisation: `é` as one or as two code points are two texts
 * @returns 40 lower-case hexadecimal digits
 * @see {@link https://www.rfc-editor.org/rfc/rfc3174 | RFC 3174}
 */
export function sha1Hex(text: string): string {
  return bytesToHex(sha1(bytesOf(text)))
}
