import { money } from '@cap/core/http'
import { asCaptures, type OperationSubject } from '@cap/core/testing'
import { accessToken, payerToken } from '../contract-account.ts'
import type { MercadoPagoEmulatorOptions } from '../emulator/options.ts'
import { noSuchPayment } from '../emulator/refunds.ts'
import { problem } from '../emulator/scenarios.ts'
import { createMercadoPago } from '../mercadopago.ts'
import { commonRefusals, type OperationEmulator, operationSubject } from './operation-subject.ts'
import { type MercadoPagoRefundRequest, refund, resolveRefund } from './refund.ts'

/**
 * Refunds, for `captureContract` and `runSchedule`, which compare them with the book of refunds.
 *
 * @param what a part of the payment, or everything. Default `partial`
 * @param emulator other options than the emulator's own: what becomes of refunds
 */
export function mercadopagoRefundSubject(
  what: 'partial' | 'full' = 'partial',
  emulator: MercadoPagoEmulatorOptions = {},
): OperationSubject<MercadoPagoRefundRequest, OperationEmulator> {
  return {
    ...operationSubject((all) => all.refunds(), emulator),
    createClient: (options) => {
      const client = createMercadoPago({ ...options, accessToken })
      return asCaptures({
        run: (request, given) => refund(client, request, given),
        resolve: (handle, given) => resolveRefund(client, handle, given),
        done: ({ amount, basis, replayed }) => ({ amount, basis, replayed }),
      })
    },
    request: ({ all }, number) => {
      const paymentId = all.pay({ amount: '700.50', payerToken })
      const idempotencyKey = `contract-refund-${number}`
      return what === 'full'
        ? { paymentId, amount: 'full', expected: money('700.50', 'BRL'), idempotencyKey }
        : { paymentId, amount: money(`25.1${number}`, 'BRL'), idempotencyKey }
    },
    isCapture: ({ method, path }) => method === 'POST' && path.endsWith('/refunds'),
    isOf: ({ key }, { idempotencyKey }) => key === idempotencyKey,
    refusals: ({ amount }) => [
      ...commonRefusals(),
      { name: 'no such payment', status: 404, body: JSON.stringify(noSuchPayment.body) },
      {
        name: 'bad id',
        status: 400,
        body: JSON.stringify(problem(400, 'bad_request', 'Invalid splitter id.', '400048')),
      },
      { name: 'refund rejected', status: 200, body: refundIn('rejected', amount), ownRecord: true },
      { name: 'refund cancelled', status: 200, body: refundIn('cancelled', amount) },
    ],
  }
}

function refundIn(status: string, amount: MercadoPagoRefundRequest['amount']): string {
  const units = amount === 'full' ? 700.5 : Number(amount.amount)
  return JSON.stringify([{ id: 1, payment_id: 2, amount: units, status }])
}
