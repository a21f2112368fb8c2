import { useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import type { MatrixOrder } from '../../../src/api/matrix.ts'
import { ApiError, api } from '../api/client.ts'
import { useLoaded } from '../api/use-loaded.ts'
import { useTexts } from '../text/language.tsx'
import { Failed, Loading } from '../ui/states.tsx'
import { CellPanel } from './cell-panel.tsx'
import { MatrixGrid } from './matrix-grid.tsx'
import { MatrixHead } from './matrix-head.tsx'
import { matrixText } from './matrix-text.ts'
import { useMatrix } from './use-matrix.ts'

/** Everything that can go wrong with a capture, at every provider, and whether the promise held. */
export function MatrixPage({ id }: { readonly id: string | null }) {
  const text = useTexts(matrixText)
  const [, go] = useLocation()
  const [search, setSearch] = useSearchParams()
  const [plan, again] = useLoaded('plan', api.matrixPlan)
  const matrix = useMatrix(id)
  const [error, setError] = useState<ApiError | null>(null)
  const shown = matrix.state === 'ready' ? matrix.value : null
  const place = search.get('cell')

  const act = async (work: () => Promise<void>) => {
    setError(null)
    try {
      await work()
    } catch (failure) {
      setError(failure instanceof ApiError ? failure : new ApiError(null))
    }
  }
  const begin = (order: MatrixOrder) =>
    act(async () => {
      const run = await api.beginMatrix(order)
      go(`/matrix/${run.id}${location.search}`)
    })
  const open = (cell: string | null) =>
    setSearch((before) => {
      const after = new URLSearchParams(before)
      if (cell === null) after.delete('cell')
      else after.set('cell', cell)
      return after
    })

  return (
    <div className={`matrix-page${place === null ? '' : ' with-panel'}`}>
      <div className="matrix-main">
        <h1>{text.title}</h1>
        <p className="lead">{text.lead}</p>
        <MatrixHead
          shown={shown}
          onRunAll={() => void begin({})}
          onStop={(run) => void act(async () => void (await api.stopMatrix(run)))}
        />
        {error === null ? null : <Failed error={error} />}
        {matrix.state === 'failed' ? <Failed error={matrix.error} /> : null}
        {plan.state === 'loading' ? <Loading /> : null}
        {plan.state === 'failed' ? <Failed error={plan.error} again={again} /> : null}
        {plan.state === 'ready' ? (
          <MatrixGrid
            cells={plan.value.cells}
            results={shown?.results ?? new Map()}
            opened={place}
            onOpen={open}
            onRun={(cells) => void begin({ cells: [...cells] })}
          />
        ) : null}
      </div>
      {place === null || plan.state !== 'ready' ? null : (
        <CellPanel
          place={place}
          cells={plan.value.cells}
          shown={shown}
          onClose={() => open(null)}
          onRun={(cells) => void begin({ cells: [...cells] })}
        />
      )}
    </div>
  )
}
