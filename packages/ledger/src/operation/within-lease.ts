/** How much of a lease a client may take. The rest is for its last answer to come in, and to be stored. */
const share = 0.75

/** Milliseconds a call of a client may take at most. */
export function callWithinMs(leaseMs: number): number {
  return leaseMs * share
}

/**
 * Makes a call of a client that is aborted before the lease ends, so that nobody else finds the operation open while
 * something of it is still on its way: what was sent by then is `unknown`, and stored as that.
 *
 * @param since of `performance.now()`, before the lease was asked for
 * @param signal of the caller
 */
export async function withinLease<T>(
  { leaseMs, since }: { readonly leaseMs: number; readonly since: number },
  signal: AbortSignal | undefined,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  // A controller of its own for each call: composed signals and their timers would outlive it.
  const controller = new AbortController()
  const abort = () => controller.abort()
  if (signal?.aborted) abort()
  else signal?.addEventListener('abort', abort, { once: true })
  const timer = setTimeout(abort, Math.max(0, since + callWithinMs(leaseMs) - performance.now()))
  try {
    return await call(controller.signal)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}
