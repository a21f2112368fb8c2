const reported = new WeakSet<object>()

/**
 * Tells a caller's listener something. What it throws, or rejects with later, changes nothing here, and is said once for each
 * listener, as the clients do: by a warning of the process.
 */
export function tell<Told>(listener: ((told: Told) => unknown) | undefined, told: Told): void {
  if (listener === undefined) return
  const report = (error: unknown) => {
    if (reported.has(listener)) return
    reported.add(listener)
    const text = `@cap/ledger: a callback threw, which changed nothing: ${error instanceof Error ? error.message : typeof error}`
    process.emitWarning(text, { type: 'CapWarning', code: 'CAP_CALLBACK' })
  }
  try {
    const answer = listener(told)
    if (answer instanceof Promise) answer.catch(report)
  } catch (error) {
    report(error)
  }
}
