import { SessionError } from './session-error.ts'

const callsAtOnce = 20

/** Calls that are under way, and the order in which they begin. */
export class UnderWay {
  readonly #calls = new Set<Promise<void>>()
  #turn: Promise<unknown> = Promise.resolve()

  /**
   * Begins calls one after the other: of two that arrive together, the second sees that there is a first.
   *
   * @throws SessionError while too much is under way
   */
  begin<T>(work: () => Promise<T>): Promise<T> {
    const begun = this.#turn.then(() => {
      if (this.#calls.size < callsAtOnce) return work()
      throw new SessionError('too-much', `${callsAtOnce} calls are under way: wait for one of them to end.`)
    })
    this.#turn = begun.catch(() => {})
    return begun
  }

  add(call: Promise<void>): void {
    this.#calls.add(call)
    void call.finally(() => this.#calls.delete(call))
  }

  async settled(): Promise<void> {
    await this.#turn
    await Promise.all(this.#calls)
  }
}
