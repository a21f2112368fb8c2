import type { Run, RunCall } from '../../../src/api/run.ts'
import { useTexts } from '../text/language.tsx'
import { duration } from '../ui/time.ts'
import { ExchangeRow } from './exchange-row.tsx'
import { inspectText } from './inspect-text.ts'

/** Every exchange of every call, in the order and at the time it happened. */
export function Timeline({ run }: { readonly run: Run }) {
  const text = useTexts(inspectText)
  return (
    <section className="timeline" aria-label={text.timeline}>
      <h3>{text.timeline}</h3>
      {run.calls.map((call) => (
        <CallTimeline
          key={`${call.startedAt} ${call.by}`}
          call={call}
          provider={call.by ?? run.provider}
          isLast={call === run.calls.at(-1)}
        />
      ))}
    </section>
  )
}

/** One call: its exchanges over its own time. */
export function CallTimeline({
  call,
  provider,
  isLast,
}: {
  readonly call: RunCall
  /** Whose variables hold the secrets of it. */
  readonly provider: string
  readonly isLast: boolean
}) {
  const text = useTexts(inspectText)
  const start = Date.parse(call.startedAt)
  const whole = Math.max(1, call.ms ?? endOf(call) - start)
  const name = call.operation === 'capture' ? 'capture()' : `resolve(${call.how === 'replay' ? 'replay' : ''})`
  return (
    <div className={call.by === null ? 'call' : 'call inner'}>
      <p className="call-head">
        <code>
          {call.by === null ? '' : `${call.by} · `}
          {name}
        </code>
        <span>{call.ms === null ? text.underWay : duration(call.ms)}</span>
      </p>
      <ol>
        {call.exchanges.map((exchange, index) => (
          <ExchangeRow
            key={exchange.number}
            exchange={exchange}
            provider={provider}
            before={call.exchanges[index - 1] ?? null}
            scale={{ start, whole }}
            openAtFirst={isLast && call.ms !== null && call.exchanges.length === 1}
            remarks={call.remarks.filter(({ after }) => after === exchange.number)}
          />
        ))}
      </ol>
      {call.exchanges.length === 0 && call.ms !== null ? <p className="muted">{text.noExchange}</p> : null}
    </div>
  )
}

function endOf({ exchanges, startedAt }: RunCall): number {
  const ends = exchanges.map(({ at, attempt }) => Date.parse(at) + (attempt?.durationMs ?? 0))
  return Math.max(Date.parse(startedAt) + 1, ...ends)
}
