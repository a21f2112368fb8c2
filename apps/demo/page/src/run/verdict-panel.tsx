import type { CaptureOutcome } from '@cap/core'
import type { Run, RunThrown } from '../../../src/api/run.ts'
import { useTexts } from '../text/language.tsx'
import { fill, named } from '../text/texts.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { adviceText, causeText, errorText, reasonText } from './outcome-words.ts'
import { decidingCall, type Headline, headlineOf, outcomeOf } from './verdict.ts'
import { verdictText } from './verdict-text.ts'

const icons: Readonly<Record<Headline, IconName>> = {
  running: 'clock',
  interrupted: 'question',
  moved: 'check',
  notMoved: 'cross',
  open: 'question',
  bug: 'warning',
}

/** The verdict, large enough to be read from across the room. */
export function VerdictPanel({ run }: { readonly run: Run }) {
  const text = useTexts(verdictText)
  const headline = headlineOf(run)
  const call = decidingCall(run)
  const outcome = outcomeOf(call)
  const { what, next } = useWords(headline, outcome, call?.thrown ?? null)
  const facts = factsOf(run, outcome, call?.thrown ?? null)
  const amount = outcome?.status === 'captured' && outcome.amount !== null ? outcome.amount : run.amount
  return (
    <section className={`verdict ${headline}`} aria-live="polite" aria-busy={headline === 'running'}>
      <div className="headline">
        <span className="seal">
          <Icon name={icons[headline]} />
        </span>
        <div>
          <h2>{text[headline]}</h2>
          <p className="what">{what}</p>
        </div>
        {amount === null ? null : (
          <p className="amount">
            <span className="figure">{amount.amount}</span> <span className="currency">{amount.currency}</span>
          </p>
        )}
      </div>
      {next === null ? null : (
        <p className="next">
          <strong>{text.next}</strong> {next}
        </p>
      )}
      {facts.length === 0 ? null : (
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={`${name} ${value}`}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {run.violation === null ? null : (
        <div className="violation" role="alert">
          <strong>
            <Icon name="warning" /> {text.violated}
          </strong>
          <pre lang="en">{run.violation}</pre>
        </div>
      )}
    </section>
  )
}

/** The ending in plain words: what is known, and what to do. */
function useWords(headline: Headline, outcome: CaptureOutcome | null, thrown: RunThrown | null) {
  const text = useTexts(verdictText)
  const reasons = useTexts(reasonText)
  const advice = useTexts(adviceText)
  const causes = useTexts(causeText)
  const errors = useTexts(errorText)
  if (headline === 'running') return { what: text.runningWhat, next: null }
  if (headline === 'interrupted') return { what: text.interruptedWhat, next: text.openNext }
  if (outcome === null) {
    if (headline === 'bug') return { what: text.bugWhat, next: text.bugNext }
    const code = thrown?.code ?? ''
    return {
      what: `${named(errors, code, code)}.`,
      next: thrown?.retryable === true ? text.retryNext : text.repairNext,
    }
  }
  switch (outcome.status) {
    case 'captured': {
      const { amount, short, replayed, basis, later } = outcome
      const shown = (money: { amount: string; currency: string }) => `${money.amount} ${money.currency}`
      const what = [
        amount === null ? text.capturedSome : fill(text.captured, { amount: shown(amount) }),
        ...(replayed ? [text.replayed] : []),
        ...(basis === 'answer' ? [] : [text[basis]]),
        ...(short === undefined ? [] : [fill(text.short, { amount: shown(short) })]),
        ...(later === undefined ? [] : [fill(text.later, { state: later.replaceAll('_', ' ') })]),
      ]
      return { what: what.join(' '), next: short === undefined ? text.deliver : text.shortNext }
    }
    case 'declined':
      return { what: `${reasons[outcome.reason]}.`, next: `${advice[outcome.advice]} ${text.final}` }
    case 'pending':
      return { what: text.pending, next: text.openNext }
    case 'unknown':
      return { what: `${causes[outcome.cause]}.`, next: outcome.needs === 'person' ? text.personNext : text.openNext }
  }
}

/** Names are those of the package's own types: what a developer looks for. */
function factsOf(run: Run, outcome: CaptureOutcome | null, thrown: RunThrown | null): (readonly [string, string])[] {
  const facts: (readonly [string, string])[] = []
  if (run.state === 'running') return facts
  if (outcome !== null) {
    facts.push(['status', outcome.status])
    if (outcome.status === 'captured') {
      if (outcome.captureId !== null) facts.push(['captureId', outcome.captureId])
      facts.push(['basis', outcome.basis])
    } else if (outcome.status === 'declined') {
      facts.push(['code', outcome.code], ['reason', outcome.reason], ['advice', outcome.advice])
    } else if (outcome.status === 'unknown') facts.push(['cause', outcome.cause], ['needs', outcome.needs])
    else if (outcome.code !== null) facts.push(['code', outcome.code])
    if ('message' in outcome && outcome.message !== '') facts.push(['message', outcome.message])
    if ('handle' in outcome && outcome.handle.idempotencyKey !== null) {
      facts.push(['idempotencyKey', outcome.handle.idempotencyKey])
    }
    facts.push(...Object.entries(outcome.reference))
  } else if (thrown !== null) {
    if (thrown.code !== null) facts.push(['code', thrown.code])
    facts.push(['message', thrown.message])
    if (thrown.field !== null) facts.push(['field', thrown.field])
    facts.push(...thrown.causes.map((cause) => ['cause', cause] as const))
  }
  if (run.ms !== null) facts.push(['ms', String(run.ms)])
  return facts
}
