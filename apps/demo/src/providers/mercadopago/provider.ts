import { createMercadoPago, type MercadoPagoCaptureRequest } from '@cap/mercadopago'
import { createMercadoPagoEmulator, type MercadoPagoEmulator, mercadoPagoScenarios } from '@cap/mercadopago/emulator'
import { mercadopagoSubject } from '@cap/mercadopago/testing'
import { defineProvider } from '../../engine/define-provider.ts'
import { textOf } from '../../engine/field.ts'
import { mercadopagoFieldOf, mercadopagoFields } from './fields.ts'
import { mercadopagoProbe } from './probe/probe.ts'
import { chargeOf, industryOf } from './request.ts'
import { mercadopagoSandbox } from './sandbox.ts'

const accessToken = 'TEST-4510-emulated-access-token-786547'

export const mercadopago = defineProvider({
  title: 'Mercado Pago',
  subject: mercadopagoSubject(),
  scenarios: mercadoPagoScenarios,
  fields: mercadopagoFields,
  fieldOf: mercadopagoFieldOf,
  paymentFields: ['reference'],
  batchFields: [['reference']],
  keyField: 'key',
  plain: { amount: '700.50', currency: 'BRL' },
  prepare(values, known) {
    const payerToken = textOf(values, 'payer-token') ?? 'emulated-payer-token-1d6c'
    const request = chargeOf(values, payerToken, 'emulator')
    const emulator = known ?? emulatorFor(request)
    return {
      emulator,
      request,
      secrets: [accessToken, request.payerToken],
      createClient: (options) => createMercadoPago({ ...options, accessToken, ...industryOf(values) }),
      play: (name, times) => emulator.play(name, times),
    }
  },
  sandbox: mercadopagoSandbox,
  probe: mercadopagoProbe,
})

/** The account's site follows from the currency. Of one without a site, the package says what is wrong with it. */
function emulatorFor({ amount }: MercadoPagoCaptureRequest): MercadoPagoEmulator {
  const options = { accessTokens: [accessToken] }
  try {
    return createMercadoPagoEmulator({ ...options, currency: amount?.currency })
  } catch {
    return createMercadoPagoEmulator(options)
  }
}
