import { type JsonObject, parseMoney } from '@cap/core/http'
import { checkFacts, type Facts, type PaymentFacts } from './payment-facts.ts'
import { findPayment } from './payment-record.ts'
import type { Call } from './wiring.ts'

/** What is known of the payment of a call. */
export async function lookUpPayment(call: Call): Promise<Facts | 'payment-unavailable' | 'payment-not-found'> {
  const { options } = call.wiring
  try {
    const facts =
      options.payment === undefined
        ? await createdPayment(call)
        : await options.payment(call.paymentId, { merchant: call.merchant })
    return facts ? checkFacts(facts) : 'payment-not-found'
  } catch (error) {
    call.wiring.report(error)
    return 'payment-unavailable'
  }
}

/** What Create Payment, served here, has left in the store. */
async function createdPayment(call: Call): Promise<PaymentFacts | null> {
  const found = await findPayment(call.wiring.store, call)
  if (found === 'running') throw new Error('the payment is being created')
  return found === null ? null : readFacts(found.facts)
}

function readFacts({ currency, authorized, maxValue, state }: JsonObject): PaymentFacts | null {
  if (state !== 'authorized' && state !== 'pending' && state !== 'denied') return null
  const text = parseMoney({ amount: authorized, currency })
  const ceiling = typeof maxValue === 'string' ? { maxValue } : {}
  return { currency: text.currency, authorized: text.amount, ...ceiling, state }
}
