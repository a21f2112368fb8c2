import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { recall, remember } from '../preferences/storage.ts'
import { type Language, languages, type Texts } from './texts.ts'

interface Choice {
  readonly language: Language
  choose(language: Language): void
}

const Chosen = createContext<Choice>({ language: 'en', choose() {} })

function isLanguage(text: string | null | undefined): text is Language {
  return languages.some((language) => language === text)
}

/** The one that was chosen, or the first of the browser's that there is. */
function initial(): Language {
  const chosen = recall('language')
  if (isLanguage(chosen)) return chosen
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'
}

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(initial)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choice = useMemo<Choice>(
    () => ({
      language,
      choose(next) {
        remember('language', next)
        setLanguage(next)
      },
    }),
    [language],
  )
  return <Chosen value={choice}>{children}</Chosen>
}

export function useLanguage(): Choice {
  return useContext(Chosen)
}

/** A feature's sentences in the language that was chosen. */
export function useTexts<Key extends string>(all: Texts<Key>): Readonly<Record<Key, string>> {
  return all[useContext(Chosen).language]
}
