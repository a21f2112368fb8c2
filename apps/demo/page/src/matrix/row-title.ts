import { useCallback } from 'react'
import type { MatrixCell } from '../../../src/api/matrix.ts'
import { useCatalogue } from '../api/catalogue.tsx'
import { named } from '../text/texts.ts'
import { titleOfScenario, useTitles } from '../titles/titles.tsx'

/**
 * What a row of the matrix is about, in words; empty where its name says it already. A scenario's name may be another
 * answer at each provider: where they differ, each is said with its provider.
 */
export function useRowTitle(): (cells: readonly MatrixCell[]) => string {
  const titles = useTitles()
  const { faults, providers } = useCatalogue()
  return useCallback(
    (cells) => {
      const [first] = cells
      if (first === undefined) return ''
      const { kind, row } = first
      if (kind === 'fault') {
        return named(titles.faults, row, faults.find(({ name }) => name === row)?.title ?? '')
      }
      if (kind === 'call') return named(titles.cases, row, '')
      const said = providers
        .filter(({ name }) => cells.some(({ provider }) => provider === name))
        .flatMap((provider) => {
          const title = titleOfScenario(titles, provider, row)
          return title === null ? [] : [{ provider: provider.title, title }]
        })
      if (said.length === 0) return named(titles.cases, row, '')
      const different = new Set(said.map(({ title }) => title))
      return different.size === 1
        ? [...different].join('')
        : said.map(({ provider, title }) => `${provider}: ${title}`).join(' · ')
    },
    [titles, faults, providers],
  )
}
