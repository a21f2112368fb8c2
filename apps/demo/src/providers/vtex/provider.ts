import { createVtexGateway } from '@cap/vtex'
import { createVtexProviderEmulator, vtexScenarios } from '@cap/vtex/emulator'
import { vtexSubject } from '@cap/vtex/testing'
import { defineProvider } from '../../engine/define-provider.ts'
import { known } from '../../engine/known.ts'
import { authorizedOf } from '../filled-in.ts'
import { vtexFieldOf, vtexFields } from './fields.ts'
import { vtexProbe } from './probe/probe.ts'
import { gatewayOptionsOf, settlementOf } from './request.ts'
import { vtexSandbox } from './sandbox.ts'

const credentials = { appKey: 'emulated-app-key-58c1', appToken: 'emulated-app-token-3f9b2c' }

export const vtex = defineProvider({
  title: 'VTEX',
  subject: vtexSubject(),
  scenarios: vtexScenarios,
  fields: vtexFields,
  fieldOf: vtexFieldOf,
  paymentFields: ['payment-id'],
  batchFields: [['payment-id'], ['request-id'], ['transaction-id']],
  keyField: 'request-id',
  plain: { amount: '45.00', currency: 'BRL' },
  prepare(values, earlier) {
    const request = settlementOf(values)
    const emulator = earlier ?? createVtexProviderEmulator({ credentials })
    const { currency = 'BRL' } = request.amount ?? {}
    const amount = authorizedOf(values, currency) ?? { amount: '1000000', currency }
    if (emulator.payment(request.paymentId) === null) emulator.authorize({ paymentId: request.paymentId, amount })
    return {
      emulator,
      request,
      secrets: Object.values(credentials),
      createClient: (options) => createVtexGateway({ ...options, ...credentials, ...gatewayOptionsOf(values) }),
      play(name, times) {
        const scenario = vtexScenarios.find((candidate) => candidate.name === name)
        known(
          'scenario',
          name,
          vtexScenarios.map((candidate) => candidate.name),
        )
        if (scenario !== undefined) emulator.play(scenario.name, times)
      },
    }
  },
  sandbox: vtexSandbox,
  probe: vtexProbe,
})
