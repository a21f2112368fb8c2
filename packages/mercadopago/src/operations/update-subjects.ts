import { money } from '@cap/core/http'
import { asCaptures, type OperationSubject, type ProviderAnswer } from '@cap/core/testing'
import { accessToken, payerToken } from '../contract-account.ts'
import type { MercadoPagoEmulatorOptions } from '../emulator/options.ts'
import { noSuchPayment } from '../emulator/refunds.ts'
import { createMercadoPago } from '../mercadopago.ts'
import { cancel, type MercadoPagoCancelRequest, resolveCancel } from './cancel.ts'
import {
  captureAuthorized,
  type MercadoPagoCaptureAuthorizedRequest,
  resolveCaptureAuthorized,
} from './capture-authorized.ts'
import { commonRefusals, type OperationEmulator, operationSubject } from './operation-subject.ts'

/** Second steps of two-step captures, for `captureContract` and `runSchedule`, which compare them with the book. */
export function mercadopagoCaptureAuthorizedSubject(
  emulator: MercadoPagoEmulatorOptions = {},
): OperationSubject<MercadoPagoCaptureAuthorizedRequest, OperationEmulator> {
  return {
    ...operationSubject((all) => all.book(), emulator),
    ...shared,
    createClient: (options) => {
      const client = createMercadoPago({ ...options, accessToken })
      return {
        capture: (request, given) => captureAuthorized(client, request, given),
        resolve: (handle, given) => resolveCaptureAuthorized(client, handle, given),
      }
    },
    request: (double, number) => authorized(double, 'capture', number),
  }
}

/** Cancellations of authorized payments, for `captureContract` and `runSchedule`, with the book of cancellations. */
export function mercadopagoCancelSubject(
  emulator: MercadoPagoEmulatorOptions = {},
): OperationSubject<MercadoPagoCancelRequest, OperationEmulator> {
  return {
    ...operationSubject((all) => all.cancellations(), emulator),
    ...shared,
    createClient: (options) => {
      const client = createMercadoPago({ ...options, accessToken })
      return asCaptures({
        run: (request, given) => cancel(client, request, given),
        resolve: (handle, given) => resolveCancel(client, handle, given),
        done: ({ basis, replayed }) => ({ amount: null, basis, replayed }),
      })
    },
    request: (double, number) => authorized(double, 'cancel', number),
  }
}

const shared = {
  isCapture: ({ method }: { readonly method: string }) => method === 'PUT',
  isOf: ({ key }: { readonly key: string | null }, request: { readonly idempotencyKey: string }) =>
    key === request.idempotencyKey,
  refusals: (): readonly ProviderAnswer[] => [
    ...commonRefusals(),
    { name: 'no such payment', status: 404, body: JSON.stringify(noSuchPayment.body) },
  ],
}

function authorized({ all }: OperationEmulator, what: string, number: number) {
  const externalReference = `Pago_${number}`
  const paymentId = all.pay({ amount: '700.50', payerToken, externalReference, authorizedOnly: true })
  return {
    paymentId,
    amount: money('700.50', 'BRL'),
    externalReference,
    idempotencyKey: `contract-${what}-${number}`,
  }
}
