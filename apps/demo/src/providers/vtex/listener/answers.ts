import { randomBytes } from 'node:crypto'
import type { Call } from './call.ts'
import type { Move } from './script.ts'

export interface Answer {
  readonly status: number
  readonly body: string
}

/** What is put into the answer to a Create Payment, to see whether a settlement brings it back. */
export const metadata = [{ name: 'probe', value: 'comes-back' }]

const id = (prefix: string) => `${prefix}-${randomBytes(6).toString('hex').toUpperCase()}`
const json = (status: number, body: unknown): Answer => ({ status, body: JSON.stringify(body) })

/** Answers of a payment provider that moves no money: it has none. */
export function answerTo(call: Omit<Call, 'move'>, move: Move | null): Answer {
  const { paymentId, requestId, value } = call
  switch (call.operation) {
    case 'manifest':
      return json(200, { paymentMethods: [{ name: 'Visa', allowsSplit: 'disabled' }], metadataFields: ['probe'] })
    case 'payment':
      return json(200, {
        paymentId,
        status: 'approved',
        authorizationId: id('AUT'),
        tid: id('TID'),
        nsu: id('NSU'),
        acquirer: 'probe',
        code: null,
        message: null,
        delayToAutoSettle: 604_800,
        delayToAutoSettleAfterAntifraud: 604_800,
        delayToCancel: 604_800,
        connectorMetadata: metadata,
      })
    case 'cancellation':
      return json(200, { paymentId, cancellationId: id('CANCEL'), code: null, message: 'Cancelled', requestId })
    case 'refund':
      return json(200, { paymentId, refundId: id('REFUND'), value, code: null, message: 'Refunded', requestId })
    case 'settlement':
      return settlementAnswer(call, move ?? 'settle')
    case 'other':
      return json(404, { message: 'this path is not of the protocol' })
  }
}

function settlementAnswer({ paymentId, requestId, value }: Omit<Call, 'move'>, move: Move): Answer {
  const failure = (status: number, code = 'PROBE', message = 'Asked by a probe') =>
    json(status, { paymentId, settleId: null, value: 0, code, message, requestId })
  const settled = (amount: unknown) =>
    json(200, { paymentId, settleId: id('SETTLE'), value: amount, code: null, message: 'Settled', requestId })
  switch (move) {
    case '500':
    case '202':
    case '400':
    case '501':
      return failure(Number(move))
    case 'null':
      return failure(200)
    case 'garbage':
      return { status: 200, body: '<html>not JSON</html>' }
    case 'long':
      return failure(500, 'C'.repeat(200), 'M'.repeat(4_000))
    case 'short':
      return settled(half(value))
    case 'settle':
    case 'hang':
      return settled(value)
  }
}

/** Half of an amount, to the cent: nothing is booked by it, so the float does no harm. */
function half(value: unknown): number {
  return Math.floor(Number(value) * 50) / 100
}
