/** Time, as the clients see it. Inject one in tests. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number
  /** Calls back once after `ms`; returns how to cancel. */
  after(ms: number, callback: () => void): () => void
}

/** Longest delay a timer can hold: longer ones would fire at once. */
const longestTimer = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(ms, longestTimer))
    return () => clearTimeout(timer)
  },
}

/**
 * A broken injected clock must not decide how a capture ends: after its first throw, or nonsense answer, the system's
 * clock takes over for that question.
 */
export function guardedClock(clock: Clock, report: (error: unknown) => void): Clock {
  if (clock === systemClock) return systemClock
  return {
    now() {
      try {
        const now = clock.now()
        if (Number.isFinite(now)) return now
        report(new TypeError('clock.now() did not return a finite number'))
      } catch (error) {
        report(error)
      }
      return systemClock.now()
    },
    after(ms, callback) {
      try {
        const cancel = clock.after(ms, callback)
        return () => {
          try {
            cancel()
          } catch (error) {
            report(error)
          }
        }
      } catch (error) {
        report(error)
        return systemClock.after(ms, callback)
      }
    },
  }
}

/** The range of dates, in milliseconds before and after 1970. */
const farthest = 8.64e15

/** All but the milliseconds of the last text: the calls of a second share it. */
let second = { number: 0, text: '1970-01-01T00:00:00.' }

/** ISO 8601, UTC. A clock outside the range of dates yields the epoch rather than a throw. */
export function isoTime(ms: number): string {
  const whole = Math.trunc(ms)
  if (!(Math.abs(whole) <= farthest)) return '1970-01-01T00:00:00.000Z'
  const number = Math.floor(whole / 1000)
  if (number !== second.number) second = { number, text: new Date(number * 1000).toISOString().slice(0, -4) }
  return `${second.text}${String(whole - number * 1000).padStart(3, '0')}Z`
}
