import { CaptureError } from '@cap/core/http'
import { type Delivery, sendCallback } from './callback.ts'
import { factsOf, readPaymentRecord } from './create-payment.ts'
import type { DecidedPayment } from './create-payment-types.ts'
import { keyOf, type Scope } from './keys.ts'
import { paymentBody } from './payment-answer.ts'
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
  const key = keyOf({ merchant, paymentId }, 'payment')
  const begun = await store.begin(key, { fingerprint: 'payment', leaseMs, group: key })
  const send = (url: string | null, body: string) => sendCallback(wiring.options.callback ?? {}, url, body)
  switch (begun.state) {
    case 'new':
      await store.release(key, begun.lease)
      throw invalid('paymentId', 'must be that of a payment that was created here')
    case 'done': {
      const record = readPaymentRecord(begun.record.data)
      if (record === null) throw invalid('paymentId', 'must be that of a payment that was created here')
      return send(record.callbackUrl, record.body)
    }
    case 'open': {
      const found = begun.record ?? { money: 'open', data: null }
      const record = readPaymentRecord(found.data)
      try {
        if (record === null) throw invalid('paymentId', 'must be that of a payment that was created here')
        const { amount, currency, paymentMethod } = record
        const body = paymentBody({ paymentId, paymentMethod, amount: { amount, currency } }, result)
        const data = { ...record, body, facts: factsOf(record, result) }
        await store.complete(key, begun.lease, { money: 'none', data })
        return await send(record.callbackUrl, body)
      } catch (error) {
        await store.suspend(key, begun.lease, found).catch(() => {})
        throw error
      }
    }
    case 'running':
    case 'conflict':
    case 'blocked':
    case 'over_limit':
      throw new CaptureError({
        code: 'lookup_failed',
        provider: 'vtex',
        message: 'the payment is being created at this moment: call again',
      })
  }
}

function invalid(field: string, problem: string): CaptureError {
  return new CaptureError({ code: 'invalid_request', provider: 'vtex', field, message: `${field} ${problem}` })
}
