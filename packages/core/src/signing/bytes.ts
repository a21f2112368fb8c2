/** A text as UTF-8. An encoder costs as much as the digest of a short text, and most texts are short and ASCII. */
export function bytesOf(text: string): Uint8Array {
  if (text.length > 512) return new TextEncoder().encode(text)
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code > 0x7f) return new TextEncoder().encode(text)
    bytes[index] = code
  }
  return bytes
}
