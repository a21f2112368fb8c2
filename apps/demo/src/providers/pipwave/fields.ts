import type { Field } from '../../engine/field.ts'
import { amountFields, requestField } from '../filled-in.ts'

/** How an emulated gateway and pipwave's flag behave after a capture: what is not documented, in every reading. */
export const gateways = {
  normal: 'the payment is paid at once, and nothing more is to be captured',
  asynchronous: 'accepted, and the payment stays in AUTHORISATION until its gateway confirms',
  'never-confirms': 'accepted, and the payment stays in AUTHORISATION for ever',
  'flag-stays-true': 'paid, and require_capture stays true',
  'flag-always-false': 'require_capture is false from the beginning',
  'flag-absent': 'pipwave does not say whether a capture is to be made',
} as const

export type GatewayName = keyof typeof gateways

export const gatewayNames = Object.keys(gateways) as readonly GatewayName[]

export const pipwaveFields: readonly Field[] = [
  ...amountFields('MYR').map((field) =>
    field.name === 'amount' ? { ...field, fallback: 'everything that is authorised' } : field,
  ),
  {
    name: 'pw-id',
    placeholder: 'id',
    help: "pipwave's id of the payment",
    fallback: 'a new one, unless --txn-id is given',
  },
  { name: 'txn-id', placeholder: 'id', help: "the merchant's id of the payment" },
  {
    name: 'by',
    placeholder: 'id',
    help: 'which ids the capture itself names',
    choices: ['pwId', 'txnId', 'both'],
    fallback: 'pwId',
  },
  { name: 'partial-capture', help: 'declares that every gateway of the account can capture a part' },
  { name: 'operation-id', placeholder: 'id', help: 'tells two captures of the same amount apart; never sent' },
  {
    name: 'authorized',
    placeholder: 'decimal',
    help: 'what the emulated payment is authorised for',
    fallback: 'the amount, or 100.00',
    emulatorOnly: true,
  },
  {
    name: 'gateway',
    placeholder: 'name',
    help: 'how the emulated gateway behaves after a capture',
    choices: gatewayNames,
    fallback: 'normal',
    emulatorOnly: true,
  },
  requestField,
]

/** Fields of the package's request and options, by the field they are filled in by. */
export const pipwaveFieldOf: Readonly<Record<string, string>> = {
  amount: 'amount',
  'amount.amount': 'amount',
  'amount.currency': 'currency',
  pwId: 'pw-id',
  txnId: 'txn-id',
  by: 'by',
  operationId: 'operation-id',
  partialCapture: 'partial-capture',
}
