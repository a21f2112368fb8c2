import { Link } from 'wouter'
import type { BatchSummary } from '../../../src/api/batch.ts'
import { useProvider } from '../api/catalogue.tsx'
import { useLanguage, useTexts } from '../text/language.tsx'
import { fill } from '../text/texts.ts'
import { Icon } from '../ui/icon.tsx'
import { dayAndTime } from '../ui/time.ts'
import { batchesText, phaseText } from './batches-text.ts'
import { count, doneOf, toneOf } from './figures.ts'

/** A batch in a few lines. */
export function BatchRow({ batch }: { readonly batch: BatchSummary }) {
  const text = useTexts(batchesText)
  const phases = useTexts(phaseText)
  const { language } = useLanguage()
  const provider = useProvider(batch.provider)
  const { id, name, phase, rows, counts, fault, at, agrees, target } = batch
  const goesOn = phase === 'sending' || phase === 'reading'
  return (
    <li className="batch-row">
      <Link href={`/batches/${id}`}>
        <span className={`pill ${agrees === false ? 'bug' : toneOf(phase)}`}>{phases[phase]}</span>
        <strong className="name">{name}</strong>
        <time dateTime={at}>{dayAndTime(at, language)}</time>
        <span className="muted">
          {provider?.title ?? batch.provider}
          {target === 'sandbox' ? <span className="tag hazard-tag">sandbox</span> : null} ·{' '}
          {fill(text.rows, { count: count(rows, language) })} ·{' '}
          {fill(text.captured, { count: count(counts.captured + counts.accepted, language) })}
          {fault === null ? null : (
            <>
              {' · '}
              <Icon name="zap" /> {fill(text.fault, { fault })}
            </>
          )}
        </span>
        {goesOn ? (
          <progress
            className="matrix-progress"
            value={doneOf(batch)}
            max={Math.max(1, rows)}
            aria-label={phases[phase]}
          />
        ) : null}
      </Link>
    </li>
  )
}
