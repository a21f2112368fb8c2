import type { JsonObject, JsonValue } from '@cap/core/http'
import { isoTime } from '@cap/core/http'
import { sha256Hex } from '@cap/core/signing'
import type { Answer } from './answers.ts'
import type { CreatePaymentResult, PaymentRequest } from './create-payment-types.ts'
import { checkPayment, secretsOf, type WirePayment } from './create-payment-wire.ts'
import { accountOf } from './handle.ts'
import { keyOf } from './keys.ts'
import { paymentBody } from './payment-answer.ts'
import { type Call, refuse, type Wiring } from './wiring.ts'

/** What is kept of a payment created here. */
export interface PaymentRecord {
  readonly currency: string
  /** Decimal text. */
  readonly amount: string
  readonly paymentMethod: string
  /** As it came, signature and all. */
  readonly callbackUrl: string | null
  /** The current answer: what VTEX is told when it asks again. */
  readonly body: string
}

/** Authorizes a payment, once for its id. Asked again, it answers what is known by then. */
export async function createPayment(call: Call, wire: WirePayment, testSuite: boolean): Promise<Answer> {
  const { options, store, leaseMs } = call.wiring
  if (options.createPayment === undefined) return refuse(call, 'not-supported', 501)
  const payment = checkPayment(wire, { merchant: call.merchant, testSuite })
  if (payment === null) return refuse(call, 'invalid-value', 400)
  const key = keyOf(call, 'payment')
  const begun = await store.begin(key, { fingerprint: 'payment', leaseMs, group: key })
  switch (begun.state) {
    case 'done':
      return again(call, payment, begun.record.data)
    case 'open':
      await store.suspend(key, begun.lease, begun.record ?? { money: 'open', data: null })
      return again(call, payment, begun.record?.data ?? null)
    case 'running':
    case 'conflict':
    case 'blocked':
    case 'over_limit':
      return refuse(call, 'in-progress')
    case 'new':
      break
  }
  let result: CreatePaymentResult
  let body: string
  try {
    result = await options.createPayment(payment)
    body = paymentBody(payment, result, [...call.secrets, ...secretsOf(payment)])
  } catch (error) {
    call.wiring.report(error)
    await store.release(key, begun.lease)
    return refuse(call, 'internal')
  }
  const { amount, paymentMethod, callbackUrl } = payment
  const record = { currency: amount.currency, amount: amount.amount, paymentMethod, callbackUrl, body }
  if (result.status === 'undefined') {
    const data = { ...record, facts: factsOf(record, result) }
    await store.suspend(key, begun.lease, { money: 'open', data }, handleOf(call.wiring, payment))
  } else {
    await store.complete(key, begun.lease, { money: 'none', data: { ...record, facts: factsOf(record, result) } })
  }
  return { status: 200, body }
}

/** What settlements must know of the payment. */
export function factsOf({ currency, amount }: PaymentRecord, result: CreatePaymentResult): JsonObject {
  const state = { approved: 'authorized', denied: 'denied', undefined: 'pending' }[result.status]
  const ceiling = result.status === 'approved' && result.maxValue !== undefined ? { maxValue: result.maxValue } : {}
  return { currency, authorized: amount, state, ...ceiling }
}

export function readPaymentRecord(data: JsonValue): PaymentRecord | null {
  if (typeof data !== 'object' || data === null || !('body' in data)) return null
  const { currency, amount, paymentMethod, callbackUrl, body } = data
  if (typeof body !== 'string' || typeof currency !== 'string' || typeof amount !== 'string') return null
  return {
    currency,
    amount,
    body,
    paymentMethod: String(paymentMethod),
    callbackUrl: typeof callbackUrl === 'string' ? callbackUrl : null,
  }
}

function again(call: Call, { amount }: PaymentRequest, data: JsonValue): Answer {
  const record = readPaymentRecord(data)
  if (record === null) return refuse(call, 'internal')
  const differs = record.currency !== amount.currency || record.amount !== amount.amount
  return differs ? refuse(call, 'payment-differs', 400) : { status: 200, body: record.body }
}

/** Creating a payment moves no money, so the handle stands for nothing but the wait. */
function handleOf({ clock }: Wiring, { merchant, paymentId, idempotencyKey }: PaymentRequest) {
  return {
    version: 1 as const,
    provider: 'vtex-connector',
    environment: 'live',
    account: accountOf(merchant),
    operation: `payment:${idempotencyKey}`,
    idempotencyKey,
    ids: { paymentId },
    fingerprint: sha256Hex(idempotencyKey),
    firstSentAt: isoTime(clock.now()),
  }
}
