import { useState } from 'react'
import { Link } from 'wouter'
import type { OperationAudit } from '../../../src/api/batch.ts'
import { useStatus } from '../api/live.ts'
import { useLoaded } from '../api/use-loaded.ts'
import { useLanguage, useTexts } from '../text/language.tsx'
import { fill } from '../text/texts.ts'
import { Icon } from '../ui/icon.tsx'
import { Failed, Loading } from '../ui/states.tsx'
import { dayAndTime } from '../ui/time.ts'
import { AuditTrail } from './audit-trail.tsx'
import { batchText } from './batch-text.ts'
import { batchesApi } from './batches-api.ts'
import { phaseText } from './batches-text.ts'
import { DecideForm } from './decide-form.tsx'
import { toneOf } from './figures.ts'
import { operationText } from './operation-text.ts'

/** One operation: what is known of it, everything that happened to it, and a person's decision. */
export function OperationPage({ id }: { readonly id: string }) {
  const text = useTexts(operationText)
  const batches = useTexts(batchText)
  const { connections } = useStatus()
  const [decided, setDecided] = useState<OperationAudit | null>(null)
  const [loaded, again] = useLoaded(`operation ${id} ${connections}`, () => batchesApi.operation(id))
  const shown = decided ?? (loaded.state === 'ready' ? loaded.value : null)
  return (
    <div className="bench-page">
      <p>
        <Link href="/batches">{batches.all}</Link>
      </p>
      <h1>{text.title}</h1>
      {shown === null && loaded.state === 'loading' ? <Loading /> : null}
      {loaded.state === 'failed' ? <Failed error={loaded.error} again={again} /> : null}
      {shown === null ? null : (
        <div className="bench-columns">
          <div className="bench-column">
            <Known audit={shown} />
            {shown.operation.state === 'open' || shown.operation.state === 'person' ? (
              <DecideForm operation={id} onDecided={setDecided} />
            ) : null}
          </div>
          <AuditTrail entries={shown.entries} />
        </div>
      )}
    </div>
  )
}

function Known({ audit: { operation } }: { readonly audit: OperationAudit }) {
  const text = useTexts(operationText)
  const states: Readonly<Record<string, string>> = useTexts(phaseText)
  const { language } = useLanguage()
  const { status, state, reason, decision, nextAt } = operation
  const name = state === 'person' ? 'person' : (status ?? 'unknown')
  return (
    <section className="card operation-card" aria-label={text.title}>
      <p>
        <span className={`pill ${toneOf(name)}`}>{states[name] ?? name}</span>{' '}
        {reason === null ? null : <code>{reason}</code>}
      </p>
      <dl className="ledger-list">
        <div>
          <dt>{text.payment}</dt>
          <dd>
            <code>{operation.payment}</code>
          </dd>
        </div>
        <div>
          <dt>{text.provider}</dt>
          <dd>
            {operation.provider} · {operation.environment}
          </dd>
        </div>
        {operation.batch === null ? null : (
          <div>
            <dt>{text.batch}</dt>
            <dd>{operation.batch}</dd>
          </div>
        )}
        <div>
          <dt>{text.attempt}</dt>
          <dd>{operation.attempt}</dd>
        </div>
        {nextAt === null || state !== 'open' ? null : (
          <div>
            <dt>{text.next}</dt>
            <dd>
              <time dateTime={nextAt}>{dayAndTime(nextAt, language)}</time>
            </dd>
          </div>
        )}
      </dl>
      {decision === null ? null : (
        <p className="check-good">
          <Icon name="check" /> {fill(text.decision, { by: decision.by, evidence: decision.evidence })}
        </p>
      )}
    </section>
  )
}
