import type { CaptureOutcome } from '@cap/core'
import type { RowMove } from '../engine/settle.ts'

/** Where a row of a batch goes with the outcome of its operation. */
export function rowMove(outcome: CaptureOutcome, person: boolean): RowMove {
  switch (outcome.status) {
    case 'captured':
      return { state: outcome.basis === 'accepted' ? 'accepted' : 'captured', reason: outcome.later ?? null, why: '' }
    case 'declined':
      return { state: 'declined', reason: storable(outcome.code), why: outcome.reason }
    case 'pending':
      return { state: person ? 'person' : 'pending', reason: storable(outcome.code), why: '' }
    case 'unknown':
      return { state: person ? 'person' : 'unknown', reason: outcome.cause, why: outcome.cause }
  }
}

const longest = 500

/** A reason as PostgreSQL takes it: without U+0000, without half a character at its end, and not too long. */
export function storable<Text extends string | null>(reason: Text): Text | string {
  return reason === null ? reason : reason.slice(0, longest).toWellFormed().replaceAll('\0', '\ufffd')
}

/** What the audit trail says of an outcome: nothing that could be secret. */
export function auditDetail(outcome: CaptureOutcome): string {
  const { status } = outcome
  switch (status) {
    case 'captured': {
      const { captureId, basis, replayed, amount } = outcome
      const said = amount === null ? null : `${amount.amount} ${amount.currency}`
      return JSON.stringify({ status, captureId, basis, replayed, amount: said })
    }
    case 'declined':
      return JSON.stringify({ status, code: outcome.code, reason: outcome.reason, advice: outcome.advice })
    case 'pending':
      return JSON.stringify({ status, code: outcome.code })
    case 'unknown':
      return JSON.stringify({ status, cause: outcome.cause, needs: outcome.needs })
  }
}
