import type { Answer } from './answers.ts'
import type { CreatePaymentResult, PaymentRequest } from './create-payment-types.ts'
import { cardSecrets, checkPayment, type WirePayment } from './create-payment-wire.ts'
import { keyOf } from './keys.ts'
import { paymentBody } from './payment-answer.ts'
import { factsOf, findPayment, type PaymentRecord } from './payment-record.ts'
import { secretsOf } from './secrets.ts'
import { type Call, refuse } from './wiring.ts'

/** Authorizes a payment, once for its id. Asked again, it answers what is known by then. */
export async function createPayment(call: Call, wire: WirePayment, testSuite: boolean): Promise<Answer> {
  const { options, store, leaseMs } = call.wiring
  if (options.createPayment === undefined) return refuse(call, 'not-supported', 501)
  const payment = checkPayment(wire, { merchant: call.merchant, testSuite })
  if (typeof payment === 'string') return refuse(call, payment, 400)
  const key = keyOf(call, 'payment')
  const begun = await store.begin(key, { fingerprint: 'payment', leaseMs, group: key })
  if (begun.state === 'done') {
    const found = await findPayment(store, call)
    return found === null || found === 'running' ? refuse(call, 'internal') : again(call, payment, found)
  }
  if (begun.state !== 'new') return refuse(call, 'in-progress')
  let result: CreatePaymentResult
  let body: string
  try {
    result = await options.createPayment(payment)
    body = paymentBody(payment, result, [...secretsOf(call, payment.merchantSettings), ...cardSecrets(payment)])
  } catch (error) {
    call.wiring.report(error)
    await store.release(key, begun.lease)
    return refuse(call, 'internal')
  }
  const { paymentMethod, callbackUrl } = payment
  const { amount, currency } = payment.amount
  const facts = factsOf({ currency, amount }, result)
  const data: PaymentRecord = { currency, amount, paymentMethod, callbackUrl, body, facts }
  await store.complete(key, begun.lease, { money: 'none', data })
  return { status: 200, body }
}

function again(call: Call, { amount }: PaymentRequest, record: PaymentRecord): Answer {
  const differs = record.currency !== amount.currency || record.amount !== amount.amount
  return differs ? refuse(call, 'payment-differs', 400) : { status: 200, body: record.body }
}
