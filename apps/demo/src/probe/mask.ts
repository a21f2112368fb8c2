const hidden = '[hidden]'
const longest = 2_000

/** Takes secrets out of text, as they are, URL-encoded and JSON-escaped. */
export function masker(secrets: readonly string[]): (text: string) => string {
  const needles = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    .toSorted((one, two) => two.length - one.length)
  return (text) => needles.reduce((masked, needle) => masked.replaceAll(needle, hidden), text)
}

/** A body for a report: fields nobody asked about are shown by name only, for they may be a buyer's. */
export function maskedBody(text: string, visible: ReadonlySet<string>, mask: (text: string) => string): string {
  let body = text
  try {
    body = JSON.stringify(walk(JSON.parse(text), null, visible))
  } catch {
    // Not JSON: only what is secret by value is taken out of it.
  }
  const masked = mask(body)
  return masked.length > longest ? `${masked.slice(0, longest)}… (${masked.length} characters)` : masked
}

function walk(value: unknown, field: string | null, visible: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => walk(item, field, visible))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walk(item, name, visible)]))
  }
  return value === null || typeof value === 'boolean' || (field !== null && visible.has(field)) ? value : hidden
}
