import { type FormEvent, useId, useState } from 'react'
import type { ConformanceCheck, ConformanceInput, ConformanceRun } from '../../../src/api/vtex.ts'
import { ApiError, api } from '../api/client.ts'
import { useLiveConformance, useStatus } from '../api/live.ts'
import { useLoaded } from '../api/use-loaded.ts'
import { useTexts } from '../text/language.tsx'
import { fill, named } from '../text/texts.ts'
import { useTitles } from '../titles/titles.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Segments } from '../ui/segments.tsx'
import { Failed } from '../ui/states.tsx'
import { UrlField } from '../ui/url-field.tsx'
import { CheckSteps } from './check-steps.tsx'
import { vtexText } from './vtex-text.ts'

/** Plays VTEX against a connector: the embedded one, or any on this machine. */
export function Conformance() {
  const text = useTexts(vtexText)
  const id = useId()
  const { connections } = useStatus()
  const live = useLiveConformance()
  const [stored, again] = useLoaded(`conformance ${connections}`, api.conformanceRuns)
  const [target, setTarget] = useState<'mercadopago' | 'pipwave' | 'url'>('mercadopago')
  const [url, setUrl] = useState('http://127.0.0.1:3000')
  const [error, setError] = useState<ApiError | null>(null)
  const [begun, setBegun] = useState<ConformanceRun | null>(null)
  const latest = stored.state === 'ready' ? (stored.value.runs[0] ?? null) : null
  const run = newest([live, begun, latest])
  const wrong = error?.about('url') ?? null

  const begin = async (part: 'all' | 'cards') => {
    setError(null)
    const order: ConformanceInput = target === 'url' ? { url, part } : { bridge: target, part }
    try {
      setBegun(await api.beginConformance(order))
    } catch (failure) {
      setError(failure instanceof ApiError ? failure : new ApiError(null))
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void begin('all')
  }
  const running = run?.state === 'running'
  return (
    <section aria-labelledby={`${id}-title`} className="bench-column">
      <h2 id={`${id}-title`}>{text.conformanceTitle}</h2>
      <p className="muted">{text.conformanceLead}</p>
      <form className="card bench-form" onSubmit={submit} noValidate>
        <Segments
          label={text.connector}
          value={target}
          options={[
            ['mercadopago', text.embeddedMercadoPago],
            ['pipwave', text.embeddedPipwave],
            ['url', text.anyUrl],
          ]}
          onChange={setTarget}
        />
        {target === 'url' ? (
          <UrlField label={text.url} help={text.urlHelp} value={url} wrong={wrong} onChange={setUrl} />
        ) : null}
        <div className="bench-actions">
          <button type="submit" className="button primary" disabled={running}>
            <Icon name="check" /> {text.playAll}
          </button>
          <button type="button" className="button" disabled={running} onClick={() => void begin('cards')}>
            <Icon name="zap" /> {text.playCards}
          </button>
        </div>
      </form>
      {error !== null && wrong === null ? <Failed error={error} /> : null}
      {stored.state === 'failed' ? <Failed error={stored.error} again={again} /> : null}
      {run === null ? null : <Results run={run} />}
    </section>
  )
}

function newest(runs: readonly (ConformanceRun | null)[]): ConformanceRun | null {
  const some = runs.filter((run) => run !== null)
  const [latest] = some
    .map(({ id }) => id)
    .toSorted()
    .toReversed()
  const same = some.filter(({ id }) => id === latest)
  return (
    same.find(({ state }) => state !== 'running') ??
    same.toSorted((a, b) => b.checks.length - a.checks.length)[0] ??
    null
  )
}

const statuses = ['failed', 'blocked', 'skipped', 'passed'] as const

function Results({ run }: { readonly run: ConformanceRun }) {
  const text = useTexts(vtexText)
  const count = (status: ConformanceCheck['status']) => run.checks.filter((check) => check.status === status).length
  const bad = count('failed') + count('blocked')
  const headline =
    run.state === 'running'
      ? fill(text.running, { done: run.checks.length })
      : run.state === 'failed'
        ? text.couldNot
        : bad > 0
          ? fill(text.notConformant, { bad })
          : fill(text.conformant, { passed: count('passed') })
  const tone = run.state === 'running' ? '' : bad > 0 || run.state === 'failed' ? 'broken' : 'held'
  return (
    <div className="conformance">
      <div className={`matrix-head card ${tone}`} aria-live="polite">
        <h3>{headline}</h3>
        <p className="muted">
          {fill(text.against, { target: run.target })}
          {run.why === null ? null : (
            <>
              <br />
              <span lang="en">{run.why}</span>
            </>
          )}
        </p>
        <dl className="figures">
          {statuses.map((status) => (
            <div
              key={status}
              className={(status === 'failed' || status === 'blocked') && count(status) > 0 ? 'bad' : ''}
            >
              <dt>{text[status]}</dt>
              <dd>{count(status)}</dd>
            </div>
          ))}
        </dl>
      </div>
      <ul className="checks">
        {statuses
          .flatMap((status) => run.checks.filter((check) => check.status === status))
          .map((check) => (
            <Check key={check.id} check={check} />
          ))}
      </ul>
    </div>
  )
}

const icons: Readonly<Record<ConformanceCheck['status'], IconName>> = {
  passed: 'check',
  failed: 'cross',
  blocked: 'warning',
  skipped: 'question',
}

function Check({ check }: { readonly check: ConformanceCheck }) {
  const text = useTexts(vtexText)
  const { checks, rules } = useTitles()
  const [open, setOpen] = useState(check.status === 'failed')
  return (
    <li className={`check-row ${check.status}`}>
      <button type="button" className="version-open" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="chevron" />
        <span className={`check-mark ${check.status}`}>
          <Icon name={icons[check.status]} /> {text[check.status]}
        </span>
        <span>
          <code>{check.id}</code> {named(checks, check.id, check.title)}
        </span>
      </button>
      {open ? (
        <div className="version-body">
          <p>{named(rules, check.id, check.rule)}</p>
          {check.reason === null ? null : (
            <p className="check-reason" lang="en">
              {check.reason}
            </p>
          )}
          {check.change === null ? null : <p lang="en">{check.change}</p>}
          <CheckSteps steps={check.steps} />
        </div>
      ) : null}
    </li>
  )
}
