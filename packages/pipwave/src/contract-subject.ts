import type { ContractSubject, ProviderAnswer } from '@cap/core/testing'
import type { PipwaveCaptureRequest } from './capture-schema.ts'
import { createPipwaveEmulator, type Gateway, type PipwaveEmulator } from './emulator.ts'
import { createPipwave } from './pipwave.ts'

const apiKey = 'contract-key-that-must-never-be-said-0001'
const apiSecret = 'contract-secret-that-must-never-be-said'

/** Codes under which nothing is executed: the refusals that are thrown, the declines, and 400 with an unchanged state. */
const codes = [400, 401, 403, 404, 9001, 1001, 1002, 2001, 2002, 4001, 4002, 4003, 4004, 4005, 4006, 4501]

/**
 * This package and its emulator, for `captureContract` and `runSchedule`.
 *
 * @param gateway how the payments behave. At an asynchronous one a request that the network delivers twice moves the money
 *   twice, whatever the client does. Default: `normal`.
 */
export function pipwaveSubject(gateway: Gateway = 'normal'): ContractSubject<PipwaveCaptureRequest, PipwaveEmulator> {
  return {
    provider: 'pipwave',
    keyed: false,
    readsFirst: true,
    secrets: [apiKey, apiSecret],
    createEmulator: () => createPipwaveEmulator({ apiKey, apiSecret }),
    createClient: (options) => createPipwave({ apiKey, apiSecret, environment: 'staging', ...options }),
    request(emulator, number) {
      const pwId = `PW${number}`
      emulator.addPayment({ pwId, txnId: `ORDER-${number}`, total: '100.00', currency: 'MYR', gateway })
      return { pwId }
    },
    isCapture: ({ body }) => body.includes('"action":"capture-payment"'),
    isOf: (entry, request) => entry.payment === request.pwId,
    refusals: () => codes.map(refusal),
  }
}

function refusal(code: number): ProviderAnswer {
  return { name: `status ${code}`, status: 200, body: JSON.stringify({ status: code, message: 'No.' }) }
}
