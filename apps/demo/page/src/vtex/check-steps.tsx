import type { ConformanceCheck } from '../../../src/api/vtex.ts'
import { Code } from '../run/code.tsx'

/** What was sent and what came, in order. */
export function CheckSteps({ steps }: { readonly steps: ConformanceCheck['steps'] }) {
  return (
    <ol className="check-steps">
      {steps.map(({ sent, came, ms }, index) => (
        <li key={index}>
          <p className="line">
            <strong>{sent.method}</strong> {sent.url} → <strong>{came.status ?? came.failure ?? '—'}</strong>{' '}
            {Math.round(ms)} ms
          </p>
          {sent.body === null ? null : <Code json={parsed(sent.body)} />}
          {came.body === '' ? null : <Code json={parsed(came.body)} />}
        </li>
      ))}
    </ol>
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
