import type { LiveEvents } from '../api/endpoints.ts'

export type Listener = <Name extends keyof LiveEvents>(name: Name, event: LiveEvents[Name]) => void

/** Who wants to hear what happens while it happens. */
export class LiveBus {
  readonly #listeners = new Set<Listener>()

  get isHeard(): boolean {
    return this.#listeners.size > 0
  }

  /** @returns how to stop listening */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  tell<Name extends keyof LiveEvents>(name: Name, event: LiveEvents[Name]): void {
    for (const listener of this.#listeners) listener(name, event)
  }
}
