import { useState } from 'react'
import { useLanguage, useTexts } from '../text/language.tsx'
import { type Language, languages } from '../text/texts.ts'
import { Icon } from '../ui/icon.tsx'
import { preferencesText } from './preferences-text.ts'
import { recall, remember } from './storage.ts'

const languageNames: Readonly<Record<Language, string>> = { en: 'English', es: 'Español', pt: 'Português' }

const themes = ['system', 'light', 'dark'] as const

type Theme = (typeof themes)[number]

function isTheme(text: string | null): text is Theme {
  return themes.some((theme) => theme === text)
}

/** Language and theme, remembered by this browser. */
export function Preferences() {
  const { language, choose } = useLanguage()
  const text = useTexts(preferencesText)
  const [theme, setTheme] = useState<Theme>(() => {
    const stored = recall('theme')
    return isTheme(stored) ? stored : 'system'
  })
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
  const change = () => {
    setTheme(next)
    remember('theme', next)
    if (next === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
  }
  return (
    <div className="preferences">
      <label className="language">
        <span className="visually-hidden">{text.language}</span>
        <Icon name="globe" />
        <select value={language} onChange={(event) => choose(event.target.value as Language)}>
          {languages.map((one) => (
            <option key={one} value={one} lang={one}>
              {languageNames[one]}
            </option>
          ))}
        </select>
      </label>
      <button type="button" className="icon-button" onClick={change} title={text[theme]} aria-label={text[theme]}>
        <Icon name={theme === 'system' ? 'system' : theme === 'light' ? 'sun' : 'moon'} />
      </button>
    </div>
  )
}
