import type { JsonValue } from '../json/json-value.ts'

const mask = '[hidden]'
const longestText = 500
const longestList = 50
const deepest = 12

/** Headers whose values are shown; all others are masked. */
const visibleHeaders = new Set([
  'accept',
  'content-length',
  'content-type',
  'date',
  'location',
  'request-id',
  'retry-after',
  'x-idempotency-key',
  'x-request-id',
  'x-vtex-api-is-testsuite',
])

/** Turns what was exchanged into what may be shown. */
export interface Scrubber {
  /** Replaces every secret that occurs in the text, as it is, URL-encoded or JSON-escaped. */
  text(value: string): string
  /** Masks every scalar whose field is not on the list, and secrets by value everywhere; cuts long texts and lists. */
  json(value: JsonValue, visible: ReadonlySet<string>): JsonValue
  /** Secrets by value only: for answers already reduced to their documented fields. */
  documented(value: JsonValue): JsonValue
  headers(headers: Readonly<Record<string, string>>): Record<string, string>
  /** A scrubber that knows more secrets. */
  with(secrets: readonly string[]): Scrubber
}

export function createScrubber(secrets: readonly string[]): Scrubber {
  const needles = spellings(secrets)

  function text(value: string): string {
    let result = value
    for (const needle of needles) if (result.includes(needle)) result = result.replaceAll(needle, mask)
    return result
  }

  function walk(value: JsonValue, visible: ReadonlySet<string> | null, field: string | null, depth: number): JsonValue {
    if (typeof value === 'object' && value !== null) {
      if (depth >= deepest) return mask
      if (Array.isArray(value)) {
        return (value as readonly JsonValue[])
          .slice(0, longestList)
          .map((item) => walk(item, visible, field, depth + 1))
      }
      const result: Record<string, JsonValue> = {}
      for (const [key, item] of Object.entries(value as Record<string, JsonValue>)) {
        // A field's name comes from the other side too: it can be a secret, or __proto__.
        Object.defineProperty(result, text(key), {
          value: walk(item, visible, key, depth + 1),
          enumerable: true,
          configurable: true,
          writable: true,
        })
      }
      return result
    }
    if (value === null || typeof value === 'boolean') return value
    if (visible !== null && (field === null || !visible.has(field))) return mask
    if (typeof value === 'number') return needles.includes(String(value)) ? mask : value
    const clean = text(value)
    return clean.length > longestText ? `${clean.slice(0, longestText)}…` : clean
  }

  const scrubber: Scrubber = {
    text,
    json: (value, visible) => walk(value, visible, null, 0),
    documented: (value) => walk(value, null, null, 0),
    headers(headers) {
      const result: Record<string, string> = {}
      for (const [name, value] of Object.entries(headers)) {
        result[name] = visibleHeaders.has(name) ? text(value) : mask
      }
      return result
    },
    with: (more) => (more.length === 0 ? scrubber : createScrubber([...secrets, ...more])),
  }
  return scrubber
}

/** Longest first, so that a secret inside another one does not leave the other's rest behind. */
function spellings(secrets: readonly string[]): string[] {
  const all = new Set<string>()
  for (const secret of secrets) {
    if (secret === '') continue
    all.add(secret)
    // A lone surrogate cannot be URL-encoded; toWellFormed keeps that from throwing.
    all.add(encodeURIComponent(secret.toWellFormed()))
    all.add(JSON.stringify(secret).slice(1, -1))
  }
  return [...all].sort((a, b) => b.length - a.length)
}
