import { useState } from 'react'
import type { RunExchange, RunRemark } from '../../../src/api/run.ts'
import { useTexts } from '../text/language.tsx'
import { Icon } from '../ui/icon.tsx'
import { duration } from '../ui/time.ts'
import { ExchangeDetail } from './exchange-detail.tsx'
import { inspectText } from './inspect-text.ts'

/** One exchange in a line, with its place in time; opened, everything that was sent and came back. */
export function ExchangeRow({
  exchange,
  provider,
  before,
  scale,
  openAtFirst,
  remarks,
}: {
  readonly exchange: RunExchange
  readonly provider: string
  readonly before: RunExchange | null
  readonly scale: { readonly start: number; readonly whole: number }
  readonly openAtFirst: boolean
  readonly remarks: readonly RunRemark[]
}) {
  const text = useTexts(inspectText)
  // Until somebody decides otherwise, it is as it is best read.
  const [decided, setOpen] = useState<boolean | null>(null)
  const open = decided ?? openAtFirst
  const { attempt, number, purpose, at } = exchange
  const from = Math.min(99, Math.max(0, ((Date.parse(at) - scale.start) / scale.whole) * 100))
  const share = attempt === null ? 100 - from : (attempt.durationMs / scale.whole) * 100
  const width = Math.max(0.8, Math.min(100 - from, share))
  const tone = attempt === null ? 'running' : attempt.status === null ? 'lost' : attempt.status < 300 ? 'good' : 'other'
  return (
    <li className="exchange">
      <button type="button" className="exchange-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="chevron" />
        <span className="number">{number}</span>
        <span className={`purpose ${purpose}`}>{text[purpose]}</span>
        <span className="track" aria-hidden="true">
          <span className={`bar ${tone}`} style={{ left: `${from}%`, width: `${width}%` }} />
        </span>
        <span className={`status ${tone}`}>
          {attempt === null ? '…' : (attempt.status ?? attempt.error?.code ?? text.noAnswer)}
        </span>
        <span className="ms">{attempt === null ? '' : duration(attempt.durationMs)}</span>
        <span className="read-as" lang="en">
          {attempt?.verdict ?? text.underWay}
        </span>
      </button>
      {open ? <ExchangeDetail exchange={exchange} provider={provider} before={before} /> : null}
      {remarks.map(({ at: when, kind, text: said, ms }) => (
        <p key={`${when} ${said}`} className={`remark ${kind}`} lang="en">
          <Icon name={kind === 'waiting' ? 'clock' : 'warning'} /> {ms === null ? said : `${duration(ms)}: ${said}`}
        </p>
      ))}
    </li>
  )
}
