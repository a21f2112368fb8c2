import { useState } from 'react'
import type { RunExchange } from '../../../src/api/run.ts'
import { useTexts } from '../text/language.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Segments } from '../ui/segments.tsx'
import { Code } from './code.tsx'
import { asCurl, asFetch } from './copy-as.ts'
import { differences } from './differences.ts'
import { inspectText } from './inspect-text.ts'
import { rawReply, rawRequest } from './raw-message.ts'

/** What was sent and what came back: parsed, and as the scrubbed text it was. */
export function ExchangeDetail({
  exchange,
  provider,
  before,
}: {
  readonly exchange: RunExchange
  readonly provider: string
  readonly before: RunExchange | null
}) {
  const text = useTexts(inspectText)
  const [shape, setShape] = useState<'parsed' | 'raw'>('parsed')
  const { attempt, reply, signatureBase } = exchange
  return (
    <div className="exchange-detail">
      <Segments
        label={text.shape}
        value={shape}
        options={[
          ['parsed', text.parsed],
          ['raw', text.raw],
        ]}
        onChange={setShape}
      />
      <div className="copy-as">
        <CopyButton text={asCurl(provider, exchange)} label={`${text.copyAs} curl`} />
        <CopyButton text={asFetch(provider, exchange)} label={`${text.copyAs} fetch`} />
        <Phases phases={exchange.phases} />
      </div>
      <div className="sides">
        <section aria-label={text.request}>
          <header>
            <h4>{text.request}</h4>
            <CopyButton text={rawRequest(exchange)} />
          </header>
          {shape === 'raw' ? (
            <Code text={rawRequest(exchange)} />
          ) : (
            <>
              <p className="line">
                <strong>{exchange.method}</strong> {exchange.url}
              </p>
              <Headers headers={exchange.headers} />
              <Code json={exchange.body} />
            </>
          )}
        </section>
        <section aria-label={text.reply}>
          <header>
            <h4>{text.reply}</h4>
            {reply === null ? null : <CopyButton text={rawReply(exchange)} />}
          </header>
          {reply === null ? (
            <p className="muted">
              {attempt === null
                ? text.underWay
                : `${text.noCompleteAnswer} ${attempt.error?.code ?? ''} (${attempt.error?.phase ?? '—'}), ${text.sent}: ${attempt.sent}`}
            </p>
          ) : shape === 'raw' ? (
            <Code text={rawReply(exchange)} />
          ) : (
            <>
              <p className="line">
                <strong>{reply.status}</strong> {attempt?.requestId === null ? '' : `request id ${attempt?.requestId}`}
              </p>
              <Headers headers={reply.headers} />
              <Code json={reply.body} />
            </>
          )}
        </section>
      </div>
      {signatureBase === null ? null : (
        <section className="signed" aria-label={text.signedText}>
          <header>
            <h4>{text.signedText}</h4>
            <CopyButton text={signatureBase} />
          </header>
          <p className="muted">{text.signedMore}</p>
          <Code text={signatureBase} />
        </section>
      )}
      {before === null ? null : <Difference exchange={exchange} before={before} />}
    </div>
  )
}

const phaseNames = ['connect', 'send', 'wait', 'body'] as const

function Phases({ phases }: { readonly phases: RunExchange['phases'] }) {
  const text = useTexts(inspectText)
  const known = phaseNames.filter((name) => phases[name] !== undefined)
  if (known.length === 0) return null
  return (
    <dl className="phases" aria-label={text.phases}>
      {known.map((name) => (
        <div key={name} className={name}>
          <dt>{text[name]}</dt>
          <dd>{phases[name]} ms</dd>
        </div>
      ))}
    </dl>
  )
}

function Headers({ headers }: { readonly headers: Readonly<Record<string, string>> }) {
  return (
    <dl className="headers">
      {Object.entries(headers).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What this attempt sent otherwise than the one before. Under a key, nothing may differ. */
function Difference({ exchange, before }: { readonly exchange: RunExchange; readonly before: RunExchange }) {
  const text = useTexts(inspectText)
  const found = differences(before, exchange)
  return (
    <section className="difference" aria-label={text.difference}>
      <h4>{text.difference}</h4>
      {found.length === 0 ? (
        <p className="muted">{text.sameBytes}</p>
      ) : (
        <ul>
          {found.map(({ path, was, is }) => (
            <li key={path}>
              <code>{path}</code> <del>{was ?? '—'}</del> <ins>{is ?? '—'}</ins>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
