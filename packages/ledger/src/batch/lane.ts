import type { Engine } from '../engine/engine.ts'
import type { PermitRequest } from '../engine/gates.ts'

/** The limits of a provider's account, as one worker keeps them. */
export interface LaneLimits {
  readonly concurrency: number
  readonly ratePerSecond: number | null
  /** Milliseconds a share is good for without being asked for again: so long a dead worker's is missing. */
  readonly ttlMs: number
  /** Pause after so many calls in a row that left nobody the wiser. */
  readonly breaker: { readonly after: number; readonly pauseMs: number }
}

const refreshMs = 2_000
const retryMs = 250

/**
 * What a worker may have in flight at one provider's account: its share of the concurrency of all workers, its tokens of
 * their common rate, and nothing while the account is paused.
 */
export class Lane {
  readonly #owner: string
  readonly #worker: string
  readonly #engine: Engine
  readonly #at: () => number | null
  readonly #limits: LaneLimits
  #inFlight = 0
  #held = 0
  #tokens = 0
  #freshUntil = 0
  #pausedUntil = 0
  #unknowns = 0
  #waiting: (() => void)[] = []
  #asking = false
  #askedAt = 0
  #keeping: NodeJS.Timeout | null = null

  constructor(owner: string, worker: string, engine: Engine, at: () => number | null, limits: LaneLimits) {
    this.#owner = owner
    this.#worker = worker
    this.#engine = engine
    this.#at = at
    this.#limits = limits
  }

  /**
   * Resolves when one more call may begin. Every `true` needs a `leave`.
   *
   * @param withinMs how long it can be waited for; an account that is paused for longer is not waited for at all
   * @returns false: the signal has fired first, or the time is over
   */
  async enter(signal: AbortSignal, withinMs = Number.POSITIVE_INFINITY): Promise<boolean> {
    const giveUpAt = performance.now() + withinMs
    while (!signal.aborted && performance.now() <= giveUpAt && this.#pausedUntil <= giveUpAt) {
      if (this.#isOpen()) {
        this.#inFlight++
        this.#tokens--
        this.#keep()
        return true
      }
      this.#ask(signal)
      await this.#turn(giveUpAt - performance.now())
    }
    // It may have been woken to begin: that is another's turn now.
    this.#waiting.shift()?.()
    return false
  }

  /** While calls take longer than a share is good for, nobody asks: then their places would be given to another worker. */
  #keep(): void {
    const everyMs = this.#limits.ttlMs / 3
    this.#keeping ??= setInterval(() => {
      if (this.#inFlight === 0) {
        clearInterval(this.#keeping ?? undefined)
        this.#keeping = null
      } else if (!this.#asking && performance.now() - this.#askedAt >= everyMs) {
        this.#asking = true
        void this.#hold().finally(() => this.#answered())
      }
    }, everyMs).unref()
  }

  async #hold(): Promise<void> {
    this.#askedAt = performance.now()
    // Not told: it is asked again in a while, and what is in flight goes on with what was given.
    const { held } = await this.#engine.permit(this.#request(0), this.#at()).catch(() => ({ held: this.#held }))
    this.#held = held
  }

  /** Milliseconds for which the account is paused, as far as this worker knows. */
  pausedForMs(): number {
    return Math.max(0, this.#pausedUntil - performance.now())
  }

  /** Waits to be woken. Who gives up leaves the queue: what wakes one must not be lost on it. */
  #turn(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(withinMs) ? setTimeout(() => wake(), withinMs) : undefined
      const wake = () => {
        clearTimeout(timer)
        this.#waiting = this.#waiting.filter((one) => one !== wake)
        resolve()
      }
      this.#waiting.push(wake)
    })
  }

  leave(): void {
    this.#inFlight--
    this.#waiting.shift()?.()
    if (this.#inFlight === 0) setTimeout(() => this.#giveBack(), retryMs).unref()
  }

  /** What an idle worker holds is missing to those that have rows. */
  #giveBack(): void {
    if (this.#inFlight > 0 || this.#held === 0 || this.#asking || this.#waiting.length > 0) return
    this.#held = 0
    this.#freshUntil = 0
    const nothing = { concurrency: 0, inFlight: 0, ratePerSecond: null, want: 0, ttlMs: this.#limits.ttlMs }
    // Whoever comes meanwhile asks afterwards: overtaken, this would give back what was just granted.
    this.#asking = true
    this.#engine
      .permit({ owner: this.#owner, worker: this.#worker, ...nothing }, this.#at())
      .catch(() => {})
      .finally(() => this.#answered())
  }

  /** Lets everybody look again: the signal has fired, or there is news. */
  wake(): void {
    for (const resume of this.#waiting.splice(0)) resume()
  }

  /** Tells the breaker how a call ended. */
  note(wasUnknown: boolean): void {
    this.#unknowns = wasUnknown ? this.#unknowns + 1 : 0
    const { after, pauseMs } = this.#limits.breaker
    if (this.#unknowns < after) return
    this.#unknowns = 0
    this.#pausedUntil = performance.now() + pauseMs
    // Other workers learn of it when they next ask; should that fail, this one pauses all the same.
    this.#engine.pause(this.#owner, pauseMs, this.#at()).catch(() => {})
  }

  #isOpen(): boolean {
    const now = performance.now()
    return this.#inFlight < this.#held && this.#tokens > 0 && now < this.#freshUntil && now >= this.#pausedUntil
  }

  /** Asks for shares and tokens once for all who wait, and again for as long as somebody does. */
  #ask(signal: AbortSignal): void {
    const now = performance.now()
    const isFull = this.#inFlight >= this.#held && this.#tokens > 0 && now < this.#freshUntil
    // Whoever leaves makes room.
    if (this.#asking || (isFull && this.#inFlight > 0)) return
    this.#asking = true
    void this.#refresh(signal).finally(() => this.#answered())
  }

  #answered(): void {
    this.#asking = false
    this.wake()
  }

  #request(want: number): PermitRequest {
    const { concurrency, ratePerSecond, ttlMs } = this.#limits
    const [owner, worker, inFlight] = [this.#owner, this.#worker, this.#inFlight]
    return { owner, worker, concurrency, inFlight, ratePerSecond, want, ttlMs }
  }

  async #refresh(signal: AbortSignal): Promise<void> {
    const { ratePerSecond, ttlMs } = this.#limits
    const want = ratePerSecond === null ? 1_000_000 : Math.max(1, Math.ceil(ratePerSecond / 10))
    const asked = performance.now()
    this.#askedAt = asked
    try {
      const { held, tokens, waitMs, pausedMs } = await this.#engine.permit(this.#request(want), this.#at())
      this.#held = held
      // No more than the bucket holds: what piled up while the provider was slow would go out at once.
      this.#tokens = ratePerSecond === null ? want : Math.min(want, Math.max(0, this.#tokens) + tokens)
      this.#freshUntil = asked + Math.min(refreshMs, ttlMs / 2)
      this.#pausedUntil = Math.max(this.#pausedUntil, asked + pausedMs)
      const paused = this.#pausedUntil - performance.now()
      if (paused > 0) await pause(Math.min(paused, retryMs), signal)
      else if (tokens === 0) await pause(waitMs, signal)
      else if (this.#inFlight >= held) await pause(retryMs, signal)
    } catch {
      await pause(retryMs, signal)
    }
  }
}

/** Waits, or stops waiting when the signal fires. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
