import { randomInt } from 'node:crypto'

/** Short enough for an address bar; sorts by time. Two of one millisecond differ at random. */
export function runId(now: number): string {
  const noise = randomInt(36 ** 4)
    .toString(36)
    .padStart(4, '0')
  return `${now.toString(36).padStart(9, '0')}${noise}`
}
