import { Link } from 'wouter'
import type { RunSummary } from '../../../src/api/run.ts'
import { useProvider } from '../api/catalogue.tsx'
import { headlineOf } from '../run/verdict.ts'
import { useLanguage, useTexts } from '../text/language.tsx'
import { fill } from '../text/texts.ts'
import { Icon } from '../ui/icon.tsx'
import { dayAndTime, duration } from '../ui/time.ts'
import { endingText } from './ending-text.ts'
import { historyText } from './history-text.ts'

/** A run in one line. */
export function RunRow({
  run,
  chosen,
  onChoose,
}: {
  readonly run: RunSummary
  /** To be compared with another. */
  readonly chosen: boolean
  onChoose(): void
}) {
  const text = useTexts(historyText)
  const names = useTexts(endingText)
  const { language } = useLanguage()
  const provider = useProvider(run.provider)
  const headline = headlineOf(run)
  return (
    <li className={`run-row ${headline}`}>
      <input type="checkbox" checked={chosen} aria-label={fill(text.choose, { id: run.id })} onChange={onChoose} />
      <Link href={`/runs/${run.id}`}>
        <span className={`pill ${headline}`}>{run.ending === null ? text[run.state] : names[run.ending]}</span>
        <span className="who">
          {provider?.title ?? run.provider}
          {run.target === 'sandbox' ? <span className="tag hazard-tag">sandbox</span> : null}
        </span>
        <span className="amount">{run.amount === null ? '—' : `${run.amount.amount} ${run.amount.currency}`}</span>
        <span className="trouble">
          {run.scenario === null ? null : <code>{run.scenario}</code>}
          {run.fault === null ? null : (
            <code>
              <Icon name="zap" /> {run.fault.name}
            </code>
          )}
          {run.code === null ? null : <span className="code-of">{run.code}</span>}
        </span>
        <span className="held">
          {run.held === false ? (
            <>
              <Icon name="warning" /> {text.violated}
            </>
          ) : null}
        </span>
        <span className="ms">{run.ms === null ? '' : duration(run.ms)}</span>
        <time dateTime={run.at}>{dayAndTime(run.at, language)}</time>
      </Link>
    </li>
  )
}
