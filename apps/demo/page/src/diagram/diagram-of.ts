import type { Run, RunCall, RunExchange } from '../../../src/api/run.ts'

interface Line {
  readonly at: number
  /** Among lines of one moment: what is called comes before what it calls. */
  readonly order: number
  readonly text: string
}

/** A run as a sequence diagram in the language of Mermaid: who said what to whom, in the order it happened. */
export function diagramOf(run: Run, title: string): string {
  const bridged = run.bridge !== null
  const people = bridged
    ? [
        'participant M as Tester',
        'participant C as VTEX gateway',
        'participant P as Connector',
        `participant B as ${plain(run.bridge ?? '')}`,
      ]
    : ['participant M as Merchant', `participant C as @cap/${plain(run.provider)}`, `participant P as ${plain(title)}`]
  const lines = run.calls.flatMap((call) =>
    call.by === null ? ofCall(call, 'M', 'C', 'P') : ofCall(call, 'P', 'P', 'B'),
  )
  const sorted = lines.toSorted((one, two) => one.at - two.at || one.order - two.order)
  return ['sequenceDiagram', ...people, ...sorted.map(({ text }) => text)].map((line) => `  ${line}`).join('\n')
}

function ofCall(call: RunCall, caller: string, client: string, provider: string): Line[] {
  const start = Date.parse(call.startedAt)
  const name = call.operation === 'capture' ? 'capture()' : 'resolve(handle)'
  const own = caller !== client
  const lines: Line[] = own ? [{ at: start, order: 0, text: `${caller}->>${client}: ${name}` }] : []
  for (const exchange of call.exchanges) lines.push(...ofExchange(exchange, client, provider))
  for (const { at, text, ms } of call.remarks) {
    const said = ms === null ? text : `waits ${Math.round(ms)} ms: ${text}`
    lines.push({ at: Date.parse(at), order: 4, text: `Note over ${client}: ${plain(said)}` })
  }
  if (own && call.ms !== null) {
    const ending = call.outcome?.status ?? `throws ${call.thrown?.code ?? ''}`
    lines.push({ at: start + call.ms, order: 6, text: `${client}-->>${caller}: ${plain(ending)}` })
  }
  return lines
}

function ofExchange({ at, method, url, purpose, attempt }: RunExchange, client: string, provider: string): Line[] {
  const start = Date.parse(at)
  const lines: Line[] = [
    { at: start, order: 2, text: `${client}->>${provider}: ${purpose}, ${method} ${plain(new URL(url).pathname)}` },
  ]
  if (attempt === null) return lines
  const end = start + attempt.durationMs
  if (attempt.status === null) {
    lines.push({ at: end, order: 3, text: `${provider}--x${client}: ${plain(attempt.error?.code ?? 'no answer')}` })
  } else
    lines.push({ at: end, order: 3, text: `${provider}-->>${client}: ${attempt.status}, ${plain(attempt.verdict)}` })
  return lines
}

/** Nothing of a text can become part of the diagram's own language. */
function plain(text: string): string {
  return (
    text
      .replaceAll(/[^\p{L}\p{N} .,_/@()$%+=-]/gu, ' ')
      .slice(0, 120)
      .trim() || '-'
  )
}
