import type { Clock } from '../http/clock.ts'

/** A clock that stands still until it is told to go, so that deadlines can be checked to the millisecond. */
export interface TestClock extends Clock {
  /** Moves on by `ms`, calling back whatever falls due, in order. */
  advance(ms: number): Promise<void>
  /** Moves from timer to timer until the promise settles, waiting for held work in between. */
  run<T>(promise: Promise<T>): Promise<T>
  /** Keeps `run` from moving on while work that takes real time goes on. Returns how to let go. */
  hold(): () => void
  /** Timers not yet due. */
  readonly pending: number
}

/** @param start milliseconds since the epoch; default 2026-01-01T00:00:00Z */
export function createTestClock(start: number = Date.UTC(2026, 0, 1)): TestClock {
  let now = start
  let holds = 0
  let order = 0
  const timers = new Map<number, { at: number; callback: () => void }>()

  /** Lets everything that is ready run: promise jobs, and the turns of the event loop that streams take. */
  async function quiet(): Promise<void> {
    do {
      for (let turn = 0; turn < 4; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
    } while (holds > 0)
  }

  function next(): { id: number; at: number } | null {
    let found: { id: number; at: number } | null = null
    for (const [id, { at }] of timers) if (found === null || at < found.at) found = { id, at }
    return found
  }

  async function fire(until: number): Promise<boolean> {
    const due = next()
    if (due === null || due.at > until) return false
    now = Math.max(now, due.at)
    const timer = timers.get(due.id)
    timers.delete(due.id)
    timer?.callback()
    return true
  }

  return {
    now: () => now,
    after(ms, callback) {
      const id = order++
      timers.set(id, { at: now + Math.max(0, ms), callback })
      return () => {
        timers.delete(id)
      }
    },
    hold() {
      holds++
      let held = true
      return () => {
        if (held) holds--
        held = false
      }
    },
    async advance(ms) {
      const until = now + ms
      await quiet()
      while (await fire(until)) await quiet()
      now = until
    },
    async run(promise) {
      let settled = false
      const watched = promise.finally(() => {
        settled = true
      })
      watched.catch(() => {})
      await quiet()
      while (!settled) {
        if (!(await fire(Number.POSITIVE_INFINITY))) {
          // Nothing is due and nothing settled: real time must be passing somewhere, so give it some.
          await new Promise<void>((resolve) => setTimeout(resolve, 1))
        }
        await quiet()
      }
      return watched
    },
    get pending() {
      return timers.size
    },
  }
}
