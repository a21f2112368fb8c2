/** Shorter ones would be found in words that say nothing, and no provider gives out such. */
const shortest = 4

/**
 * The same document without any of the secrets, in whatever common spelling. The packages have hidden theirs by now: this
 * is for what a user typed, and the last thing that happens before a document is shown or stored.
 */
export function conceal<T>(document: T, secrets: readonly string[]): T {
  const spellings = secrets.filter((secret) => secret.length >= shortest).flatMap(spellingsOf)
  if (spellings.length === 0) return document
  let text = JSON.stringify(document)
  for (const spelling of spellings) text = text.replaceAll(spelling, '[hidden]')
  return JSON.parse(text) as T
}

function spellingsOf(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1)
  const twice = JSON.stringify(inJson).slice(1, -1)
  const encoded = encodeURIComponent(secret)
  const base64 = Buffer.from(secret).toString('base64')
  // Longest first: one spelling may be part of another.
  return [...new Set([secret, inJson, twice, encoded, base64, Buffer.from(secret).toString('base64url')])].toSorted(
    (one, two) => two.length - one.length,
  )
}
