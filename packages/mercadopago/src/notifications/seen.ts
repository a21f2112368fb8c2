/** Remembers which notifications were handled. For more than one process, keep it where they all look: a table will do. */
export interface SeenNotifications {
  has(eventKey: string): boolean | Promise<boolean>
  /** Called once the notification was handled, and not before: one that failed is to come again. */
  add(eventKey: string): void | Promise<void>
}

/**
 * Remembers in this process.
 *
 * @param most keys to remember; the oldest are forgotten first. Default 10 000
 */
export function createSeenNotifications(most = 10_000): SeenNotifications {
  const keys = new Set<string>()
  return {
    has: (eventKey) => keys.has(eventKey),
    add(eventKey) {
      keys.add(eventKey)
      const [oldest] = keys
      if (keys.size > most && oldest !== undefined) keys.delete(oldest)
    },
  }
}
