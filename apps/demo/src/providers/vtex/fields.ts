import type { Field } from '../../engine/field.ts'
import { amountFields, requestField } from '../filled-in.ts'

export const vtexFields: readonly Field[] = [
  ...amountFields('BRL'),
  { name: 'payment-id', placeholder: 'id', help: 'the payment to settle', fallback: 'a new one' },
  { name: 'transaction-id', placeholder: 'id', help: 'the transaction it belongs to', fallback: 'a new one' },
  { name: 'request-id', placeholder: 'id', help: 'the idempotency key of this settlement', fallback: 'a new one' },
  { name: 'authorization-id', placeholder: 'id', help: "the provider's id of the authorization", fallback: 'AUT-DEMO' },
  { name: 'tid', placeholder: 'id', help: "the provider's id of the transaction" },
  { name: 'nsu', placeholder: 'number', help: "the provider's sequential number" },
  { name: 'sandbox-mode', help: 'says in the body that the merchant is in its test configuration' },
  {
    name: 'header-family',
    placeholder: 'family',
    help: 'header names the credentials travel under',
    choices: ['provider', 'vtex'],
    fallback: 'provider',
  },
  { name: 'test-suite', help: "behaves as VTEX's Test Suite: its header, 5 s for an answer", emulatorOnly: true },
  {
    name: 'authorized',
    placeholder: 'decimal',
    help: 'what the emulated payment is authorised for',
    fallback: '1000000.00',
    emulatorOnly: true,
  },
  requestField,
]

/** Fields of the package's request and options, by the field they are filled in by. */
export const vtexFieldOf: Readonly<Record<string, string>> = {
  amount: 'amount',
  'amount.amount': 'amount',
  'amount.currency': 'currency',
  paymentId: 'payment-id',
  transactionId: 'transaction-id',
  requestId: 'request-id',
  authorizationId: 'authorization-id',
  tid: 'tid',
  nsu: 'nsu',
  sandboxMode: 'sandbox-mode',
  headerFamily: 'header-family',
}
