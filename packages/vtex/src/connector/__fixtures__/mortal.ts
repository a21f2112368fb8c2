import type { OperationStore } from '@cap/core'

/** A process: what it holds falls silent when it dies, as the promises of a killed one do. */
export interface Process {
  readonly store: OperationStore
  /** Passes a function on for as long as the process lives. */
  alive<Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>): (...args: Args) => Promise<Result>
  kill(): void
}

export function startProcess(store: OperationStore): Process {
  let dead = false
  const forever = new Promise<never>(() => {})
  const alive =
    <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      if (dead) return forever
      try {
        const result = await call(...args)
        return dead ? await forever : result
      } catch (error) {
        if (dead) return forever
        throw error
      }
    }
  return {
    alive,
    kill() {
      dead = true
    },
    store: {
      begin: alive((key, request) => store.begin(key, request)),
      peek: alive((key) => store.peek(key)),
      intent: alive((key, lease, handle) => store.intent(key, lease, handle)),
      suspend: alive((key, lease, record, handle) => store.suspend(key, lease, record, handle)),
      complete: alive((key, lease, record) => store.complete(key, lease, record)),
      release: alive((key, lease, record) => store.release(key, lease, record)),
      expire: alive((before) => store.expire(before)),
    },
  }
}
