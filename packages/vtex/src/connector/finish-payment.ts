import { CaptureError } from '@cap/core/http'
import { type Delivery, sendCallback } from './callback.ts'
import type { DecidedPayment } from './create-payment-types.ts'
import { keyOf, type Scope } from './keys.ts'
import { paymentBody } from './payment-answer.ts'
import { factsOf, findPayment, isUndecided, type PaymentRecord, readPaymentRecord } from './payment-record.ts'
import type { Wiring } from './wiring.ts'

/** How an asynchronous payment was decided. */
export interface FinishedPayment extends Scope {
  readonly result: DecidedPayment
}

/**
 * Writes down how an asynchronous payment was decided, and tells VTEX. From then on VTEX is answered that whenever it asks.
 * Calling it again sends the callback again; the first decision stays.
 *
 * @throws CaptureError `invalid_request` for an unknown payment, or a result that VTEX would not take
 */
export async function finishPayment(
  wiring: Wiring,
  { merchant, paymentId, result }: FinishedPayment,
): Promise<Delivery> {
  const { store, leaseMs } = wiring
  // The first decision stays: one that is none would leave the payment undecided for ever.
  if (result?.status !== 'approved' && result?.status !== 'denied') {
    throw invalid('result.status', 'must be "approved" or "denied"')
  }
  const scope = { merchant, paymentId }
  const found = await findPayment(store, scope)
  if (found === null) throw invalid('paymentId', 'must be that of a payment that was created here')
  if (found === 'running') throw busy()
  const send = ({ callbackUrl, body }: PaymentRecord) => sendCallback(wiring.options.callback ?? {}, callbackUrl, body)
  if (!isUndecided(found)) return send(found)

  const { amount, currency, paymentMethod } = found
  const body = paymentBody({ paymentId, paymentMethod, amount: { amount, currency } }, result, configured(wiring))
  const record: PaymentRecord = { ...found, body, facts: factsOf(found, result) }
  const key = keyOf(scope, 'payment-decided')
  // In the group of the payment: it expires with it.
  const group = keyOf(scope, 'payment')
  const begun = await store.begin(key, { fingerprint: 'payment-decided', leaseMs, group })
  if (begun.state === 'done') return send(readPaymentRecord(begun.record.data) ?? record)
  if (begun.state !== 'new') throw busy()
  await store.complete(key, begun.lease, { money: 'none', data: record })
  return send(record)
}

/** There is no request here whose secrets could be hidden; those of the connector itself can. */
function configured({ options: { authenticate, callback } }: Wiring): readonly string[] {
  const keys = typeof authenticate === 'function' ? [] : authenticate.map(({ appToken }) => appToken)
  return callback?.appToken === undefined ? keys : [...keys, callback.appToken]
}

function busy(): CaptureError {
  const message = 'the payment is being created or decided at this moment: call again'
  return new CaptureError({ code: 'lookup_failed', provider: 'vtex', message })
}

function invalid(field: string, problem: string): CaptureError {
  return new CaptureError({ code: 'invalid_request', provider: 'vtex', field, message: `${field} ${problem}` })
}
