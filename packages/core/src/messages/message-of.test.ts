import { describe, expect, it } from 'vitest'
import { CaptureError, type CaptureErrorCode } from '../error/capture-error.ts'
import {
  afterDecline,
  type CodeMessage,
  type Language,
  messageProblems,
  type Sentences,
  sentences,
} from '../messages.ts'
import type { Captured, CaptureOutcome, Declined, Pending, Unknown } from '../outcome/outcome.ts'
import { whyDeclined } from './declined.ts'
import { messageOf } from './message-of.ts'
import { whyUnknown } from './open.ts'

const common = { provider: 'toy', reference: {}, attempts: [], raw: null }
const handle: Unknown['handle'] = {
  version: 1,
  provider: 'toy',
  environment: 'test',
  account: 'a',
  operation: 'capture',
  idempotencyKey: null,
  ids: {},
  fingerprint: 'f',
  firstSentAt: null,
}
const captured = (more: Partial<Captured> = {}): Captured => ({
  ...common,
  status: 'captured',
  captureId: null,
  amount: null,
  basis: 'answer',
  replayed: false,
  ...more,
})
const declined = (code: string, reason: Declined['reason'], advice: Declined['advice']): Declined => ({
  ...common,
  status: 'declined',
  code,
  reason,
  advice,
  message: 'm',
})
const pending = (code: string | null): Pending => ({ ...common, status: 'pending', code, message: 'm', handle })
const unknown = (cause: Unknown['cause'], needs: Unknown['needs']): Unknown => ({
  ...common,
  status: 'unknown',
  cause,
  needs,
  handle,
})

const reasons = Object.keys(whyDeclined) as Declined['reason'][]
const advices = Object.keys(afterDecline) as Declined['advice'][]
const causes = Object.keys(whyUnknown) as Unknown['cause'][]

function said(subject: CaptureOutcome | CaptureError, codes: Readonly<Record<string, CodeMessage>> = {}) {
  const inOne = (language: Language) => messageOf(codes, subject, language)
  const of = (who: 'buyer' | 'merchant'): Sentences => sentences(inOne('en')[who], inOne('es')[who], inOne('pt')[who])
  return { buyer: of('buyer'), merchant: of('merchant') }
}

describe('what is said of an outcome without a code of its own', () => {
  const none = { source: 'core', reason: null, advice: null }

  it('is whole in every language, kind to the buyer, and never invites to pay twice', () => {
    const rows: Record<string, CodeMessage> = {}
    for (const reason of reasons) {
      for (const advice of advices) {
        const outcome = declined('new', reason, advice)
        rows[`${reason}/${advice}`] = { source: 'core', status: 'declined', reason, advice, ...said(outcome) }
      }
    }
    for (const cause of causes) {
      for (const needs of ['resolve', 'person'] as const) {
        rows[`${cause}/${needs}`] = { ...none, status: 'unknown', ...said(unknown(cause, needs)) }
      }
    }
    rows.pending = { ...none, status: 'pending', ...said(pending(null)) }
    for (const later of [undefined, 'refunded', 'partially_refunded', 'charged_back', 'disputed'] as const) {
      for (const basis of ['answer', 'accepted'] as const) {
        const short = { amount: '1.00', currency: 'BRL' }
        const outcome = captured({ basis, ...(later === undefined ? { short } : { later }) })
        rows[`captured/${later}/${basis}`] = { ...none, status: 'captured', ...said(outcome) }
      }
    }
    for (const code of ['invalid_request', 'unauthorized', 'refused', 'lookup_failed'] satisfies CaptureErrorCode[]) {
      const error = new CaptureError({ code, message: 'm', retryable: false })
      rows[`error/${code}`] = { ...none, status: 'refused', ...said(error) }
    }
    expect(messageProblems(rows)).toEqual([])
  })

  it.each(['not_sent', 'aborted', 'lookup_failed'] as const)('%s may be called again under the same key', (code) => {
    const { buyer, merchant } = said(new CaptureError({ code, message: 'm' }))
    expect(merchant.en).toContain('under the same idempotency key')
    expect(merchant.es).toContain('la misma clave de idempotencia')
    expect(merchant.pt).toContain('a mesma chave de idempotência')
    expect(buyer.en).toContain('did not charge you')
  })
})

describe('what is said of a known code', () => {
  const text = (what: string) => sentences(`${what}.`, `${what} (es).`, `${what} (pt).`)
  const base = { source: 's', buyer: text('buyer'), merchant: text('merchant') }
  const codes: Readonly<Record<string, CodeMessage>> = {
    no: { ...base, status: 'declined', reason: 'duplicate', advice: 'do_not_retry' },
    wait: { ...base, status: 'pending', reason: null, advice: null },
    wrong: { ...base, status: 'refused', reason: null, advice: null },
  }

  it('is its own sentence, where the outcome agrees', () => {
    expect(messageOf(codes, declined('no', 'duplicate', 'do_not_retry'), 'es')).toEqual({
      buyer: 'buyer (es).',
      merchant: 'merchant (es).',
    })
    expect(messageOf(codes, pending('wait'), 'pt').merchant).toBe('merchant (pt).')
    const error = new CaptureError({ code: 'refused', message: 'm', causes: [{ code: 'wrong', message: null }] })
    expect(messageOf(codes, error, 'en').merchant).toBe('merchant.')
    expect(messageOf(codes, JSON.parse(JSON.stringify(error)), 'en').merchant).toBe('merchant.')
  })

  it.each<[string, CaptureOutcome | CaptureError]>([
    ['another advice', declined('no', 'duplicate', 'check_earlier_capture')],
    ['another reason', declined('no', 'other', 'do_not_retry')],
    ['a pending code in a decline', declined('wait', 'other', 'do_not_retry')],
    ['a name every object has', declined('constructor', 'other', 'do_not_retry')],
    ['a final code in a pending outcome', pending('no')],
    ['another code', pending('new')],
    [
      'an error that may be repeated',
      new CaptureError({ code: 'not_sent', message: 'm', causes: [{ code: 'wrong', message: null }] }),
    ],
    [
      'a decline as the cause of an error',
      new CaptureError({
        code: 'refused',
        message: 'm',
        causes: [
          { code: 'no', message: null },
          { code: null, message: 'x' },
        ],
      }),
    ],
  ])('gives way to the outcome: %s', (_, subject) => {
    expect(messageOf(codes, subject, 'en').merchant).not.toBe('merchant.')
  })

  it('lets a provider say what becomes of its pending payments', () => {
    expect(messageOf({}, pending(null), 'en', { whenPending: text('patience') }).merchant).toBe('patience.')
  })
})
