import { faults } from '@cap/core/testing'
import { runConformance } from '@cap/vtex/conformance'
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../src/engine/cell.ts'
import { planCells } from '../../../src/engine/plan.ts'
import { providers } from '../../../src/providers/providers.ts'
import { languages } from '../text/texts.ts'
import { type Titles, titlesOf } from './titles-of.ts'

interface Entry {
  readonly name: string
  /** In English. */
  readonly title: string
}

const cells = planCells(providers)

/** Nobody listens on port 1: every check is then blocked, and told with its id and title all the same. */
const { checks } = await runConformance({ baseUrl: 'http://127.0.0.1:1' })

/** Cells whose name is a sentence: not of a scenario, and no field of an API with its value. */
function isSentence({ kind, row, provider }: Cell): boolean {
  if (kind === 'call') return true
  const known = providers.find(({ name }) => name === provider)?.scenarios ?? []
  return kind === 'sequence' && !known.some(({ name }) => name === row) && !/^status \d+$/.test(row)
}

/** Status codes, other numbers, and names of fields, headers and paths: the same in every language. */
const literals = (text: string): readonly string[] =>
  text.match(/\d[\d:-]*|[a-z]+[A-Z]\w*|\w+_\w+|X-[\w-]+|\/[\w{}/-]+/g) ?? []

const ofItself = (names: readonly string[]): Entry[] => [...new Set(names)].map((name) => ({ name, title: name }))

const maps: readonly (readonly [string, (titles: Titles) => Titles['faults'] | undefined, readonly Entry[]])[] = [
  ['faults', (titles) => titles.faults, faults],
  ...providers.map(
    (provider) =>
      [
        `scenarios of ${provider.name}`,
        (titles: Titles) => titles.scenarios[provider.name],
        provider.scenarios,
      ] as const,
  ),
  ['cases of the matrix', (titles) => titles.cases, ofItself(cells.filter(isSentence).map(({ row }) => row))],
  [
    'versions in the matrix',
    (titles) => titles.versions,
    ofItself(cells.flatMap(({ kind, version }) => (kind === 'scenario' || version === '' ? [] : [version]))),
  ],
  ['checks of a connector', (titles) => titles.checks, checks.map(({ id, title }) => ({ name: id, title }))],
  ['rules of a connector', (titles) => titles.rules, checks.map(({ id, rule }) => ({ name: id, title: rule }))],
]

describe('the titles', () => {
  it('are those of the catalogue itself in English', async () => {
    expect(await titlesOf('en')).toBeNull()
    for (const [what, , entries] of maps) expect(entries.length, what).toBeGreaterThan(10)
  })

  describe.each(languages.filter((language) => language !== 'en'))('in "%s"', (language) => {
    it.each(maps)('name every one of the %s, and none that is gone', async (_, of, entries) => {
      const titles = of((await titlesOf(language)) ?? expect.fail('no titles')) ?? {}
      expect(Object.keys(titles).toSorted()).toEqual(entries.map(({ name }) => name).toSorted())
    })

    it.each(maps)('of the %s are no English ones', async (_, of, entries) => {
      const titles = of((await titlesOf(language)) ?? expect.fail('no titles')) ?? {}
      // A number is the same in every language.
      const worded = entries.filter(({ title }) => /[a-z]/i.test(title))
      expect(worded.filter(({ name, title }) => titles[name]?.trim() === title).map(({ name }) => name)).toEqual([])
      expect(Object.entries(titles).filter(([, title]) => title.trim() === '')).toEqual([])
    })

    it.each(maps)('of the %s keep the numbers and names of the English ones', async (_, of, entries) => {
      const titles = of((await titlesOf(language)) ?? expect.fail('no titles')) ?? {}
      const lost = entries.flatMap(({ name, title }) => {
        const kept = literals(titles[name] ?? '')
        return literals(title).flatMap((literal) => (kept.includes(literal) ? [] : [`${name}: ${literal}`]))
      })
      expect(lost).toEqual([])
    })

    it('are of no provider that is gone', async () => {
      const scenarios = (await titlesOf(language))?.scenarios ?? {}
      expect(Object.keys(scenarios).toSorted()).toEqual(providers.map(({ name }) => name).toSorted())
    })
  })
})
