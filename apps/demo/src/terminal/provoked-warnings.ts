/** The code of the warning a package gives when a callback of its user throws. */
const provoked = 'CAP_CALLBACK'

/**
 * The contract makes callbacks throw on purpose, and each client says so once. Keeps that out of the terminal, and nothing
 * else.
 *
 * @returns puts things back
 */
export function hideProvokedWarnings(): () => void {
  const before = process.listeners('warning')
  const filter = (warning: Error & { readonly code?: string }) => {
    if (warning.code !== provoked) for (const listener of before) listener(warning)
  }
  process.removeAllListeners('warning')
  process.on('warning', filter)
  return () => {
    // Warnings are given in the next turn of the event loop.
    setImmediate(() => {
      process.removeListener('warning', filter)
      for (const listener of before) process.on('warning', listener)
    })
  }
}
