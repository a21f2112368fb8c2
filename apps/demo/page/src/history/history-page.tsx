import { useEffect, useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import { endings, type RunSummary } from '../../../src/api/run.ts'
import { useCatalogue } from '../api/catalogue.tsx'
import { ApiError, api } from '../api/client.ts'
import { useStatus } from '../api/live.ts'
import { useLoaded } from '../api/use-loaded.ts'
import { useTexts } from '../text/language.tsx'
import { fill } from '../text/texts.ts'
import { Empty, Failed, Loading } from '../ui/states.tsx'
import { endingText } from './ending-text.ts'
import { HistoryCharts } from './history-charts.tsx'
import { historyText } from './history-text.ts'
import { RunRow } from './run-row.tsx'

const filters = ['provider', 'ending', 'fault'] as const

/** Every run there was, latest first. The filters are in the address. */
export function HistoryPage() {
  const text = useTexts(historyText)
  const endingNames = useTexts(endingText)
  const { providers, faults } = useCatalogue()
  const [search, setSearch] = useSearchParams()
  const { status, connections } = useStatus()
  const filter = Object.fromEntries(
    filters.flatMap((name) => (search.get(name) ? [[name, search.get(name) ?? '']] : [])),
  )
  // A run that began or ended changes the numbers: the list is read anew.
  const turn = `${connections} ${JSON.stringify(status?.invariants)}`
  const key = JSON.stringify(filter)
  const [loaded, again] = useLoaded(`${key} ${turn}`, () => api.runs(filter))
  const [kept, setKept] = useState<{
    readonly key: string
    readonly runs: readonly RunSummary[]
    readonly more: boolean
  }>()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [failed, setFailed] = useState<ApiError | null>(null)

  useEffect(() => {
    if (loaded.state === 'ready') setKept({ key, ...loaded.value })
  }, [loaded, key])

  // The latest two that were ticked, in the order of time.
  const choose = (id: string) =>
    setChosen((before) =>
      before.includes(id) ? before.filter((one) => one !== id) : [...before, id].slice(-2).toSorted(),
    )
  const set = (name: (typeof filters)[number], value: string) =>
    setSearch((before) => {
      const after = new URLSearchParams(before)
      if (value === '') after.delete(name)
      else after.set(name, value)
      return after
    })
  const shown = kept?.key === key ? kept : null
  const loadMore = async () => {
    const last = shown?.runs.at(-1)
    if (shown === null || last === undefined) return
    try {
      const next = await api.runs({ ...filter, before: last.id })
      setKept({ key, runs: [...shown.runs, ...next.runs], more: next.more })
    } catch (error) {
      setFailed(error instanceof ApiError ? error : new ApiError(null))
    }
  }
  const options = {
    provider: providers.map(({ name, title }) => [name, title] as const),
    ending: endings.map((name) => [name, endingNames[name]] as const),
    fault: [['none', text.noFault] as const, ...faults.map(({ name }) => [name, name] as const)],
  }
  return (
    <div className="history-page">
      <h1>{text.title}</h1>
      <search className="filters">
        {filters.map((name) => (
          <label key={name} className="field">
            <span>{text[name]}</span>
            <select value={search.get(name) ?? ''} onChange={(event) => set(name, event.target.value)}>
              <option value="">{text.all}</option>
              {options[name].map(([value, title]) => (
                <option key={value} value={value}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        ))}
      </search>
      <HistoryCharts filter={filter} turn={turn} />
      {chosen.length === 0 ? null : (
        <p className="compare-bar" role="status">
          {fill(text.chosen, { count: chosen.length })}{' '}
          {chosen.length === 2 ? (
            <Link className="button primary" href={`/compare?a=${chosen[0]}&b=${chosen[1]}`}>
              {text.compare}
            </Link>
          ) : null}
        </p>
      )}
      {shown === null && loaded.state === 'loading' ? <Loading /> : null}
      {loaded.state === 'failed' ? <Failed error={loaded.error} again={again} /> : null}
      {shown !== null && shown.runs.length === 0 ? (
        <Empty icon="clock" title={key === '{}' ? text.empty : text.noMatch}>
          {key === '{}' ? text.emptyMore : text.noMatchMore}
        </Empty>
      ) : null}
      {shown !== null && shown.runs.length > 0 ? (
        <ol className="runs">
          {shown.runs.map((run) => (
            <RunRow key={run.id} run={run} chosen={chosen.includes(run.id)} onChoose={() => choose(run.id)} />
          ))}
        </ol>
      ) : null}
      {failed === null ? null : <Failed error={failed} />}
      {shown?.more === true ? (
        <button type="button" className="button" onClick={() => void loadMore()}>
          {text.more}
        </button>
      ) : null}
    </div>
  )
}
