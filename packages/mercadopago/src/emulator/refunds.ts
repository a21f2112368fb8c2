import { type Site, textOf, unitsOf } from './amounts.ts'
import { amountOf, type Payment, type Refund } from './record.ts'
import { type AnswerScript, problem } from './scenarios.ts'

/** What becomes of refunds: carried out at once, carried out after the first answer, or rejected. */
export type RefundFate = 'approved' | 'in_process' | 'rejected'

const refuse = (status: number, error: string, message: string, code: string): AnswerScript => ({
  kind: 'answer',
  status,
  body: problem(status, error, message, code),
})

/** guides/wallet-connect/refund-full-amount.en.md, of an id nobody has. */
export const noSuchPayment = refuse(404, 'not_found', 'Advanced payment not found.', '404002')

const bad = (message: string, code: string) => refuse(400, 'bad_request', message, code)

/**
 * How much a refund asks for. An empty body means everything that is left, and so does `amount: 0`, by
 * reference/api-json/wallet_connect.json. What is answered to more than is left is not documented: a 400.
 */
export function readRefund(text: string, payment: Payment, site: Site): bigint | AnswerScript {
  if (payment.reserved || !['approved', 'partially_refunded'].includes(payment.status)) {
    return bad('The payment cannot be refunded in its status.', '400040')
  }
  let amount: unknown
  try {
    amount = text === '' ? undefined : (JSON.parse(text) as { amount?: unknown } | null)?.amount
  } catch {
    return bad('The body is not valid JSON.', '400053')
  }
  const left = leftOf(payment)
  const asked = amount === undefined || amount === 0 ? left : unitsOf(amount, site)
  if (asked === null) return bad('amount has an invalid format.', '400021')
  return asked > left || asked === 0n ? bad('amount is greater than what can be refunded.', '400018') : asked
}

/** Notes a refund. The money goes back unless it is rejected. */
export function addRefund(payment: Payment, units: bigint, fate: RefundFate, id: number, at: string): Refund {
  const refund: Refund = { id, units, status: fate, createdAt: at }
  payment.refunds.push(refund)
  if (fate !== 'rejected') {
    payment.status = leftOf(payment) === 0n ? 'refunded' : 'partially_refunded'
    payment.statusDetail = payment.status
  }
  return refund
}

function leftOf(payment: Payment): bigint {
  const gone = payment.refunds.filter(({ status }) => status !== 'rejected')
  return gone.reduce((left, { units }) => left - units, amountOf(payment))
}

/** The answer to a refund, with the fields of guides/wallet-connect/refund-partial-amount.en.md. */
export function refundRecord(payment: Payment, { id, units, status, createdAt }: Refund, site: Site): unknown {
  return [
    {
      id,
      payment_id: payment.insideId,
      amount: Number(textOf(units, site)),
      source: { id: 783_789_745, name: 'Test Test', type: 'collector' },
      date_created: createdAt,
      status,
    },
  ]
}
