import { expect, it } from 'vitest'
import { diagramOf } from './diagram-of.ts'

const at = (ms: number) => new Date(1_800_000_000_000 + ms).toISOString()

it('has every exchange in the order of time, and nothing that a provider says becomes part of its language', () => {
  const attempt = { number: 1, startedAt: at(1), durationMs: 10, sent: 'maybe', requestId: null }
  const exchange = { purpose: 'capture', method: 'POST', url: 'http://127.0.0.1:1/v1/pay;x', headers: {}, body: null }
  const run = {
    provider: 'mercadopago',
    bridge: null,
    calls: [
      {
        by: null,
        operation: 'capture',
        startedAt: at(0),
        ms: 40,
        outcome: { status: 'captured', reference: {} },
        thrown: null,
        remarks: [{ at: at(12), after: 1, kind: 'waiting', text: 'no_answer; end %% note', ms: 5 }],
        exchanges: [
          {
            ...exchange,
            number: 1,
            at: at(1),
            attempt: { ...attempt, status: null, error: { phase: 'wait', code: 'RESET' } },
          },
          {
            ...exchange,
            number: 2,
            at: at(20),
            attempt: { ...attempt, durationMs: 5, status: 200, verdict: 'captured' },
          },
        ],
      },
    ],
  }
  expect(diagramOf(run as never, 'Mercado Pago')).toBe(`  sequenceDiagram
  participant M as Merchant
  participant C as @cap/mercadopago
  participant P as Mercado Pago
  M->>C: capture()
  C->>P: capture, POST /v1/pay x
  P--xC: RESET
  Note over C: waits 5 ms  no_answer  end %% note
  C->>P: capture, POST /v1/pay x
  P-->>C: 200, captured
  C-->>M: captured`)
})
