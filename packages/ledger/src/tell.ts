/** Tells a caller's listener something. What it throws, or rejects with later, is its own affair: it changes nothing here. */
export function tell<Told>(listener: ((told: Told) => unknown) | undefined, told: Told): void {
  try {
    const answer = listener?.(told)
    if (answer instanceof Promise) answer.catch(() => {})
  } catch {
    // As above.
  }
}
