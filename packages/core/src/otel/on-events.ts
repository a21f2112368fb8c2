import type { CaptureEvent } from '../capture/event.ts'

/**
 * One `onEvent` out of several. Each hears every event, also when one before it throws; what the first of them threw is
 * thrown at the end, for the client to report.
 */
export function onEvents(...listeners: readonly ((event: CaptureEvent) => void)[]): (event: CaptureEvent) => void {
  return (event) => {
    const thrown: unknown[] = []
    const pending: Promise<unknown>[] = []
    for (const listener of listeners) {
      try {
        const returned: unknown = listener(event)
        if (returned instanceof Promise) pending.push(returned)
      } catch (error) {
        thrown.push(error)
      }
    }
    // For the client, which reports what a listener rejects with as well.
    const all = pending.length === 0 ? undefined : Promise.all(pending)
    if (thrown.length === 0) return all
    all?.catch(() => {})
    throw thrown[0]
  }
}
