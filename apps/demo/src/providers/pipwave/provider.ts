import { type Money, money } from '@cap/core'
import type { Scenario } from '@cap/core/testing'
import { createPipwave, type PipwaveCaptureRequest } from '@cap/pipwave'
import { createPipwaveEmulator, emulatorAccount, pipwaveScenarios } from '@cap/pipwave/emulator'
import { pipwaveSubject } from '@cap/pipwave/testing'
import { defineProvider } from '../../engine/define-provider.ts'
import { textOf, type Values } from '../../engine/field.ts'
import { authorizedOf, freshId } from '../filled-in.ts'
import { type GatewayName, gatewayNames, gateways, pipwaveFieldOf, pipwaveFields } from './fields.ts'
import { pipwaveProbe } from './probe/probe.ts'
import { captureOf, partialCaptureOf } from './request.ts'
import { pipwaveSandbox } from './sandbox.ts'

const gatewayPrefix = 'gateway-'

/** A gateway's behaviour is a property of the payment, and for the one who captures a scenario like the others. */
const gatewayScenarios: readonly Scenario[] = gatewayNames
  .filter((name) => name !== 'normal')
  .map((name) => ({
    name: `${gatewayPrefix}${name}`,
    title: gateways[name],
    source: 'not documented: what requery shows before and after a capture',
  }))

export const pipwave = defineProvider({
  title: 'pipwave',
  subject: pipwaveSubject(),
  scenarios: [...pipwaveScenarios, ...gatewayScenarios],
  fields: pipwaveFields,
  fieldOf: pipwaveFieldOf,
  paymentFields: ['pw-id', 'txn-id'],
  batchFields: [['pw-id', 'txn-id']],
  keyField: null,
  plain: { amount: '19.99', currency: 'MYR' },
  prepare(values, earlier) {
    const request = named(captureOf(values))
    const emulator = earlier ?? createPipwaveEmulator()
    const { amount: total, currency } = authorizedFor(values, request)
    let gateway = gatewayOf(textOf(values, 'gateway'))
    const { txnId = `TXN-${freshId(4)}`, pwId = `PW-${txnId}` } = request
    const admit = () => {
      if (emulator.payment(pwId) === null) emulator.addPayment({ pwId, txnId, total, currency, gateway })
    }
    return {
      emulator,
      request,
      admit,
      secrets: [emulatorAccount.apiKey, emulatorAccount.apiSecret],
      createClient(options) {
        admit()
        return createPipwave({
          ...options,
          ...emulatorAccount,
          environment: 'staging',
          partialCapture: partialCaptureOf(values),
        })
      },
      play(name, times) {
        if (name.startsWith(gatewayPrefix)) gateway = gatewayOf(name.slice(gatewayPrefix.length))
        else for (let left = times; left > 0; left--) emulator.play(name)
      },
    }
  },
  sandbox: pipwaveSandbox,
  probe: pipwaveProbe,
})

function named(request: PipwaveCaptureRequest): PipwaveCaptureRequest {
  return request.pwId === undefined && request.txnId === undefined ? { pwId: `PW${freshId(8)}`, ...request } : request
}

function gatewayOf(name: string | undefined): GatewayName {
  return gatewayNames.find((candidate) => candidate === name) ?? 'normal'
}

/** What the payment is authorised for: as filled in, or else what is captured, when that is money at all. */
function authorizedFor(values: Values, { amount }: PipwaveCaptureRequest): Money {
  const authorized = authorizedOf(values, amount?.currency ?? 'MYR')
  if (authorized !== undefined) return authorized
  try {
    if (amount !== undefined) return money(amount.amount, amount.currency)
  } catch {
    // The package says what is wrong with it, and where.
  }
  return { amount: '100.00', currency: 'MYR' }
}
