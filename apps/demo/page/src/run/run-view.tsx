import { Link } from 'wouter'
import type { Run } from '../../../src/api/run.ts'
import { useProvider } from '../api/catalogue.tsx'
import { useTexts } from '../text/language.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Actions } from './actions.tsx'
import { Book } from './book.tsx'
import { asTypeScript } from './copy-as.ts'
import { runText } from './run-text.ts'
import { SequenceDiagram } from './sequence-diagram.tsx'
import { Timeline } from './timeline.tsx'
import { VerdictPanel } from './verdict-panel.tsx'

/** A run: what became of it, what really moved, and every exchange. */
export function RunView({ run, linked = false }: { readonly run: Run; readonly linked?: boolean }) {
  const text = useTexts(runText)
  const provider = useProvider(run.provider)
  return (
    <article className={`run ${run.target}`}>
      {run.target === 'sandbox' ? (
        <p className="hazard">
          <Icon name="warning" /> {text.sandbox} <code>{run.url}</code>
        </p>
      ) : null}
      <header className="run-head">
        <p>
          <strong>{provider?.title ?? run.provider}</strong>
          {run.bridge === null ? null : <span className="tag">→ connector → {run.bridge}</span>}
          {run.scenario === null ? null : <span className="tag">{run.scenario}</span>}
          {run.fault === null ? null : (
            <span className="tag fault-tag">
              <Icon name="zap" />
              {run.fault.name} · {run.fault.moved ? text.afterMoving : text.beforeMoving} ·{' '}
              {run.fault.always ? text.always : text.once}
            </span>
          )}
          {run.origin === null ? null : (
            <Link className="tag" href={`/runs/${run.origin.run}`}>
              <Icon name="replay" /> {text[run.origin.how]} {run.origin.run}
            </Link>
          )}
        </p>
        {linked ? (
          <Link className="permalink" href={`/runs/${run.id}`}>
            <Icon name="link" /> {text.permalink}
          </Link>
        ) : null}
      </header>
      <VerdictPanel run={run} />
      <Actions run={run} />
      {provider === null ? null : <CopyButton text={asTypeScript(provider, run)} label={text.asTypeScript} />}
      {run.movements === null ? null : <Book run={run} />}
      <Timeline run={run} />
      <SequenceDiagram run={run} />
    </article>
  )
}
