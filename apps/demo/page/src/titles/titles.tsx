import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { useLanguage } from '../text/language.tsx'
import { type Language, named } from '../text/texts.ts'
import { type Titles, titlesOf } from './titles-of.ts'

const catalogueOnly: Titles = { faults: {}, scenarios: {}, cases: {}, versions: {}, checks: {}, rules: {} }

const Known = createContext<Titles>(catalogueOnly)

/** Everybody below sees the catalogue's own words until the titles of the chosen language are there. */
export function TitlesProvider({ children }: { readonly children: ReactNode }) {
  const { language } = useLanguage()
  const [loaded, setLoaded] = useState<{ readonly of: Language; readonly titles: Titles } | null>(null)
  useEffect(() => {
    let wanted = true
    const settle = (titles: Titles | null) => {
      if (wanted) setLoaded({ of: language, titles: titles ?? catalogueOnly })
    }
    // A harness that is gone has no titles to give: the next visit asks again.
    titlesOf(language).then(settle, () => settle(null))
    return () => {
      wanted = false
    }
  }, [language])
  return <Known value={loaded?.of === language ? loaded.titles : catalogueOnly}>{children}</Known>
}

/** Maps from names to titles; in English they are empty, because the catalogue has those itself. */
export function useTitles(): Titles {
  return useContext(Known)
}

/** The title of a provider's scenario; null for one that is not in the catalogue. */
export function titleOfScenario(
  { scenarios }: Titles,
  provider: { readonly name: string; readonly scenarios: readonly { readonly name: string; readonly title: string }[] },
  name: string,
): string | null {
  const known = provider.scenarios.find((scenario) => scenario.name === name)
  return known === undefined ? null : named(scenarios[provider.name] ?? {}, name, known.title)
}
