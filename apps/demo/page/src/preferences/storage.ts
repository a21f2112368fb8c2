/** What this browser remembers. Without storage, as in a private window, it forgets, and nothing else happens. */
export function recall(name: 'language' | 'theme'): string | null {
  try {
    return localStorage.getItem(`cap-${name}`)
  } catch {
    return null
  }
}

export function remember(name: 'language' | 'theme', value: string): void {
  try {
    localStorage.setItem(`cap-${name}`, value)
  } catch {
    // It is forgotten with the page.
  }
}
