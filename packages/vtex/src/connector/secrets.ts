import type { NamedValue } from '../capture-schema.ts'
import type { Call } from './wiring.ts'

/**
 * What must occur in no answer to a call: the pair it came with, and the merchant's settings, but for those that the manifest
 * declares to be no passwords.
 */
export function secretsOf(
  { secrets, wiring }: Pick<Call, 'secrets' | 'wiring'>,
  merchantSettings: readonly NamedValue[],
): readonly string[] {
  const fields = wiring.options.manifest?.customFields ?? []
  const plain = new Set(fields.filter(({ type }) => type !== 'password').map(({ name }) => name))
  return [...secrets, ...merchantSettings.filter(({ name }) => !plain.has(name)).map(({ value }) => value)]
}

/** What stands where a secret would. */
const mask = '[hidden]'

/**
 * Replaces each secret, as it is and as JSON and URLs spell it.
 *
 * @param least characters of the shortest secret that is replaced. In a text for people, one too many does no harm; an id or an
 *   address must stay what it is, so there only what cannot stand in it by chance is taken for a secret
 */
function hide(text: string, secrets: readonly string[], least: number): string {
  const spellings = new Set<string>()
  for (const secret of secrets) {
    if (secret.length < least) continue
    for (const spelling of [secret, JSON.stringify(secret).slice(1, -1), encodeUri(secret)]) spellings.add(spelling)
  }
  // The longest first: one secret may contain another.
  const sorted = [...spellings].sort((a, b) => b.length - a.length)
  return sorted.reduce((clean, spelling) => clean.replaceAll(spelling, mask), text)
}

/** For texts that people read. */
export const hideInText = (text: string, secrets: readonly string[]) => hide(text, secrets, 3)

/** For ids, addresses, and what is passed on. */
export const hideInData = (text: string, secrets: readonly string[]) => hide(text, secrets, 6)

/** An id that a callback gave. @returns null where it is none: empty, or no text */
export function givenId(id: unknown, secrets: readonly string[]): string | null {
  return typeof id === 'string' && id !== '' ? hideInData(id.slice(0, 256), secrets) : null
}

/** Half of a surrogate pair has no spelling in URLs. */
function encodeUri(text: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    return text
  }
}
