import type { MatrixSummary } from '../../../src/api/matrix.ts'
import { useLanguage, useTexts } from '../text/language.tsx'
import { fill } from '../text/texts.ts'
import { Icon } from '../ui/icon.tsx'
import { dayAndTime } from '../ui/time.ts'
import { matrixText } from './matrix-text.ts'
import type { ShownRun } from './use-matrix.ts'

/** How far a run is, whether everything held, and what it can be saved as. */
export function MatrixHead({
  shown,
  onRunAll,
  onStop,
}: {
  readonly shown: ShownRun | null
  onRunAll(): void
  onStop(id: string): void
}) {
  const text = useTexts(matrixText)
  const { language } = useLanguage()
  const run = shown?.run ?? null
  const running = run?.state === 'running'
  return (
    <section className={`matrix-head card ${toneOf(run)}`} aria-label={text.run}>
      <div className="matrix-verdict">
        {run === null ? (
          <p className="muted">{text.never}</p>
        ) : (
          <>
            <h2>
              <Icon name={running ? 'clock' : run.violated > 0 ? 'warning' : 'check'} />
              {running
                ? fill(text.progress, { done: run.done, total: run.total })
                : run.violated > 0
                  ? fill(text.violated, { violated: run.violated, total: run.done })
                  : fill(text.held, { total: run.done })}
            </h2>
            <p className="muted">
              <time dateTime={run.at}>{dayAndTime(run.at, language)}</time> · {run.seconds.toFixed(1)} s ·{' '}
              {run.by === 'tour' ? text.byTour : text.byPage}
              {run.state === 'stopped' ? ` · ${text.stopped}` : ''}
            </p>
          </>
        )}
        <div className="matrix-actions">
          {running ? (
            <button type="button" className="button" disabled={run.by === 'tour'} onClick={() => onStop(run.id)}>
              <Icon name="cross" /> {text.stop}
            </button>
          ) : (
            <button type="button" className="button primary" onClick={onRunAll}>
              <Icon name="zap" /> {text.runAll}
            </button>
          )}
        </div>
      </div>
      {run === null ? null : (
        <>
          <progress
            className="matrix-progress"
            value={run.done}
            max={Math.max(1, run.total)}
            aria-label={fill(text.progress, { done: run.done, total: run.total })}
          />
          <dl className="figures">
            {(['applied', 'acknowledged', 'unknown', 'duplicates', 'violated'] as const).map((name) => (
              <div key={name} className={(name === 'duplicates' || name === 'violated') && run[name] > 0 ? 'bad' : ''}>
                <dt>{text[name === 'violated' ? 'broken' : name]}</dt>
                <dd>{run[name]}</dd>
              </div>
            ))}
          </dl>
          {running || run.done === 0 ? null : (
            <p className="exports">
              {text.save}{' '}
              {(['html', 'xml', 'json'] as const).map((format) => (
                <a key={format} className="button small" href={`/api/matrix/${run.id}/report.${format}`} download>
                  {format === 'xml' ? 'JUnit XML' : format.toUpperCase()}
                </a>
              ))}
            </p>
          )}
        </>
      )}
    </section>
  )
}

function toneOf(run: MatrixSummary | null): string {
  if (run === null || run.state === 'running') return ''
  return run.violated > 0 ? 'broken' : 'held'
}
