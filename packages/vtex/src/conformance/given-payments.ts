import { CaptureError, compareMoney, type Money, readWireAmount } from '@cap/core/http'
import { newPayment, type Payment } from './bodies.ts'
import type { AuthorizedPayment, ConformanceOptions } from './options.ts'

/** Payments that were authorized elsewhere. */
export interface GivenPayments {
  /** One of a value that no check has had, or why there is none. */
  next(value: string): Promise<Payment | { readonly missing: string }>
}

/** @throws CaptureError `invalid_request` for a payment that makes no sense */
export function readPayments(given: ConformanceOptions['payments'], currency: string): GivenPayments | null {
  if (given === undefined) return null
  if (typeof given === 'function') {
    return {
      async next(value) {
        try {
          return toPayment(await given(value), currency, 'payments()', value)
        } catch (error) {
          return { missing: `payments(${value}) gave none: ${error instanceof Error ? error.message : 'it threw'}` }
        }
      },
    }
  }
  const left = given.map((one, index) => toPayment(one, currency, `payments.${index}`))
  const ids = new Set(left.map(({ paymentId }) => paymentId))
  if (ids.size < left.length) throw refuse('payments', 'must not name a payment twice: each check needs one of its own')
  return {
    async next(value) {
      const index = left.findIndex((payment) => payment.value === value)
      const [found] = index < 0 ? [] : left.splice(index, 1)
      return found ?? { missing: `none of ${value} is left of the ${given.length} that were given to the run` }
    },
  }
}

function toPayment(one: AuthorizedPayment, currency: string, field: string, wanted?: string): Payment {
  if (typeof one !== 'object' || one === null) throw refuse(field, 'must be a payment')
  const { paymentId, transactionId, authorizationId, tid, nsu } = one
  if (typeof paymentId !== 'string' || paymentId.trim() === '') throw refuse(`${field}.paymentId`, 'must be text')
  for (const name of ['transactionId', 'authorizationId', 'tid', 'nsu'] as const) {
    if (one[name] !== undefined && typeof one[name] !== 'string') throw refuse(`${field}.${name}`, 'must be text')
  }
  const value = amountOf(one.value, currency)
  if (value === null || (wanted !== undefined && value.amount !== wanted)) {
    throw refuse(`${field}.value`, `must be ${wanted ?? 'an amount with two digits, as text'}`)
  }
  const limit = one.maxValue === undefined ? value : amountOf(one.maxValue, currency)
  if (limit === null || compareMoney(limit, value) < 0) {
    throw refuse(`${field}.maxValue`, 'must be an amount with two digits, as text, and at least the value')
  }
  const fresh = newPayment('Visa', null, value.amount)
  return {
    ...fresh,
    paymentId,
    transactionId: transactionId ?? fresh.transactionId,
    authorizationId: authorizationId ?? null,
    tid: tid ?? null,
    nsu: nsu ?? null,
    limit: limit.amount,
  }
}

function amountOf(text: unknown, currency: string): Money | null {
  return typeof text === 'string' && /^\d+\.\d\d$/.test(text) ? readWireAmount(text, currency) : null
}

function refuse(field: string, problem: string): CaptureError {
  return new CaptureError({ code: 'invalid_request', provider: 'vtex', field, message: `${field} ${problem}` })
}
