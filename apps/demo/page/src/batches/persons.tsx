import { useId } from 'react'
import { Link } from 'wouter'
import { useStatus } from '../api/live.ts'
import { useLoaded } from '../api/use-loaded.ts'
import { useLanguage, useTexts } from '../text/language.tsx'
import { fill } from '../text/texts.ts'
import { Failed } from '../ui/states.tsx'
import { dayAndTime } from '../ui/time.ts'
import { batchesApi } from './batches-api.ts'
import { batchesText } from './batches-text.ts'

/** Operations that only a person can close. */
export function Persons() {
  const text = useTexts(batchesText)
  const { language } = useLanguage()
  const id = useId()
  const { connections } = useStatus()
  const [loaded, again] = useLoaded(`persons ${connections}`, batchesApi.persons)
  return (
    <section className="bench-column" aria-labelledby={id}>
      <h2 id={id}>{text.persons}</h2>
      <p className="muted">{text.personsLead}</p>
      {loaded.state === 'failed' ? <Failed error={loaded.error} again={again} /> : null}
      {loaded.state === 'ready' && loaded.value.operations.length === 0 ? <p>{text.noPersons}</p> : null}
      {loaded.state === 'ready' && loaded.value.operations.length > 0 ? (
        <ul className="runs">
          {loaded.value.operations.map(({ operation, provider, payment, startedAt, reason }) => (
            <li key={operation} className="batch-row">
              <Link href={`/batches/operations/${operation}`}>
                <span className="pill open">{reason}</span>
                <strong className="name">{payment}</strong>
                <span className="muted">
                  {provider} · {fill(text.since, { time: dayAndTime(startedAt, language) })}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}
