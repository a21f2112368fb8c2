const quote = 34
const backslash = 92

/** How deep arrays and objects lie in each other, for text that need not be valid JSON. */
export function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      at = afterString(text, at)
      continue
    }
    if (code === 91 || code === 123) deepest = Math.max(deepest, ++depth)
    else if (code === 93 || code === 125) depth--
    at++
  }
  return deepest
}

/** Puts quotation marks around the number tokens of valid JSON, except those to keep. */
export function quoteNumbers(text: string, keep: (token: string) => boolean): string {
  let result = ''
  let copied = 0
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      at = afterString(text, at)
      continue
    }
    const start = at++
    if (code !== 45 && !isDigit(code)) continue
    while (isNumberPart(text.charCodeAt(at))) at++
    const token = text.slice(start, at)
    if (keep(token)) continue
    result += `${text.slice(copied, start)}"${token}"`
    copied = at
  }
  return result + text.slice(copied)
}

/** Whether a JavaScript number made of the token is safe, and prints as the same value. */
export function survivesAsNumber(token: string): boolean {
  const value = Number(token)
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER && canonical(token) === canonical(String(value))
}

/**
 * One text for all spellings of a value: its significant digits, and where the point lies before them. The sign is left out.
 *
 * Loops rather than `/0+$/`, whose time grows with the square of a run of zeros.
 */
function canonical(token: string): string {
  const exponentAt = token.search(/[eE]/)
  const mantissa = (exponentAt < 0 ? token : token.slice(0, exponentAt)).replace('-', '')
  const exponent = exponentAt < 0 ? 0 : Number(token.slice(exponentAt + 1))
  const pointAt = mantissa.indexOf('.')
  const digits = mantissa.replace('.', '')
  let start = 0
  while (digits.charCodeAt(start) === 48) start++
  let end = digits.length
  while (end > start && digits.charCodeAt(end - 1) === 48) end--
  if (start === end) return '0'
  return `${digits.slice(start, end)}e${(pointAt < 0 ? digits.length : pointAt) - start + exponent}`
}

function afterString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1
  return at + 1
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** A digit, `+`, `-`, `.`, `e` or `E`. The code beyond the end is NaN, which is none of them. */
function isNumberPart(code: number): boolean {
  return isDigit(code) || code === 43 || code === 45 || code === 46 || code === 101 || code === 69
}
