import { useEffect, useRef, useState } from 'react'
import type { BatchDetail, BatchList, BatchNews, BatchPoint, LedgerStatus } from '../../../src/api/batch.ts'
import { hear, useStatus } from '../api/live.ts'
import { type Loaded, useLoaded } from '../api/use-loaded.ts'
import { batchesApi } from './batches-api.ts'

/** Every batch as it is now: read once, then kept up to date by the event stream. */
export function useBatches(): readonly [Loaded<BatchList>, again: () => void] {
  const { connections } = useStatus()
  const [ledger, setLedger] = useState<LedgerStatus | null>(null)
  const [heard, setHeard] = useState<ReadonlyMap<string, BatchNews['batch']>>(new Map())
  // What is kept of batches is known once the ledger is open.
  const [loaded, again] = useLoaded(`batches ${connections} ${ledger?.state ?? ''}`, batchesApi.list)
  const latest = useLatest(loaded)
  useEffect(() => hear('ledger', setLedger), [])
  useEffect(() => hear('batch', ({ batch }) => setHeard((before) => new Map(before).set(batch.id, batch))), [])
  if (latest.state !== 'ready') return [latest, again]
  const { batches } = latest.value
  const known = new Set(batches.map(({ id }) => id))
  const begun = [...heard.values()].filter(({ id }) => !known.has(id)).reverse()
  const now = [...begun, ...batches.map((batch) => heard.get(batch.id) ?? batch)]
  return [{ state: 'ready', value: { ledger: ledger ?? latest.value.ledger, batches: now } }, again]
}

/** One batch as it is now. */
export function useBatch(id: string): readonly [Loaded<BatchDetail>, again: () => void] {
  const { connections } = useStatus()
  const [news, setNews] = useState<{
    readonly batch: BatchNews['batch']
    readonly points: readonly BatchPoint[]
  } | null>(null)
  // What is only in the report is read anew with every phase.
  const [loaded, again] = useLoaded(`${id} ${connections} ${news?.batch.phase ?? ''}`, () => batchesApi.batch(id))
  const latest = useLatest(loaded)
  useEffect(
    () =>
      hear('batch', ({ batch, point }) => {
        if (batch.id !== id) return
        setNews((before) => ({ batch, points: [...(before?.points ?? []), ...(point === null ? [] : [point])] }))
      }),
    [id],
  )
  // What was heard before a connection was lost may be old.
  useEffect(() => {
    if (connections > 1) setNews(null)
  }, [connections])
  if (latest.state !== 'ready' || news === null) return [latest, again]
  const { value } = latest
  const last = value.points.at(-1)?.at ?? -1
  const points = [...value.points, ...news.points.filter(({ at }) => at > last)]
  return [{ state: 'ready', value: { ...value, ...news.batch, points } }, again]
}

/** What was there stays while it is read anew. */
function useLatest<T>(loaded: Loaded<T>): Loaded<T> {
  const kept = useRef<Loaded<T>>(loaded)
  if (loaded.state !== 'loading') kept.current = loaded
  return loaded.state === 'loading' ? kept.current : loaded
}
