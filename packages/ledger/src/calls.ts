import { LedgerError } from './error.ts'

/** The calls of a ledger that are under way, so that closing it can wait for them. */
export class Calls {
  readonly #running = new Set<Promise<unknown>>()
  readonly #closing = new AbortController()

  /** Fires when the ledger is closed: workers begin nothing more. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  /** @throws LedgerError `closed` */
  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.closing.aborted) throw new LedgerError({ code: 'closed', message: 'the ledger is closed' })
    const running = call()
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
    }
  }

  /**
   * Refuses further calls and waits for those under way.
   *
   * @returns false: it was closed before
   */
  async close(): Promise<boolean> {
    const first = !this.closing.aborted
    this.#closing.abort()
    while (this.#running.size > 0) await Promise.allSettled(this.#running)
    return first
  }
}
