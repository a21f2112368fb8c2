import type { Field } from '../../engine/field.ts'
import { amountFields, requestField } from '../filled-in.ts'

export const mercadopagoFields: readonly Field[] = [
  ...amountFields('BRL'),
  { name: 'description', placeholder: 'text', help: 'text of the charge', fallback: 'Demo capture' },
  { name: 'reference', placeholder: 'id', help: "the merchant's id of the payment", fallback: 'a new one' },
  {
    name: 'key',
    placeholder: 'key',
    help: 'the idempotency key',
    fallback: 'derived from the reference, the same for the same reference',
  },
  { name: 'statement-descriptor', placeholder: 'text', help: 'text of the card statement, letters and digits' },
  { name: 'session-id', placeholder: 'id', help: "the buyer's device: MP_DEVICE_SESSION_ID of the browser" },
  { name: 'gambling', help: 'the industry in which the device must be named' },
  {
    name: 'payer-token',
    placeholder: 'token',
    help: 'the payer token; `scenario-<name>` plays a scenario',
    fallback: 'an emulated one',
    emulatorOnly: true,
    secret: true,
  },
  requestField,
]

/** Fields of the package's request and options, by the field they are filled in by. */
export const mercadopagoFieldOf: Readonly<Record<string, string>> = {
  amount: 'amount',
  'amount.amount': 'amount',
  'amount.currency': 'currency',
  description: 'description',
  externalReference: 'reference',
  payerToken: 'payer-token',
  idempotencyKey: 'key',
  sessionId: 'session-id',
  statementDescriptor: 'statement-descriptor',
  industry: 'gambling',
}
