import type { ContractSubject, ProviderAnswer } from '@cap/core/testing'
import type { SettlementRequest } from './capture-schema.ts'
import { createVtexProviderEmulator, type VtexProviderEmulator } from './emulator.ts'
import { createVtexGateway } from './vtex.ts'

const credentials = { appKey: 'contract-key-5f10', appToken: 'contract-token-that-must-never-be-said' }
const setting = 'contract-setting-that-must-never-be-said'

/** This package and its emulator, for `captureContract` and `runSchedule`. */
export function vtexSubject(): ContractSubject<SettlementRequest, VtexProviderEmulator> {
  return {
    provider: 'vtex',
    keyed: true,
    readsFirst: false,
    secrets: [credentials.appKey, credentials.appToken, setting],
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
    refusals: ({ paymentId, requestId }) => [
      ...[401, 400, 403, 404, 409, 422, 500, 501, 200, 202].map((status) => failure(status, paymentId, requestId)),
      failure(500, paymentId, requestId, 'refund-manually'),
      { name: '401 with an empty body', status: 401, body: '' },
      { name: '401 of a proxy', status: 401, body: '<html>Sign in</html>' },
    ],
  }
}

/** The failure body; nothing was settled under it, whatever the status. */
function failure(status: number, paymentId: string, requestId: string, code = 'ERR123'): ProviderAnswer {
  const name = `${status} with the failure body${code === 'ERR123' ? '' : ` and ${code}`}`
  return {
    name,
    status,
    body: JSON.stringify({ paymentId, settleId: null, value: 0, code, message: 'No.', requestId }),
  }
}
