import { useMemo } from 'react'
import type { MatrixResult, MatrixSummary } from '../../../src/api/matrix.ts'
import { api } from '../api/client.ts'
import { useLiveMatrix, useStatus } from '../api/live.ts'
import { type Loaded, useLoaded } from '../api/use-loaded.ts'

/** A run with what is known of every cell by now; null where there was none yet. */
export interface ShownRun {
  readonly run: MatrixSummary
  readonly results: ReadonlyMap<string, MatrixResult>
}

/** The run of this address, or the latest: read once, then kept up to date by the event stream. */
export function useMatrix(id: string | null): Loaded<ShownRun | null> {
  const live = useLiveMatrix()
  const { connections } = useStatus()
  // Without an address, a run that begins becomes the one that is shown.
  const wanted = id ?? live?.run.id ?? 'latest'
  const [loaded] = useLoaded(`${wanted} ${connections}`, async () => {
    const latest = wanted === 'latest' ? (await api.matrixRuns()).runs[0]?.id : wanted
    return latest === undefined ? null : api.matrixRun(latest)
  })
  return useMemo(() => {
    if (loaded.state !== 'ready') return loaded
    const { value } = loaded
    const heard = live !== null && (value === null || value.id === live.run.id) ? live : null
    const run = heard?.run ?? value
    if (run === null) return { state: 'ready', value: null }
    const all = [...(value?.results ?? []), ...(heard?.results ?? [])]
    return { state: 'ready', value: { run, results: new Map(all.map((result) => [result.id, result])) } }
  }, [loaded, live])
}
