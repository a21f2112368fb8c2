export type Scrub = (text: string) => string

/** Replaces each secret by its name, as it is and as JSON and URLs spell it. */
export function createScrub(secrets: Readonly<Record<string, string>>): Scrub {
  const replaced: [string, string][] = []
  for (const [name, secret] of Object.entries(secrets)) {
    if (secret === '') continue
    const spellings = new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    for (const spelling of spellings) replaced.push([spelling, `[${name}]`])
  }
  // The longest first: one secret may contain another.
  replaced.sort(([a], [b]) => b.length - a.length)
  return (text) => replaced.reduce((result, [spelling, name]) => result.replaceAll(spelling, name), text)
}
