import { useState } from 'react'
import { useSearchParams } from 'wouter'
import { ApiError, api } from '../api/client.ts'
import { learn } from '../api/live.ts'
import { useRun } from '../api/use-run.ts'
import { RunView } from '../run/run-view.tsx'
import { useTexts } from '../text/language.tsx'
import { Failed, Loading } from '../ui/states.tsx'
import { BridgeForm } from './bridge-form.tsx'
import { Conformance } from './conformance.tsx'
import { vtexText } from './vtex-text.ts'

/** VTEX's side: conformance of a connector, and a settlement on its way through the bridge. */
export function VtexPage() {
  const text = useTexts(vtexText)
  const [search, setSearch] = useSearchParams()
  const [error, setError] = useState<ApiError | null>(null)
  const run = search.get('run')
  const settle: Parameters<typeof BridgeForm>[0]['onSettle'] = async (order) => {
    setError(null)
    try {
      const begun = await api.settle(order)
      learn(begun)
      setSearch({ run: begun.id })
    } catch (failure) {
      setError(failure instanceof ApiError ? failure : new ApiError(null))
    }
  }
  return (
    <div className="bench-page">
      <h1>VTEX</h1>
      <p className="lead">{text.lead}</p>
      <div className="bench-columns">
        <section aria-labelledby="bridge-title" className="bench-column">
          <h2 id="bridge-title">{text.bridgeTitle}</h2>
          <p className="muted">{text.bridgeLead}</p>
          <BridgeForm error={error} onSettle={settle} />
          {run === null ? null : <Bridged id={run} />}
        </section>
        <Conformance />
      </div>
    </div>
  )
}

function Bridged({ id }: { readonly id: string }) {
  const [loaded, again] = useRun(id)
  if (loaded.state === 'loading') return <Loading />
  if (loaded.state === 'failed') return <Failed error={loaded.error} again={again} />
  return <RunView run={loaded.value} linked />
}
