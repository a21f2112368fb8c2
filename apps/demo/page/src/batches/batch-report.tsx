import type { BatchDetail } from '../../../src/api/batch.ts'
import { useLanguage, useTexts } from '../text/language.tsx'
import { fill } from '../text/texts.ts'
import { dayAndTime } from '../ui/time.ts'
import { batchText } from './batch-text.ts'
import { phaseText } from './batches-text.ts'

/** What a batch came to, and every row of it as a file. */
export function BatchReport({ batch }: { readonly batch: BatchDetail }) {
  const text = useTexts(batchText)
  const states = useTexts(phaseText)
  const { language } = useLanguage()
  const { id, sums, declined, open, phase } = batch
  if (phase === 'reading' || phase === 'sending') return null
  const reasons = Object.entries(declined)
  return (
    <section className="batch-section">
      <h2>{text.report}</h2>
      <div className="card report-card">
        <div className="report-lists">
          {sums.length === 0 ? null : (
            <div>
              <h3>{text.sums}</h3>
              <dl className="ledger-list">
                {sums.map(({ state, amount }) => (
                  <div key={`${state} ${amount.currency}`}>
                    <dt>{states[state]}</dt>
                    <dd>
                      {amount.amount} {amount.currency}
                    </dd>
                  </div>
                ))}
              </dl>
            </div>
          )}
          {reasons.length === 0 ? null : (
            <div>
              <h3>{text.declined}</h3>
              <dl className="ledger-list">
                {reasons.map(([reason, times]) => (
                  <div key={reason}>
                    <dt lang="en">{reason}</dt>
                    <dd>{times}</dd>
                  </div>
                ))}
              </dl>
            </div>
          )}
        </div>
        {open.count === 0 || open.oldest === null ? null : (
          <p>{fill(text.open, { count: open.count, time: dayAndTime(open.oldest, language) })}</p>
        )}
        <p className="exports">
          {text.save}{' '}
          {(['html', 'json', 'csv'] as const).map((format) => (
            <a key={format} className="button small" href={`/api/batches/${id}/report.${format}`} download>
              {format.toUpperCase()}
            </a>
          ))}
        </p>
      </div>
    </section>
  )
}
