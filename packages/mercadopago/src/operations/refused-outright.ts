import type { Refusal } from '@cap/core/http'
import { type MercadoPagoError, rawError } from '../error.ts'
import { refused } from '../error-outcome.ts'

/** Six digits, or five in some files of the reference. */
const noSuchPayment = new Set(['404002', '40402'])

/**
 * Refusals that mean more to an operation on a payment than to a capture. Its path names the payment: that there is none
 * proves that nothing was done to it. And it carries no payer token, so that a 401 can only be about the access token.
 */
export function refusedOutright(status: number, error: MercadoPagoError | null): Refusal | null {
  if (error === null || (error.status !== null && error.status !== status)) return null
  const raw = rawError(error)
  if (status === 401) return refused('unauthorized', status, error, raw)
  if (status !== 404 || !error.causes.some(({ code }) => code !== null && noSuchPayment.has(code))) return null
  return refused('refused', status, error, raw, "check paymentId: it is an outcome's advancedPaymentId")
}
