import type { ClientOptions } from '@cap/core/http'
import { asCaptures, type ContractSubject, type OperationSubject, type ProviderAnswer } from '@cap/core/testing'
import type { SettlementRequest } from './capture-schema.ts'
import { createVtexProviderEmulator, type VtexProviderEmulator } from './emulator.ts'
import { cancel, resolveCancel } from './operations/cancel.ts'
import type { CancelRequest } from './operations/cancel-schema.ts'
import { refund, resolveRefund } from './operations/refund.ts'
import type { RefundRequest } from './operations/refund-schema.ts'
import { createVtexGateway } from './vtex.ts'

const credentials = { appKey: 'contract-key-5f10', appToken: 'contract-token-that-must-never-be-said' }
const setting = 'contract-setting-that-must-never-be-said'

const common = {
  provider: 'vtex',
  keyed: true,
  readsFirst: false,
  secrets: [credentials.appKey, credentials.appToken, setting],
}

/** This package and its emulator, for `captureContract` and `runSchedule`. */
export function vtexSubject(): ContractSubject<SettlementRequest, VtexProviderEmulator> {
  return {
    ...common,
    createEmulator: () => createVtexProviderEmulator({ credentials, autoAuthorize: null }),
    createClient: (options) => createVtexGateway({ ...credentials, ...options }),
    request(emulator, number) {
      const paymentId = `F5C1A4E20D3B4E07B7E8${number}`
      // Room for the settlement twice: a second movement must show in the book, not be refused.
      emulator.authorize({ paymentId, amount: { amount: '90.00', currency: 'BRL' }, authorizationId: '5784589' })
      return {
        transactionId: 'D3AA1FC8372E430E8236649DB5EBD08E',
        requestId: `2019-02-04T22:53:42-${number}`,
        paymentId,
        amount: { amount: '45.00', currency: 'BRL' },
        authorizationId: '5784589',
        merchantSettings: [{ name: 'password', value: setting }],
      }
    },
    isCapture: ({ path }) => path.endsWith('/settlements'),
    isOf: (entry, request) => entry.payment === request.paymentId && entry.key === request.requestId,
    refusals: (request) => refusalsOf(request, 'settleId', ['refund-manually']),
  }
}

/** The refunds of this package and its emulator, for `captureContract` and `runSchedule`. */
export function vtexRefundSubject(): OperationSubject<RefundRequest, VtexProviderEmulator> {
  return {
    ...common,
    createEmulator: () => showing((emulator) => emulator.refunds()),
    createClient(options) {
      const gateway = createGateway(options)
      return asCaptures({
        run: (request: RefundRequest, given) => refund(gateway, request, given),
        resolve: (handle, given) => resolveRefund(gateway, handle, given),
        done: ({ amount, basis, replayed }) => ({ amount, basis, replayed }),
      })
    },
    request(emulator, number) {
      const paymentId = `F5C1A4E20D3B4E07B7E8${number}`
      // Room for the refund twice: a second movement must show in the book, not be refused.
      const settleId = emulator.settle({ paymentId, amount: { amount: '90.00', currency: 'BRL' } })
      return {
        transactionId: 'D3AA1FC8372E430E8236649DB5EBD08E',
        requestId: `2020-06-22T21:50:11-${number}`,
        paymentId,
        settleId,
        tid: 'TID-2803DE74DA',
        amount: { amount: '45.00', currency: 'BRL' },
        merchantSettings: [{ name: 'password', value: setting }],
      }
    },
    isCapture: ({ path }) => path.endsWith('/refunds'),
    isOf: (entry, request) => entry.payment === request.paymentId && entry.key === request.requestId,
    refusals: (request) => refusalsOf(request, 'refundId', ['refund-manually', 'cancel-manually']),
  }
}

/** The cancellations of this package and its emulator, for `captureContract` and `runSchedule`. */
export function vtexCancelSubject(): OperationSubject<CancelRequest, VtexProviderEmulator> {
  return {
    ...common,
    createEmulator: () => showing((emulator) => emulator.cancellations()),
    createClient(options) {
      const gateway = createGateway(options)
      return asCaptures({
        run: (request: CancelRequest, given) => cancel(gateway, request, given),
        resolve: (handle, given) => resolveCancel(gateway, handle, given),
        done: ({ basis, replayed }) => ({ amount: null, basis, replayed }),
      })
    },
    request(emulator, number) {
      const paymentId = `F5C1A4E20D3B4E07B7E8${number}`
      emulator.authorize({ paymentId, amount: { amount: '45.00', currency: 'BRL' }, authorizationId: '5784589' })
      return {
        requestId: `D12D9B80972C462980F5${number}`,
        paymentId,
        authorizationId: '5784589',
        amount: { amount: '45.00', currency: 'BRL' },
        merchantSettings: [{ name: 'password', value: setting }],
      }
    },
    isCapture: ({ path }) => path.endsWith('/cancellations'),
    isOf: (entry, request) => entry.payment === request.paymentId && entry.key === request.requestId,
    refusals: (request) => refusalsOf(request, 'cancellationId', ['cancel-manually', 'refund-manually']),
  }
}

/** The emulated provider, with another of its books as the book. */
function showing(book: (emulator: VtexProviderEmulator) => ReturnType<VtexProviderEmulator['book']>) {
  const emulator = createVtexProviderEmulator({ credentials, autoAuthorize: null })
  return { ...emulator, book: () => book(emulator) }
}

function createGateway(options: ClientOptions & { readonly baseUrl: string }) {
  return createVtexGateway({ ...credentials, ...options })
}

/** The provider's answers under which it did nothing, whatever the status. */
function refusalsOf(
  ids: { readonly paymentId: string; readonly requestId: string },
  idField: string,
  manualCodes: readonly string[],
): readonly ProviderAnswer[] {
  const failure = (status: number, code = 'ERR123') => ({
    name: `${status} with the failure body${code === 'ERR123' ? '' : ` and ${code}`}`,
    status,
    body: JSON.stringify({
      paymentId: ids.paymentId,
      [idField]: null,
      ...(idField === 'cancellationId' ? {} : { value: 0 }),
      code,
      message: 'No.',
      requestId: ids.requestId,
    }),
  })
  return [
    ...[401, 400, 403, 404, 409, 422, 500, 501, 200, 202].map((status) => failure(status)),
    ...manualCodes.flatMap((code) => [failure(500, code), ...(code === manualCodes[0] ? [failure(501, code)] : [])]),
    { name: '401 with an empty body', status: 401, body: '' },
    { name: '401 of a proxy', status: 401, body: '<html>Sign in</html>' },
  ]
}
