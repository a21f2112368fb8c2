import { randomUUID } from 'node:crypto'
import type { ProbeRequest } from '../../../probe/lab.ts'

export interface ProbeAccount {
  readonly accessToken: string
  readonly payerToken: string
  /** Decimal text, major units of the account's currency: what each charge moves. */
  readonly amount: string
  /** A payer token nobody has: whatever else is right, nothing can be charged. */
  readonly nobody: string
}

export interface ChargeOptions {
  readonly key?: string | null
  readonly payerToken?: string
  readonly accessToken?: string
  /** Decimal text. */
  readonly amount?: string
  readonly reference?: string
  /** Reserve only. */
  readonly capture?: false
}

const path = '/v1/advanced_payments'

/** A charge, written for the probe alone: the package would not send most of these. */
export function charge(account: ProbeAccount, label: string, options: ChargeOptions = {}): ProbeRequest {
  const { key = randomUUID(), payerToken = account.payerToken, reference = 'probe', amount = account.amount } = options
  // The amount is put in as it is written: a number of JavaScript would write some of them differently.
  const wallet = `{"transaction_amount":${amount},"description":"Probe","external_reference":${JSON.stringify(reference)}}`
  const payer = JSON.stringify({ token: payerToken, type_token: 'wallet-token' })
  const capture = options.capture === false ? ',"capture":false' : ''
  return {
    label,
    method: 'POST',
    path,
    headers: {
      ...head(options.accessToken ?? account.accessToken),
      ...(key === null ? {} : { 'x-idempotency-key': key }),
    },
    body: `{"wallet_payment":${wallet},"payer":${payer},"binary_mode":true${capture}}`,
  }
}

export function read(account: ProbeAccount, label: string, rest: string): ProbeRequest {
  return { label, method: 'GET', path: `${path}${rest}`, headers: head(account.accessToken) }
}

/** Another call about a payment: a refund (POST) or a change (PUT). */
export function act(
  account: ProbeAccount,
  label: string,
  method: 'POST' | 'PUT',
  rest: string,
  body: string,
): ProbeRequest {
  const headers = { ...head(account.accessToken), 'x-idempotency-key': randomUUID() }
  return { label, method, path: `${path}${rest}`, headers, ...(body === '' ? {} : { body }) }
}

function head(accessToken: string) {
  return { authorization: `Bearer ${accessToken}`, accept: 'application/json', 'content-type': 'application/json' }
}
