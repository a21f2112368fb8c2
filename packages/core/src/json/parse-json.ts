import type { JsonValue } from './json-value.ts'
import { depthOf, quoteNumbers, survivesAsNumber } from './scan.ts'

/** Options of {@link parseJson}. */
export interface ParseJsonOptions {
  /**
   * - `lossless` (default): a number stays a number, unless that would change its value or it lies beyond 2^53 − 1. Such a
   *   one becomes text, as it stood: `12345678901234567890` is `"12345678901234567890"`.
   * - `text`: every number becomes text, as it stood: `10.50` is `"10.50"`. For signatures over the original text.
   */
  readonly numbers?: 'lossless' | 'text' | undefined
}

/** Deeper values are refused: walking them could exhaust the stack, and no provider sends them. */
export const maxJsonDepth = 64

/** Tokens that may not survive as numbers: a long one, or one with an exponent, where a value can begin. */
const doubtfulNumber = /(?:^|[:,[\s])-?(?:[\d.]{16,}|[\d.]+[eE])/

/**
 * One of these is in every such token. Each is found several times faster than the tokens themselves, the first because its
 * classes are spelled out: a count would be tried anew at every digit.
 */
const longRun = new RegExp('[\\d.]'.repeat(16))
const exponent = /[\d.][eE]/

/** Tokens that a number may not print as they stood, where a value can begin: all but whole numbers of up to 15 digits. */
const oddNumber = /(?:^|[:,[\s])(?:-0|-?(?:\d+[.eE]|\d{16}))/

/**
 * Parses JSON (RFC 8259) strictly, without losing digits of ids and amounts.
 *
 * Keys named `__proto__` are left out. Of equal keys in one object the last one wins, as in `JSON.parse`: do not take a
 * signature over a value for a signature over the text it came from.
 *
 * @throws SyntaxError when the text is not JSON, or is nested deeper than {@link maxJsonDepth}. The message never quotes the
 * text, which can hold secrets.
 */
export function parseJson(text: string, options: ParseJsonOptions = {}): JsonValue {
  if (hasManyLevels(text) && depthOf(text) > maxJsonDepth) {
    throw new SyntaxError(`The JSON is nested deeper than ${maxJsonDepth} levels`)
  }
  const value = parse(text)
  const asText = options.numbers === 'text'
  const mustQuote = asText ? oddNumber.test(text) : hasDoubtfulNumber(text)
  const quoted = mustQuote ? quoteNumbers(text, asText ? never : survivesAsNumber) : text
  // The one key that is dangerous to copy, which can also be spelled with escapes.
  const isDangerous = text.includes('__proto__') || text.includes('\\u005')
  const safe = isDangerous ? parse(quoted, withoutProto) : mustQuote ? parse(quoted) : value
  return asText && !mustQuote ? withNumbersAsText(safe) : safe
}

/** In place: the value is ours, and every number in it prints as it stood. */
function withNumbersAsText(value: JsonValue): JsonValue {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'object' || value === null) return value
  // Of an array these are its indices.
  const items = value as Record<string, JsonValue>
  for (const key of Object.keys(items)) {
    const item = items[key] as JsonValue
    if (typeof item === 'number' || typeof item === 'object') items[key] = withNumbersAsText(item)
  }
  return value
}

function hasDoubtfulNumber(text: string): boolean {
  return (exponent.test(text) || longRun.test(text)) && doubtfulNumber.test(text)
}

function never(): boolean {
  return false
}

function withoutProto(key: string, value: JsonValue): JsonValue | undefined {
  return key === '__proto__' ? undefined : value
}

function parse(text: string, reviver?: (key: string, value: JsonValue) => JsonValue | undefined): JsonValue {
  try {
    return JSON.parse(text, reviver)
  } catch {
    // The engine's message quotes the text.
    throw new SyntaxError('The text is not JSON')
  }
}

/** Whether more arrays and objects begin than may lie in each other. Far cheaper than counting levels, and mostly false. */
function hasManyLevels(text: string): boolean {
  let left = maxJsonDepth
  for (const bracket of '[{') {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) if (--left < 0) return true
  }
  return false
}
