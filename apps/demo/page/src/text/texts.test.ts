import { describe, expect, it } from 'vitest'
import { providers } from '../../../src/providers/providers.ts'
import { fieldHelp, fieldLabels } from '../capture/field-text.ts'
import { languages, type Texts } from './texts.ts'

/** Every file of sentences there is, by the name of what it exports. */
const modules = import.meta.glob<Record<string, Texts<string>>>('../**/*-{text,words}.ts', { eager: true })
const dictionaries = Object.entries(modules).flatMap(([file, exported]) =>
  Object.entries(exported).map(([name, dictionary]) => [`${file} ${name}`, dictionary] as const),
)

const places = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(([place]) => place).toSorted()

describe('the sentences of the page', () => {
  it('are found', () => expect(dictionaries.length).toBeGreaterThan(12))

  it.each(dictionaries)('of %s say the same in every language', (_, dictionary) => {
    for (const language of languages) {
      expect(Object.keys(dictionary[language]).toSorted(), language).toEqual(Object.keys(dictionary.en).toSorted())
      for (const [key, sentence] of Object.entries(dictionary[language])) {
        expect(sentence.trim(), `${language} ${key}`).not.toBe('')
        expect(places(sentence), `${language} ${key}`).toEqual(places(dictionary.en[key] ?? ''))
      }
    }
  })

  it('know every field of every provider', () => {
    const names = [...new Set(providers.flatMap(({ fields }) => fields.map(({ name }) => name)))].toSorted()
    expect(Object.keys(fieldLabels.en).toSorted()).toEqual(names)
    expect(Object.keys(fieldHelp.en).toSorted()).toEqual(names)
  })
})
