/** The languages of Mercado Pago's documents. */
export const languages = ['en', 'es', 'pt'] as const

export type Language = (typeof languages)[number]

/** The sentences of one feature in every language. */
export type Texts<Key extends string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>

/** A key that one language lacks does not compile. */
export function texts<Key extends string>(all: Texts<Key>): Texts<Key> {
  return all
}

/** Puts values where the sentence has `{name}`. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** The text of a name that comes from the server; `fallback` for one that has none. */
export function named(dictionary: Readonly<Record<string, string>>, name: string, fallback: string): string {
  return Object.hasOwn(dictionary, name) ? (dictionary[name] ?? fallback) : fallback
}
