import { type JsonObject, parseMoney } from '@cap/core/http'
import { beginWhenFree, lookMs } from './begin-when-free.ts'
import { groupOf, keyOf } from './keys.ts'
import { checkFacts, type Facts, type PaymentFacts } from './payment-facts.ts'
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
  const { store, leaseMs } = call.wiring
  const key = keyOf(call, 'payment')
  const begun = await store.begin(key, { fingerprint: 'payment', leaseMs, group: key })
  switch (begun.state) {
    case 'done':
      return readFacts(begun.record.data)
    case 'new':
      await store.release(key, begun.lease)
      return null
    case 'open':
      await store.suspend(key, begun.lease, begun.record ?? { money: 'open', data: null })
      return readFacts(begun.record?.data ?? null)
    case 'running':
    case 'conflict':
    case 'blocked':
    case 'over_limit':
      throw new Error('the payment is being created')
  }
}

function readFacts(data: unknown): PaymentFacts | null {
  if (typeof data !== 'object' || data === null || !('facts' in data)) return null
  const { currency, authorized, maxValue, state } = data.facts as JsonObject
  if (state !== 'authorized' && state !== 'pending' && state !== 'denied') return null
  const text = parseMoney({ amount: authorized, currency })
  const ceiling = typeof maxValue === 'string' ? { maxValue } : {}
  return { currency: text.currency, authorized: text.amount, ...ceiling, state }
}

/**
 * Whether the payment has been cancelled here. For a call that holds the payment's group: the cancellation is `done`, or the
 * call itself keeps it from beginning.
 */
export async function isCancelled(call: Call): Promise<boolean> {
  const { store, leaseMs, options } = call.wiring
  if (options.cancel === undefined) return false
  const key = keyOf(call, 'cancelled')
  const begun = await store.begin(key, { fingerprint: 'cancelled', leaseMs, group: groupOf(call) })
  if (begun.state === 'new') await store.release(key, begun.lease)
  return begun.state !== 'blocked' && begun.state !== 'new'
}

/** Remembers that a cancellation was asked for while a settlement was open. */
export async function noteCancelAsked(call: Call): Promise<void> {
  const { store, leaseMs } = call.wiring
  const key = keyOf(call, 'cancel-asked')
  const begun = await beginWhenFree(call.wiring, key, { fingerprint: 'cancel-asked', leaseMs, group: key })
  if (begun.state === 'new') await store.complete(key, begun.lease, { money: 'none', data: null })
}

/** Whether {@link noteCancelAsked} was called for the payment. */
export async function wasCancelAsked(call: Call): Promise<boolean> {
  const { store } = call.wiring
  const key = keyOf(call, 'cancel-asked')
  const begun = await beginWhenFree(call.wiring, key, { fingerprint: 'cancel-asked', leaseMs: lookMs, group: key })
  // A lease of so short a time may be over by now, and ends by itself.
  if (begun.state === 'new') await store.release(key, begun.lease).catch(() => {})
  return begun.state === 'done'
}
