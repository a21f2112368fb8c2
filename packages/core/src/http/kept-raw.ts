import type { JsonValue } from '../json/json-value.ts'
import type { Scrubber } from '../scrub/scrubber.ts'

const largestBytes = 16 * 1024

/** What an outcome keeps of an answer: without secrets, and a note of its size where it is too large. */
export function keptRaw(scrubber: Scrubber, raw: JsonValue): JsonValue {
  const shown = scrubber.documented(raw)
  if (mostBytes(shown) <= largestBytes) return shown
  const bytes = new TextEncoder().encode(JSON.stringify(shown)).length
  return bytes <= largestBytes ? shown : `[${bytes} bytes, more than the ${largestBytes} kept]`
}

/** A bound of the bytes of a value as JSON, found without writing it: a unit of text takes six at most, as `\u001f`. */
function mostBytes(value: JsonValue): number {
  if (typeof value === 'string') return value.length * 6 + 2
  if (typeof value !== 'object' || value === null) return 25
  let sum = 2
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) sum += mostBytes(item) + 1
    return sum
  }
  for (const [name, item] of Object.entries(value)) sum += name.length * 6 + 4 + mostBytes(item)
  return sum
}
