import type { ClientOptions } from '@cap/core/http'
import { asCaptures, type ContractSubject, type OperationSubject, type ProviderAnswer } from '@cap/core/testing'
import type { SettlementRequest } from './capture-schema.ts'
import { createVtexProviderEmulator, type VtexProviderEmulator } from './emulator.ts'
import { cancel, resolveCancel } from './operations/cancel.ts'
import type { CancelRequest } from './operations/cancel-schema.ts'
import { createPayment, resolveCreatePayment } from './operations/create-payment.ts'
import type { CreatePaymentRequest } from './operations/payment-request.ts'
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

const card = {
  holder: 'Holder That Must Never Be Said',
  number: '4111111111111111',
  csc: '737',
  expiration: { month: '03', year: '2030' },
}
const address = {
  country: 'BRA',
  street: 'Rua A',
  number: '1',
  neighborhood: 'Centro',
  postalCode: '01000000',
  city: 'São Paulo',
  state: 'SP',
}

/** The payments this package creates and its emulator, for `captureContract` and `runSchedule`. */
export function vtexCreatePaymentSubject(): OperationSubject<CreatePaymentRequest, VtexProviderEmulator> {
  return {
    ...common,
    secrets: [...common.secrets, card.number, card.holder],
    createEmulator: () => showing((emulator) => emulator.authorizations()),
    createClient(options) {
      const gateway = createGateway(options)
      return asCaptures({
        run: (request: CreatePaymentRequest, given) => createPayment(gateway, request, given),
        resolve: (handle, given) => resolveCreatePayment(gateway, handle, given),
        done: () => ({ amount: null, basis: 'answer', replayed: false }),
      })
    },
    request: (_, number) => ({
      paymentId: `F5C1A4E20D3B4E07B7E8${number}`,
      transactionId: 'D3AA1FC8372E430E8236649DB5EBD08E',
      reference: '618272',
      orderId: '1072430428324',
      shopperInteraction: 'ecommerce',
      paymentMethod: 'Visa',
      merchantName: 'mystore',
      amount: { amount: '45.00', currency: 'BRL' },
      installments: 1,
      card,
      deviceFingerprint: '75076388',
      miniCart: {
        shippingValue: '0.00',
        taxValue: '0.00',
        buyer: {
          firstName: 'A',
          lastName: 'B',
          document: null,
          documentType: null,
          email: 'a@b.example',
          phone: '+55',
        },
        shippingAddress: address,
        billingAddress: address,
        items: [],
      },
      url: 'https://store.example/order',
      callbackUrl: 'https://gateway.example/callback',
      returnUrl: 'https://store.example/return',
      merchantSettings: [{ name: 'password', value: setting }],
    }),
    isCapture: ({ path }) => path.endsWith('/payments'),
    isOf: (entry, request) => entry.payment === request.paymentId,
    refusals: ({ paymentId }) => [
      ...[400, 401, 403, 404, 409, 500, 200].map((status) => ({
        name: `${status} with the error`,
        status,
        body: '{"status":"error","code":"ERR123","message":"No."}',
      })),
      { name: '401 with an empty body', status: 401, body: '' },
      { name: '400 of a proxy', status: 400, body: '<html>Bad request</html>' },
      // What the provider denies it has not authorized, and will not.
      { name: 'denied', status: 200, body: JSON.stringify({ paymentId, status: 'denied', tid: 'T' }), ownRecord: true },
    ],
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
