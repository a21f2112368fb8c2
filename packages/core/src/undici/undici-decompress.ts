import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

/**
 * Decodes an answer as `fetch` does, by its `content-encoding`: the last coding named was applied last.
 *
 * Throws `ERR_BUFFER_TOO_LARGE` beyond `limit`, and zlib's codes for what is broken or cut off.
 */
export function decompress(bytes: Buffer, encoding: string, limit: number): Buffer {
  let decoded = bytes
  for (const coding of encoding.split(',').reverse()) decoded = decode(decoded, coding.trim().toLowerCase(), limit)
  return decoded
}

function decode(bytes: Buffer, coding: string, limit: number): Buffer {
  const options = { maxOutputLength: limit }
  switch (coding) {
    case '':
    case 'identity':
      return bytes
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(bytes, options)
    case 'deflate':
      // Some servers leave out the frame that RFC 9110, 8.4.1.2 asks for, which begins with a method of 8.
      return ((bytes[0] ?? 0) & 0x0f) === 8 ? inflateSync(bytes, options) : inflateRawSync(bytes, options)
    case 'br':
      return brotliDecompressSync(bytes, options)
    default:
      throw Object.assign(new Error('unknown content-encoding'), { code: 'UNKNOWN_ENCODING' })
  }
}
