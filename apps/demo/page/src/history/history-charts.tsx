import { lazy, useState } from 'react'
import { api, type RunFilter } from '../api/client.ts'
import { useLoaded } from '../api/use-loaded.ts'
import { useTexts } from '../text/language.tsx'
import { Icon } from '../ui/icon.tsx'
import { Part } from '../ui/part.tsx'
import { Failed, Loading } from '../ui/states.tsx'
import { historyText } from './history-text.ts'

const Charts = lazy(() => import('./charts.tsx').then((module) => ({ default: module.Charts })))

/** Loaded only when they are looked at. */
export function HistoryCharts({ filter, turn }: { readonly filter: RunFilter; readonly turn: string }) {
  const text = useTexts(historyText)
  const [open, setOpen] = useState(false)
  return (
    <details className="card diagram" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="chevron" /> {text.charts}
      </summary>
      {open ? <Loaded filter={filter} turn={turn} /> : null}
    </details>
  )
}

function Loaded({ filter, turn }: { readonly filter: RunFilter; readonly turn: string }) {
  const [loaded, again] = useLoaded(`${JSON.stringify(filter)} ${turn}`, () => api.runs({ ...filter, limit: '999' }))
  if (loaded.state === 'loading') return <Loading />
  if (loaded.state === 'failed') return <Failed error={loaded.error} again={again} />
  return (
    <Part>
      <Charts runs={loaded.value.runs} />
    </Part>
  )
}
