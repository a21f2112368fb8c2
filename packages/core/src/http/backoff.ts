const firstWaitMs = 200
const longestWaitMs = 5_000

/**
 * Full jitter: anything from nothing up to twice the previous ceiling, 200 ms at first, 5 s at most.
 *
 * @param retry 1 for the first repetition
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
export function backoffMs(retry: number, random: () => number): number {
  return Math.floor(random() * Math.min(longestWaitMs, firstWaitMs * 2 ** (retry - 1)))
}

/**
 * Reads `Retry-After` in both of its forms (RFC 9110, 10.2.3): whole seconds, or an HTTP date.
 *
 * @returns milliseconds from `now`, or `null` when the header is absent or malformed
 */
export function retryAfterMs(value: string | undefined, now: number): number | null {
  if (value === undefined) return null
  const text = value.trim()
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000
  // Only the date forms of HTTP start with a day's name; Date.parse alone would take "3.5" for a month.
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return null
  const date = Date.parse(text)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
