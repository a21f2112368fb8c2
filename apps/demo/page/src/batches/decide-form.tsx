import { type FormEvent, useState } from 'react'
import type { DecisionOrder, OperationAudit } from '../../../src/api/batch.ts'
import { ApiError } from '../api/client.ts'
import { useTexts } from '../text/language.tsx'
import { Segments } from '../ui/segments.tsx'
import { Failed } from '../ui/states.tsx'
import { batchesApi } from './batches-api.ts'
import { operationText } from './operation-text.ts'
import { TextField } from './text-field.tsx'

/** What a person found out, and how. Nothing is filled in: it is final. */
export function DecideForm({
  operation,
  onDecided,
}: {
  readonly operation: string
  onDecided(audit: OperationAudit): void
}) {
  const text = useTexts(operationText)
  const [outcome, setOutcome] = useState<DecisionOrder['outcome']>('not_captured')
  const [evidence, setEvidence] = useState('')
  const [by, setBy] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const decide = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      onDecided(await batchesApi.decide(operation, { outcome, evidence, by }))
    } catch (failure) {
      setError(failure instanceof ApiError ? failure : new ApiError(null))
    } finally {
      setBusy(false)
    }
  }
  const general = error !== null && error.about('evidence') === null && error.about('by') === null
  return (
    <form className="card bench-form" onSubmit={(event) => void decide(event)} noValidate>
      <div>
        <h2>{text.decide}</h2>
        <p className="muted">{text.decideLead}</p>
      </div>
      <Segments
        label={text.found}
        value={outcome}
        options={[
          ['captured', text.captured],
          ['not_captured', text.notCaptured],
        ]}
        onChange={setOutcome}
      />
      <TextField
        label={text.evidence}
        help={text.evidenceHelp}
        value={evidence}
        error={error?.about('evidence') ?? null}
        onChange={setEvidence}
      />
      <TextField label={text.by} value={by} error={error?.about('by') ?? null} onChange={setBy} />
      {general ? <Failed error={error} /> : null}
      <button type="submit" className="button primary" disabled={busy}>
        {text.send}
      </button>
    </form>
  )
}
