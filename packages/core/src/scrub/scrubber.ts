import type { JsonValue } from '../json/json-value.ts'

const mask = '[hidden]'
const nothing: ReadonlySet<string> = new Set()
const longestText = 500
const longestList = 50
const deepest = 12
/** Characters of the longest text of a number: `-2.2250738585072014e-308`. */
const longestNumber = 24
const dirty = Number.POSITIVE_INFINITY

/** Headers whose values are shown; all others are masked. */
const visibleHeaders = new Set([
  'accept',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'location',
  'request-id',
  'retry-after',
  'server',
  'transfer-encoding',
  'x-idempotency-key',
  'x-request-id',
  'x-vtex-api-is-testsuite',
])

/** Turns what was exchanged into what may be shown. */
export interface Scrubber {
  /** Replaces every secret that occurs in the text, as it is, URL-encoded or JSON-escaped. */
  text(value: string): string
  /**
   * Masks every scalar whose field is not on the list, and secrets by value everywhere; cuts long texts and lists.
   *
   * @param hidden names, in lower case, of fields masked with everything below them
   */
  json(value: JsonValue, visible: ReadonlySet<string>, hidden?: ReadonlySet<string>): JsonValue
  /**
   * Secrets by value only: for answers already reduced to their documented fields. Returns a value that has none as it is.
   *
   * @param mostBytes of JSON; a larger value is replaced by a note of its size
   */
  documented(value: JsonValue, mostBytes?: number): JsonValue
  headers(headers: Readonly<Record<string, string>>): Record<string, string>
  /** A scrubber that knows more secrets. */
  with(secrets: readonly string[]): Scrubber
}

export function createScrubber(secrets: readonly string[]): Scrubber {
  return new Masking([]).with(secrets)
}

interface Shown {
  readonly visible: ReadonlySet<string> | null
  readonly hidden: ReadonlySet<string>
}

/** Made for each call that brings secrets of its own: a class, since closures would have to be made with it. */
class Masking implements Scrubber {
  /** What is replaced, longest first. */
  readonly #needles: readonly string[]
  readonly #shortest: number

  constructor(needles: readonly string[]) {
    this.#needles = needles
    this.#shortest = needles.at(-1)?.length ?? Number.POSITIVE_INFINITY
  }

  text(value: string): string {
    // Nearly every text is shorter than every secret.
    if (value.length < this.#shortest) return value
    let result = value
    for (const needle of this.#needles) if (result.includes(needle)) result = result.replaceAll(needle, mask)
    return result
  }

  json(value: JsonValue, visible: ReadonlySet<string>, hidden: ReadonlySet<string> = nothing): JsonValue {
    return this.#walk(value, { visible, hidden }, null, 0)
  }

  documented(value: JsonValue, mostBytes: number = Number.MAX_VALUE): JsonValue {
    if (this.#bytesOfClean(value, 0) <= mostBytes) return value
    const clean = this.#walk(value, { visible: null, hidden: nothing }, null, 0)
    if (mostBytes === Number.MAX_VALUE) return clean
    const bytes = new TextEncoder().encode(JSON.stringify(clean)).length
    return bytes <= mostBytes ? clean : `[${bytes} bytes, more than the ${mostBytes} kept]`
  }

  headers(headers: Readonly<Record<string, string>>): Record<string, string> {
    const result: Record<string, string> = {}
    for (const [name, value] of Object.entries(headers)) {
      result[name] = visibleHeaders.has(name) ? this.text(value) : mask
    }
    return result
  }

  with(secrets: readonly string[]): Scrubber {
    if (secrets.length === 0) return this
    const needles = [...this.#needles]
    for (const secret of secrets) for (const spelling of spellings(secret)) insert(needles, spelling)
    return new Masking(needles)
  }

  #walk(value: JsonValue, shown: Shown, field: string | null, depth: number): JsonValue {
    if (typeof value === 'object' && value !== null) {
      if (depth >= deepest) return mask
      if (Array.isArray(value)) {
        return (value as readonly JsonValue[])
          .slice(0, longestList)
          .map((item) => this.#walk(item, shown, field, depth + 1))
      }
      const result: Record<string, JsonValue> = {}
      for (const key of Object.keys(value)) {
        const item = (value as Record<string, JsonValue>)[key] as JsonValue
        const clean = shown.hidden.has(key.toLowerCase()) ? mask : this.#walk(item, shown, key, depth + 1)
        // A field's name comes from the other side too: it can be a secret, or __proto__.
        const name = this.text(key)
        if (name === '__proto__') {
          Object.defineProperty(result, name, { value: clean, enumerable: true, configurable: true, writable: true })
        } else result[name] = clean
      }
      return result
    }
    if (value === null || typeof value === 'boolean') return value
    if (shown.visible !== null && (field === null || !shown.visible.has(field))) return mask
    if (typeof value === 'number') return this.#needles.includes(String(value)) ? mask : value
    const clean = this.text(value)
    return clean.length > longestText ? `${clean.slice(0, longestText)}…` : clean
  }

  /**
   * What `documented` need not copy, since it would change nothing: nearly everything.
   *
   * @returns a bound of its bytes as JSON (a unit of text takes six at most, as `\u001f`), or `dirty`
   */
  #bytesOfClean(value: JsonValue, depth: number): number {
    if (typeof value === 'string') {
      return value.length > longestText || this.text(value) !== value ? dirty : value.length * 6 + 2
    }
    if (typeof value === 'number') {
      return this.#shortest <= longestNumber && this.#needles.includes(String(value)) ? dirty : 25
    }
    if (typeof value !== 'object' || value === null) return 5
    if (depth >= deepest) return dirty
    let bytes = 2
    if (Array.isArray(value)) {
      if (value.length > longestList) return dirty
      for (const item of value as readonly JsonValue[]) bytes += this.#bytesOfClean(item, depth + 1) + 1
      return bytes
    }
    // Makes no list of the keys. What a prototype adds makes the bound larger, and no more.
    for (const key in value) {
      if (this.text(key) !== key) return dirty
      bytes +=
        key.length * 6 + 4 + this.#bytesOfClean((value as Record<string, JsonValue>)[key] as JsonValue, depth + 1)
    }
    return bytes
  }
}

/** Characters that neither a URL nor JSON escapes: most secrets have one spelling. */
const plain = /^[\w.~-]+$/

function spellings(secret: string): readonly string[] {
  if (secret === '') return []
  if (plain.test(secret)) return [secret]
  // A lone surrogate cannot be URL-encoded; toWellFormed keeps that from throwing.
  return [secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)]
}

/** Longest first, so that a secret inside another one does not leave the other's rest behind; each once. */
function insert(needles: string[], needle: string): void {
  if (needles.includes(needle)) return
  let at = needles.length
  while (at > 0 && (needles[at - 1]?.length ?? 0) < needle.length) at--
  needles.splice(at, 0, needle)
}
