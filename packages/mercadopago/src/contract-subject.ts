import { money } from '@cap/core/http'
import type { ContractSubject, ProviderAnswer } from '@cap/core/testing'
import type { MercadoPagoCaptureRequest } from './capture.ts'
import { accessToken, nextTurn, payerToken } from './contract-account.ts'
import { duplicatedPayment } from './declines.ts'
import { siteOf } from './emulator/amounts.ts'
import { createMercadoPagoEmulator } from './emulator/emulator.ts'
import type { MercadoPagoEmulator } from './emulator/options.ts'
import { recordOf } from './emulator/record.ts'
import { type MercadoPagoScenario, scenarios } from './emulator/scenarios.ts'
import { createMercadoPago } from './mercadopago.ts'

/** This package and its emulator, for `captureContract` and `runSchedule`. */
export function mercadopagoSubject(): ContractSubject<MercadoPagoCaptureRequest, MercadoPagoEmulator> {
  return {
    provider: 'mercadopago',
    keyed: true,
    readsFirst: false,
    secrets: [accessToken, payerToken],
    // One turn of the event loop for a payment: enough for a second request to meet the first one running.
    createEmulator: () => createMercadoPagoEmulator({ accessTokens: [accessToken], latencyMs: 0, pause: nextTurn }),
    createClient: (options) => createMercadoPago({ ...options, accessToken }),
    request: (_, number) => ({
      amount: money(`70${number}.50`, 'BRL'),
      description: 'Payment Description',
      externalReference: `Pago_${number}`,
      payerToken,
      idempotencyKey: `contract-${number}`,
    }),
    isCapture: ({ method, path }) => method === 'POST' && path.endsWith('/v1/advanced_payments'),
    isOf: ({ key }, { idempotencyKey }) => key === idempotencyKey,
    refusals: (request) => scenarios.flatMap((scenario) => refusalOf(scenario, request) ?? []),
  }
}

/** Scenarios that execute nothing, and are not over when they are repeated. */
function refusalOf({ name, script }: MercadoPagoScenario, request: MercadoPagoCaptureRequest): ProviderAnswer | null {
  if (script.kind === 'answer') {
    const passes = script.status === 429 || script.status >= 500
    return passes ? null : { name, status: script.status, body: JSON.stringify(script.body) }
  }
  if (script.status !== 'rejected' && script.status !== 'cancelled') return null
  const { status, statusDetail } = script
  const { externalReference, description } = request
  const charge = { asked: 70_050n, discount: 0n, description, externalReference, payerToken, later: false }
  const payment = {
    id: 80458724,
    insideId: null,
    charge,
    script,
    createdAt: '2026-01-01T00:00:00Z',
    status,
    statusDetail,
    reserved: false,
    refunds: [],
  }
  return {
    name,
    status: 201,
    body: JSON.stringify(recordOf(payment, siteOf('MLB'))),
    // A duplicate names an earlier charge, and a cancelled one may have been one: both can follow a capture.
    ownRecord: status === 'rejected' && statusDetail !== duplicatedPayment,
  }
}
