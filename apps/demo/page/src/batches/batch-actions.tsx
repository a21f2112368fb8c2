import { useState } from 'react'
import type { BatchDetail } from '../../../src/api/batch.ts'
import { ApiError } from '../api/client.ts'
import { useTexts } from '../text/language.tsx'
import { Icon } from '../ui/icon.tsx'
import { Failed } from '../ui/states.tsx'
import { batchText } from './batch-text.ts'
import { batchesApi } from './batches-api.ts'

/** Stop, go on, cancel. What cannot be undone is asked for twice. */
export function BatchActions({ batch: { id, phase, counts } }: { readonly batch: BatchDetail }) {
  const text = useTexts(batchText)
  const [busy, setBusy] = useState(false)
  const [sure, setSure] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const run = async (act: (id: string) => Promise<unknown>) => {
    setBusy(true)
    setSure(false)
    setError(null)
    try {
      await act(id)
    } catch (failure) {
      setError(failure instanceof ApiError ? failure : new ApiError(null))
    } finally {
      setBusy(false)
    }
  }
  const underWay = phase === 'reading' || phase === 'sending' || phase === 'asking'
  const canGoOn = phase === 'stopped' || phase === 'failed'
  const canCancel = counts.queued + counts.waiting > 0 && (underWay || canGoOn)
  return (
    <div className="batch-actions">
      {sure ? (
        <fieldset className="bench-actions">
          <legend>{text.reallyCancel}</legend>
          <button type="button" className="button" disabled={busy} onClick={() => void run(batchesApi.cancel)}>
            {text.yesCancel}
          </button>
          <button type="button" className="button" onClick={() => setSure(false)}>
            {text.no}
          </button>
        </fieldset>
      ) : (
        <div className="bench-actions">
          {phase === 'asking' ? (
            <button type="button" className="button primary" disabled={busy} onClick={() => void run(batchesApi.goOn)}>
              {busy ? text.asked : text.askNow}
            </button>
          ) : null}
          {canGoOn ? (
            <button type="button" className="button primary" disabled={busy} onClick={() => void run(batchesApi.goOn)}>
              {text.goOn} <Icon name="arrow" />
            </button>
          ) : null}
          {underWay ? (
            <button type="button" className="button" disabled={busy} onClick={() => void run(batchesApi.stop)}>
              {text.stop}
            </button>
          ) : null}
          {canCancel ? (
            <button type="button" className="button" disabled={busy} onClick={() => setSure(true)}>
              {text.cancel}
            </button>
          ) : null}
        </div>
      )}
      {error === null ? null : <Failed error={error} />}
    </div>
  )
}
