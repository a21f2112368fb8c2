import { CaptureError, type CaptureHandle, type CaptureOutcome } from '@cap/core'
import { describe, expect, it } from 'vitest'
import { verdictOf } from './verdict.ts'

const common = { provider: 'vtex', reference: { paymentId: 'P1' }, attempts: [], raw: null }
const handle: CaptureHandle = {
  ...{ version: 1, provider: 'vtex', environment: 'test', account: 'a'.repeat(64), operation: 'o' },
  ...{ idempotencyKey: 'K1', ids: {}, fingerprint: 'f'.repeat(64), firstSentAt: null },
}
const of = (outcome: CaptureOutcome) => verdictOf({ outcome, error: null })
const captured = { ...common, status: 'captured', captureId: 'S1', basis: 'answer', replayed: false } as const

describe('a verdict', () => {
  it('says how much moved', () => {
    const verdict = of({ ...captured, amount: { amount: '45.00', currency: 'BRL' } })
    expect(verdict).toMatchObject({ headline: 'MONEY MOVED', what: '45.00 BRL was captured.', kind: 'captured' })
  })

  it('says that an answer does not say how much, and what is short', () => {
    expect(of({ ...captured, amount: null }).what).toBe('Captured. The answer does not say how much.')
    const short = of({ ...captured, amount: null, short: { amount: '5.00', currency: 'BRL' } })
    expect(short.facts).toContainEqual(['short by', '5.00 BRL'])
    expect(short.next).toContain('the part that was not captured')
  })

  it('gives reason and advice of a decline in plain words', () => {
    const verdict = of({
      ...common,
      ...{ status: 'declined', code: 'insufficient_money', reason: 'insufficient_funds', message: 'No' },
      advice: 'top_up_and_retry',
    })
    expect(verdict).toMatchObject({ headline: 'MONEY DID NOT MOVE', kind: 'declined' })
    expect(verdict.what).toContain('the payer has not enough money')
    expect(verdict.next).toContain('Let the payer top up, then capture again under a new key')
  })

  it('never says that an open capture may be made again', () => {
    for (const needs of ['resolve', 'person'] as const) {
      const verdict = of({ ...common, status: 'unknown', cause: 'no_answer', handle, needs })
      expect(verdict).toMatchObject({ headline: 'NOT KNOWN YET', kind: 'open' })
      expect(verdict.next).toContain('Never capture again under a new key')
    }
    const pending = of({ ...common, status: 'pending', code: null, message: 'Later', handle })
    expect(pending).toMatchObject({ headline: 'NOT KNOWN YET', kind: 'open' })
    expect(pending.next).toContain('Never capture again under a new key')
  })

  it('tells a throw that may be repeated from one that may not', () => {
    const of = (code: 'not_sent' | 'refused') =>
      verdictOf({ outcome: null, error: new CaptureError({ code, message: 'm', provider: 'vtex' }) })
    expect(of('not_sent')).toMatchObject({ headline: 'MONEY DID NOT MOVE', kind: 'threw' })
    expect(of('not_sent').next).toContain('under the same key')
    expect(of('refused').next).toContain('the same call would end the same way')
  })

  it('calls anything else that is thrown a bug', () => {
    const verdict = verdictOf({ outcome: null, error: new TypeError('oops') })
    expect(verdict).toMatchObject({ headline: 'NOT KNOWN YET', kind: 'bug' })
    expect(verdict.facts).toEqual([['thrown', 'TypeError: oops']])
  })
})
