import type { BookEntry } from '@cap/core/testing'
import type { Payment } from './payments.ts'
import type { PipwaveScenario } from './scenarios.ts'
import type { ShownAs } from './shown.ts'

export type Body = Record<string, unknown>

/** A change of pipwave's record that moved no money of its own. */
export interface ChangeEntry extends BookEntry {
  readonly action: 'confirm-payment' | 'process-payment' | 'tag-chargeback' | 'initiate-payment'
}

/** What the emulator knows. */
export interface State {
  readonly apiKey: string
  readonly payments: Payment[]
  readonly captures: BookEntry[]
  readonly refunds: BookEntry[]
  readonly cancellations: BookEntry[]
  readonly changes: ChangeEntry[]
  /** Scenarios for the next calls, by action. */
  readonly playing: Map<string, PipwaveScenario[]>
  readonly shownAs: ShownAs
  now(): number
  /** The payment's status was updated. */
  updated(payment: Payment, about?: Body): void
}

/** An answer with a code and a text. */
export function said({ shownAs }: State, status: number, message: string): Body {
  return { status: shownAs.status === 'text' ? String(status) : status, message }
}

export function paymentNamed({ payments }: State, { pw_id: pwId, txn_id: txnId }: Body): Payment | undefined {
  return payments.find(
    ({ seed }) => (pwId === undefined || seed.pwId === pwId) && (txnId === undefined || seed.txnId === txnId),
  )
}
