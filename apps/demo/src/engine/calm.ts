import { setTimeout } from 'node:timers/promises'

/** Milliseconds a timer may be late before nothing more is started. */
const tolerableMs = 20

/** Longest wait, so that a machine that is never calm gets through too, one case after the other. */
const longestMs = 2_000

/**
 * Waits until the event loop keeps up. Cases with time limits measure the product only while the machine is not the
 * bottleneck: on a busy one fewer of them run at once.
 */
export async function calm(): Promise<void> {
  const started = performance.now()
  for (let asked = started; asked - started < longestMs; ) {
    await setTimeout(5)
    const now = performance.now()
    if (now - asked < 5 + tolerableMs) return
    asked = now
  }
}
