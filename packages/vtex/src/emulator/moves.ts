import type { Wording } from './answers.ts'
import { type FieldTable, list, recipientFields } from './fields.ts'
import { unitsOf } from './minor-units.ts'
import { type Payment, settledUnits, sumOfShares } from './payments.ts'

type Body = Readonly<Record<string, unknown>>
type Refuse = (code: string, message: string) => never

/** An operation on an authorised payment. */
export interface Move {
  readonly wording: Wording
  readonly fields: FieldTable
  readonly recipients: FieldTable | null
  /** What its ids begin with. */
  readonly prefix: string
  /** What would be moved, in minor units. */
  check(payment: Payment, body: Body, refuse: Refuse): bigint
  apply(payment: Payment, body: Body, units: bigint, id: string): void
}

export type MoveName = 'settlements' | 'refunds' | 'cancellations'

const lists: FieldTable = { merchantSettings: ['list', false], connectorMetadata: ['list', false] }

/** Written from the field tables of the protocol; the key is the last part of the path. */
export const moves: Readonly<Record<MoveName, Move>> = {
  settlements: {
    wording: { idField: 'settleId', hasValue: true, message: 'Successfully settled' },
    prefix: 'SETTLE',
    fields: {
      transactionId: ['text', true],
      requestId: ['text', true],
      paymentId: ['text', true],
      value: ['number', true],
      authorizationId: ['text', true],
      tid: ['text', false],
      nsu: ['text', false],
      recipients: ['list', false],
      sandboxMode: ['boolean', false],
      ...lists,
    },
    recipients: recipientFields('commissionAmount'),
    check(payment, body, refuse) {
      const asked = askedUnits(payment, body, refuse)
      if (payment.cancelled) return refuse('PAYMENT_CANCELLED', 'The payment was cancelled')
      checkAuthorization(payment, body, refuse)
      checkShares(payment, body, asked, refuse)
      if (asked > payment.limit - settledUnits(payment)) {
        return refuse('AMOUNT_EXCEEDS_AUTHORIZED', 'More than what is left to settle')
      }
      return asked
    },
    apply: (payment, _, units, id) => void payment.settlements.set(id, { units, refunded: 0n }),
  },
  refunds: {
    wording: { idField: 'refundId', hasValue: true, message: 'Successfully refunded' },
    prefix: 'REFUND',
    fields: {
      requestId: ['text', true],
      settleId: ['text', true],
      paymentId: ['text', true],
      tid: ['text', true],
      value: ['number', true],
      transactionId: ['text', true],
      authorizationId: ['text', false],
      nsu: ['text', false],
      recipients: ['list', false],
      sandboxMode: ['boolean', false],
      ...lists,
    },
    recipients: recipientFields('comissionAmount'),
    check(payment, body, refuse) {
      const asked = askedUnits(payment, body, refuse)
      const settlement = payment.settlements.get(String(body.settleId))
      if (settlement === undefined) return refuse('SETTLEMENT_NOT_FOUND', 'The payment has no such settlement')
      checkAuthorization(payment, body, refuse)
      checkShares(payment, body, asked, refuse)
      if (asked > settlement.units - settlement.refunded) {
        return refuse('AMOUNT_EXCEEDS_SETTLED', 'More than what is left of the settlement')
      }
      return asked
    },
    apply(payment, body, units) {
      const settlement = payment.settlements.get(String(body.settleId))
      if (settlement !== undefined) settlement.refunded += units
    },
  },
  cancellations: {
    wording: { idField: 'cancellationId', hasValue: false, message: 'Successfully cancelled' },
    prefix: 'CANCEL',
    fields: {
      paymentId: ['text', true],
      requestId: ['text', true],
      // The contract requires it, and says that it is there in case the payment was authorised before.
      authorizationId: ['text', false],
      tid: ['text', false],
      transactionId: ['text', false],
      value: ['number', false],
      nsu: ['text', false],
      sandboxMode: ['boolean', false],
      ...lists,
    },
    recipients: null,
    check(payment, body, refuse) {
      if (payment.cancelled) return refuse('ALREADY_CANCELLED', 'The payment was cancelled before')
      if (settledUnits(payment) > 0n) return refuse('ALREADY_SETTLED', 'A settled payment is refunded')
      checkAuthorization(payment, body, refuse)
      // The one value that is a count of cents. It decides nothing.
      if (body.value !== undefined && !Number.isSafeInteger(body.value)) {
        return refuse('INVALID_VALUE', 'The value of a cancellation is a whole number of cents')
      }
      return payment.authorized
    },
    apply: (payment) => {
      payment.cancelled = true
    },
  },
}

function askedUnits({ currency }: Payment, { value }: Body, refuse: Refuse): bigint {
  const asked = unitsOf(value, currency)
  return asked === null || asked === 0n ? refuse('INVALID_VALUE', `The value is no amount of ${currency}`) : asked
}

function checkAuthorization(payment: Payment, { authorizationId }: Body, refuse: Refuse): void {
  if (payment.authorizationId === null || authorizationId === undefined) return
  if (payment.authorizationId !== authorizationId) {
    refuse('AUTHORIZATION_NOT_FOUND', 'The payment has no such authorization')
  }
}

function checkShares({ currency }: Payment, { recipients }: Body, asked: bigint, refuse: Refuse): void {
  if (recipients === undefined) return
  const shares = list(recipients).map((recipient) => (recipient as { readonly amount: unknown }).amount)
  if (sumOfShares(shares, currency) !== asked) {
    refuse('SPLIT_MISMATCH', 'Value in recipients is different than operation value')
  }
}
