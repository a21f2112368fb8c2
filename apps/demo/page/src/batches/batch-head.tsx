import type { BatchDetail, BatchRowState } from '../../../src/api/batch.ts'
import { useProvider } from '../api/catalogue.tsx'
import { useLanguage, useTexts } from '../text/language.tsx'
import { fill } from '../text/texts.ts'
import { Icon } from '../ui/icon.tsx'
import { dayAndTime } from '../ui/time.ts'
import { BatchActions } from './batch-actions.tsx'
import { batchText } from './batch-text.ts'
import { phaseText } from './batches-text.ts'
import { count, doneOf, lasting, toneOf } from './figures.ts'

const states: readonly BatchRowState[] = [
  'captured',
  'accepted',
  'declined',
  'pending',
  'unknown',
  'person',
  'refused',
  'cancelled',
  'waiting',
  'queued',
]

/** How far a batch is, and what can be done about it. */
export function BatchHead({ batch }: { readonly batch: BatchDetail }) {
  const text = useTexts(batchText)
  const phases = useTexts(phaseText)
  const { language } = useLanguage()
  const provider = useProvider(batch.provider)
  const { name, phase, why, rows, counts, perSecond, secondsLeft, ms, at, agrees, fault } = batch
  const done = doneOf(batch)
  const progress = fill(text.progress, { done: count(done, language), rows: count(rows, language) })
  const sending = phase === 'sending'
  return (
    <section className="card batch-head" aria-label={name}>
      <div className="batch-title">
        <div>
          <h1>{name}</h1>
          <p className="muted">
            {provider?.title ?? batch.provider}
            {batch.target === 'sandbox' ? <span className="tag hazard-tag">sandbox</span> : null} ·{' '}
            <time dateTime={at}>{dayAndTime(at, language)}</time>
            {fault === null ? null : (
              <>
                {' · '}
                <Icon name="zap" /> <code>{fault}</code>
              </>
            )}
          </p>
        </div>
        <BatchActions batch={batch} />
      </div>
      <p className="batch-progress-line">
        <span className={`pill ${toneOf(phase)}`} aria-live="polite">
          {phases[phase]}
        </span>
        <strong>{phase === 'reading' ? fill(text.reading, { rows: count(rows, language) }) : progress}</strong>
        {sending && perSecond > 0 ? (
          <span className="muted">{fill(text.pace, { rate: count(Math.round(perSecond), language) })}</span>
        ) : null}
        {sending && secondsLeft !== null && counts.queued > 0 ? (
          <span className="muted">{fill(text.left, { time: lasting(secondsLeft) })}</span>
        ) : null}
        {sending || ms === 0 ? null : <span className="muted">{fill(text.took, { time: lasting(ms / 1_000) })}</span>}
      </p>
      <progress
        className="matrix-progress"
        value={phase === 'reading' ? undefined : done}
        max={Math.max(1, rows)}
        aria-label={progress}
      />
      <dl className="figures">
        {states
          .filter((state) => counts[state] > 0 || state === 'captured')
          .map((state) => (
            <div key={state} className={`figure-${toneOf(state)}`}>
              <dt>{phases[state]}</dt>
              <dd>{count(counts[state], language)}</dd>
            </div>
          ))}
      </dl>
      {why === null ? null : (
        <div className="notice bad" role="alert">
          <Icon name="warning" />
          <p lang="en">{why}</p>
        </div>
      )}
      {phase === 'asking' ? <p className="muted">{text.asking}</p> : null}
      {phase === 'stopped' ? <p className="muted">{text.stopped}</p> : null}
      {agrees === null || phase === 'sending' || phase === 'reading' ? null : (
        <p className={agrees ? 'check-good' : 'check-bad'}>
          <Icon name={agrees ? 'check' : 'warning'} /> {agrees ? text.bookHeld : text.bookBroken}
        </p>
      )}
    </section>
  )
}
