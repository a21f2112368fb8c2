import { type FormEvent, useState } from 'react'
import type { BatchDetail, BatchUpload, ShownReconciliation } from '../../../src/api/batch.ts'
import { ApiError } from '../api/client.ts'
import { useLoaded } from '../api/use-loaded.ts'
import { useTexts } from '../text/language.tsx'
import { Failed } from '../ui/states.tsx'
import { batchesApi } from './batches-api.ts'
import { FileDrop } from './file-drop.tsx'
import { formText } from './form-text.ts'
import { reconcileText } from './reconcile-text.ts'
import { Reconciled } from './reconciled.tsx'
import { TextField } from './text-field.tsx'

/** A batch against what others say of it: the emulator's book, or a provider's report. */
export function Reconciliation({ batch }: { readonly batch: BatchDetail }) {
  const text = useTexts(reconcileText)
  const { id, phase, moved } = batch
  if (phase === 'reading' || phase === 'sending' || phase === 'refused') return null
  return (
    <section className="batch-section">
      <h2>{text.title}</h2>
      <div className="bench-columns">
        {batch.target === 'emulator' ? (
          <div className="card reconcile-card">
            <h3>{text.withBook}</h3>
            {moved === null ? <p className="muted">{text.later}</p> : <Book id={id} version={`${phase} ${batch.ms}`} />}
          </div>
        ) : null}
        <SettlementForm id={id} />
      </div>
    </section>
  )
}

function Book({ id, version }: { readonly id: string; readonly version: string }) {
  const [loaded, again] = useLoaded(`book ${id} ${version}`, () => batchesApi.book(id))
  if (loaded.state === 'failed') return <Failed error={loaded.error} again={again} />
  return loaded.state === 'ready' ? <Reconciled result={loaded.value} /> : null
}

function SettlementForm({ id }: { readonly id: string }) {
  const text = useTexts(reconcileText)
  const form = useTexts(formText)
  const [upload, setUpload] = useState<BatchUpload | null>(null)
  const [columns, setColumns] = useState({ payment: 'payment', amount: 'amount', currency: 'currency' })
  const [result, setResult] = useState<ShownReconciliation | null>(null)
  const [error, setError] = useState<ApiError | null>(null)
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const compare = async (event: FormEvent) => {
    event.preventDefault()
    if (upload === null) return setMissing(true)
    setBusy(true)
    setError(null)
    setResult(null)
    try {
      setResult(await batchesApi.reconcile(id, { file: upload.file, ...columns }))
    } catch (failure) {
      setError(failure instanceof ApiError ? failure : new ApiError(null))
    } finally {
      // It was compared and deleted, or cannot be read.
      setUpload(null)
      setBusy(false)
    }
  }
  const general = error !== null && error.about('file') === null
  return (
    <form className="card reconcile-card" onSubmit={(event) => void compare(event)} noValidate>
      <h3>{text.withReport}</h3>
      <p className="muted">{text.reportLead}</p>
      <FileDrop
        label={text.file}
        upload={upload}
        problem={missing ? form.choose : (error?.about('file') ?? null)}
        onChange={(next) => {
          setUpload(next)
          setMissing(false)
          setError(null)
        }}
      />
      <div className="trio">
        {(['payment', 'amount', 'currency'] as const).map((name) => (
          <TextField
            key={name}
            label={text[name]}
            value={columns[name]}
            error={error?.about(name) ?? null}
            onChange={(value) => setColumns({ ...columns, [name]: value })}
          />
        ))}
      </div>
      {general ? <Failed error={error} /> : null}
      <button type="submit" className="button" disabled={busy}>
        {busy ? text.comparing : text.compare}
      </button>
      {result === null ? null : <Reconciled result={result} />}
    </form>
  )
}
