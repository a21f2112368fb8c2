import type { OperationAudit } from '../../../src/api/batch.ts'
import { useTexts } from '../text/language.tsx'
import { clockTime } from '../ui/time.ts'
import { operationText } from './operation-text.ts'

/** Everything that happened to an operation, oldest first. */
export function AuditTrail({ entries }: { readonly entries: OperationAudit['entries'] }) {
  const text = useTexts(operationText)
  const names = {
    intent: text.intent,
    outcome: text.outcome,
    void: text.void,
    person: text.personEntry,
    decided: text.decided,
  }
  return (
    <section className="bench-column">
      <h2>{text.trail}</h2>
      <p className="muted">{text.trailLead}</p>
      <ol className="audit card">
        {entries.map(({ at, event, detail }) => (
          <li key={`${at} ${event} ${JSON.stringify(detail)}`}>
            <time dateTime={at} title={at}>
              {clockTime(at)}
            </time>
            <strong>{names[event]}</strong>
            <dl className="trusted">
              {Object.entries(detail)
                .filter(([, value]) => value !== null)
                .map(([name, value]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{String(value)}</dd>
                  </div>
                ))}
            </dl>
          </li>
        ))}
      </ol>
    </section>
  )
}
