import type { Language } from '../text/texts.ts'

type Named = Readonly<Record<string, string>>

/** What the catalogue's names mean, in one language. In English that is said by the catalogue itself. */
export interface Titles {
  readonly faults: Named
  /** By provider: the same name is another answer at another one. */
  readonly scenarios: Readonly<Record<string, Named>>
  /** Rows of the matrix that are sentences of their own: what callers do, and refusals after a lost answer. */
  readonly cases: Named
  /** Versions of a row of the matrix. */
  readonly versions: Named
  /** Checks of the conformance of a connector, by their ids. */
  readonly checks: Named
  /** What those checks hold a connector to, and where that is said. */
  readonly rules: Named
}

const loaders: Readonly<Record<Language, () => Promise<Titles | null>>> = {
  en: async () => null,
  es: async () => (await import('./es-titles.ts')).titles,
  pt: async () => (await import('./pt-titles.ts')).titles,
}

/** Only the language that is looked at is loaded; null where the catalogue's own words are its titles. */
export function titlesOf(language: Language): Promise<Titles | null> {
  return loaders[language]()
}
