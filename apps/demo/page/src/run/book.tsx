import type { Run } from '../../../src/api/run.ts'
import { useTexts } from '../text/language.tsx'
import { Icon } from '../ui/icon.tsx'
import { clockTime } from '../ui/time.ts'
import { runText } from './run-text.ts'

/** What really moved. Answers can be lost or lie; this cannot. */
export function Book({ run }: { readonly run: Run }) {
  const text = useTexts(runText)
  const movements = run.movements ?? []
  return (
    <section className="book card" aria-labelledby={`book-${run.id}`}>
      <header>
        <h3 id={`book-${run.id}`}>
          <Icon name="book" /> {text.book}
        </h3>
        {run.held === null ? null : (
          <p className={run.held ? 'agrees' : 'disagrees'}>
            <Icon name={run.held ? 'check' : 'warning'} /> {run.held ? text.agrees : text.disagrees}
          </p>
        )}
      </header>
      {movements.length === 0 ? (
        <p className="muted">{text.nothingMoved}</p>
      ) : (
        <ul className="movements">
          {movements.map(({ at, amount, payment, key }) => (
            <li key={`${at} ${payment} ${key}`}>
              <time dateTime={at}>{clockTime(at)}</time>
              <strong>
                {amount.amount} {amount.currency}
              </strong>
              <span>
                {text.payment} <code>{payment}</code>
              </span>
              {key === null ? null : (
                <span>
                  {text.key} <code>{key}</code>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
