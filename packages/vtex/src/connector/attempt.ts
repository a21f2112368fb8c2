import type { Clock } from '@cap/core/http'

/** What every callback that can move money, or give it up, is given. */
export interface AttemptContext {
  /**
   * Fires after `captureWithinMs`, before the operation's lease ends: hand it to whatever sends. Once the lease is over, another
   * call may ask how this one ended, and an answer that nothing moved must not be overtaken by what is still on its way.
   */
  readonly signal: AbortSignal
}

/** The callbacks under way in this process, by the key of their operation. Nothing in it outlives them. */
export interface Attempts {
  /**
   * Runs a callback, and knows of it until it settles: also when its lease, and the call that began it, are long over.
   *
   * @param since when its lease was asked for: the store cannot have given it out before
   */
  run<Result>(key: string, since: number, callback: (attempt: Attempt) => Promise<Result>): Promise<Result>
  /**
   * Whether an operation has a callback on its way. What says then that nothing moved speaks too early: it may move in the
   * next moment.
   */
  has(key: string): boolean
}

/** One run of a callback. */
export class Attempt implements AttemptContext {
  readonly #clock: Clock
  readonly #ends: number
  #controller: AbortController | null = null
  #cancel: (() => void) | null = null

  constructor(clock: Clock, ends: number) {
    this.#clock = clock
    this.#ends = ends
  }

  /** Whether the signal has fired, or would have, had anybody asked for it. */
  isOver(): boolean {
    return this.#clock.now() >= this.#ends
  }

  /** Made when it is asked for: most callbacks go by a deadline of their own, which is shorter. */
  get signal(): AbortSignal {
    if (this.#controller === null) {
      const controller = new AbortController()
      this.#controller = controller
      const abort = () => controller.abort(new Error('the time of the operation is over'))
      if (this.isOver()) abort()
      else this.#cancel = this.#clock.after(this.#ends - this.#clock.now(), abort)
    }
    return this.#controller.signal
  }

  /** The callback is back. */
  end(): void {
    this.#cancel?.()
  }
}

export function createAttempts(clock: Clock, withinMs: number): Attempts {
  const underway = new Map<string, number>()
  return {
    has: (key) => underway.has(key),
    async run(key, since, callback) {
      underway.set(key, (underway.get(key) ?? 0) + 1)
      const attempt = new Attempt(clock, since + withinMs)
      try {
        return await callback(attempt)
      } finally {
        attempt.end()
        const left = (underway.get(key) ?? 1) - 1
        if (left === 0) underway.delete(key)
        else underway.set(key, left)
      }
    },
  }
}
