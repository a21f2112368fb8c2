import { describe, expect, it } from 'vitest'
import type { CaptureHandle } from '../capture/handle.ts'
import { CaptureError, type CaptureErrorCode } from '../error/capture-error.ts'
import { type CodeMessage, type Language, messageProblems, type OperationName, sentences } from '../messages.ts'
import type { Cancelled, CancelOutcome } from '../outcome/cancel-outcome.ts'
import type { Changed } from '../outcome/change-outcome.ts'
import type { Declined, Pending, Unknown } from '../outcome/outcome.ts'
import type { Refunded, RefundOutcome } from '../outcome/refund-outcome.ts'
import { afterDecline, whyDeclined } from './declined.ts'
import { messageOf } from './message-of.ts'
import { whyUnknown } from './open.ts'

const common = { provider: 'toy', reference: {}, attempts: [], raw: null }
const operations = ['refund', 'cancel', 'change'] as const
const bases = ['answer', 'accepted', 'lookup'] as const
const reasons = Object.keys(whyDeclined) as Declined['reason'][]
const advices = Object.keys(afterDecline) as Declined['advice'][]
const causes = Object.keys(whyUnknown) as Unknown['cause'][]
const errorCodes: readonly CaptureErrorCode[] = [
  'invalid_request',
  'not_sent',
  'aborted',
  'unauthorized',
  'refused',
  'lookup_failed',
]

const handle = (action?: CaptureHandle['action']): CaptureHandle => ({
  version: 1,
  ...(action === undefined ? {} : { action }),
  provider: 'toy',
  environment: 'test',
  account: 'a',
  operation: 'o',
  idempotencyKey: null,
  ids: {},
  fingerprint: 'f',
  firstSentAt: null,
})
const refunded = (basis: Refunded['basis']): Refunded => ({
  ...common,
  status: 'refunded',
  refundId: null,
  amount: null,
  basis,
  replayed: false,
})
const cancelled = (basis: Cancelled['basis']): Cancelled => ({
  ...common,
  status: 'cancelled',
  cancellationId: null,
  basis,
  replayed: false,
})
const done: Changed<string> = { ...common, status: 'done', value: 'secret' }
const declined = (reason: Declined['reason'], advice: Declined['advice']): Declined => ({
  ...common,
  status: 'declined',
  code: 'known',
  reason,
  advice,
  message: 'm',
})
const pending = (action?: CaptureHandle['action']): Pending => ({
  ...common,
  status: 'pending',
  code: 'known',
  message: 'm',
  handle: handle(action),
})
const unknown = (cause: Unknown['cause'], needs: Unknown['needs'], action?: CaptureHandle['action']): Unknown => ({
  ...common,
  status: 'unknown',
  cause,
  needs,
  handle: handle(action),
})

/** A table that speaks of captures: nothing of it may be said of a refund or a cancellation. */
const ofCaptures: Readonly<Record<string, CodeMessage>> = {
  known: {
    source: 's',
    status: 'declined',
    reason: 'other',
    advice: 'do_not_retry',
    buyer: sentences('Pay.', 'Pague.', 'Paga.'),
    merchant: sentences('Charge.', 'Cobre.', 'Cobrar.'),
  },
}

type Subject = Parameters<typeof messageOf<OperationName>>[1]

function said(subject: Subject, operation: OperationName) {
  const inOne = (language: Language) => messageOf<OperationName>(ofCaptures, subject, language, { operation })
  const [en, es, pt] = [inOne('en'), inOne('es'), inOne('pt')]
  return { buyer: sentences(en.buyer, es.buyer, pt.buyer), merchant: sentences(en.merchant, es.merchant, pt.merchant) }
}

const plain = { source: 'core', status: 'captured', reason: null, advice: null } as const

it('is whole in every language, and tells a buyer nothing that a buyer must not read', () => {
  const rows: Record<string, CodeMessage> = { done: { ...plain, ...said(done, 'change') } }
  for (const basis of bases) {
    rows[`refunded/${basis}`] = { ...plain, ...said(refunded(basis), 'refund') }
    rows[`cancelled/${basis}`] = { ...plain, ...said(cancelled(basis), 'cancel') }
  }
  for (const operation of operations) {
    // A change can begin a payment: while it is open, nobody is to pay again.
    const open = { ...plain, status: operation === 'change' ? ('unknown' as const) : plain.status }
    rows[`${operation}/pending`] = { ...open, ...said(pending(operation), operation) }
    for (const cause of causes) {
      for (const needs of ['resolve', 'person'] as const) {
        rows[`${operation}/${cause}/${needs}`] = { ...open, ...said(unknown(cause, needs, operation), operation) }
      }
    }
    for (const code of errorCodes) {
      rows[`${operation}/error/${code}`] = { ...plain, ...said(new CaptureError({ code, message: 'm' }), operation) }
    }
  }
  for (const operation of ['refund', 'cancel'] as const) {
    for (const reason of reasons) {
      rows[`${operation}/${reason}`] = { ...plain, ...said(declined(reason, 'do_not_retry'), operation) }
    }
  }
  expect(messageProblems(rows)).toEqual([])
})

describe('a decline', () => {
  it.each(advices)('of a refund or a cancellation invites nobody to pay: %s', (advice) => {
    for (const operation of ['refund', 'cancel'] as const) {
      const { buyer, merchant } = said(declined('other', advice), operation)
      expect(buyer.en).toMatch(operation === 'refund' ? /^We could not make your refund/ : /^We could not cancel/)
      expect(merchant.en).not.toMatch(/charge|Pay/)
    }
  })

  it('of a change is said as that of a capture: the change can be the beginning of a payment', () => {
    expect(said(declined('other', 'do_not_retry'), 'change').buyer.en).toBe('Pay.')
    expect(said(declined('other', 'change_method'), 'change')).toEqual(
      said(declined('other', 'change_method'), 'capture'),
    )
  })
})

describe('while it is open', () => {
  it.each([
    ['refund', /do not refund again, neither by hand/],
    ['cancel', /do not capture it/],
    ['change', /do not ask for it/],
  ] as const)('a %s is not to be made again, or undone', (operation, rule) => {
    for (const subject of [pending(operation), unknown('deadline', 'resolve', operation)]) {
      expect(said(subject, operation).merchant.en).toMatch(rule)
    }
    expect(said(unknown('mismatch', 'person', operation), operation).merchant.en).toMatch(/a person has/)
  })

  it('goes by its handle, whatever it is said to be', () => {
    expect(said(pending('refund'), 'capture')).toEqual(said(pending('refund'), 'refund'))
    expect(said(unknown('deadline', 'resolve'), 'refund')).toEqual(said(unknown('deadline', 'resolve'), 'capture'))
  })
})

it.each([
  ['refund', 'gave nothing back'],
  ['cancel', 'cancelled nothing'],
  ['change', 'changed nothing'],
] as const)('a throw of a %s says what it means', (operation, words) => {
  const again = said(new CaptureError({ code: 'not_sent', message: 'm' }), operation)
  expect(again.merchant.en).toContain(words)
  expect(again.merchant.en).toContain('under the same idempotency key')
  expect(said(new CaptureError({ code: 'refused', message: 'm' }), operation).merchant.en).toContain(
    'a new idempotency key',
  )
})

/** The compiler asks for the operation, since a decline does not say which it was of. */
export function takesNoRefundForACapture(refund: RefundOutcome, cancel: CancelOutcome) {
  // @ts-expect-error 'refund' is missing
  messageOf({}, refund, 'en')
  // @ts-expect-error a cancellation is no refund
  messageOf({}, cancel, 'en', { operation: 'refund' })
  return messageOf({}, refund, 'en', { operation: 'refund' })
}
