import { randomBytes } from 'node:crypto'
import type { ProbeRequest } from '../../../probe/lab.ts'

export interface ProbeAccount {
  readonly appKey: string
  readonly appToken: string
}

/** An authorised payment to try something on. */
export interface ProbePayment {
  readonly paymentId: string
  readonly authorizationId: string
  /** Decimal text, major units: what is authorised. */
  readonly amount: string
}

export interface SettleOptions {
  readonly requestId?: string
  /** Decimal text. Default: the payment's. */
  readonly value?: string
  readonly token?: string
  readonly family?: 'provider' | 'vtex'
  /** Put into the body as they are: JSON text by field name. */
  readonly other?: Readonly<Record<string, string>>
  /** In the path, where it is not the body's. */
  readonly path?: string
}

const families = {
  provider: ['x-provider-api-appkey', 'x-provider-api-apptoken'],
  vtex: ['x-vtex-api-appkey', 'x-vtex-api-apptoken'],
} as const

export function freshRequestId(): string {
  return `probe-${randomBytes(6).toString('hex')}`
}

/** A settlement, written for the probe alone: the package would not send most of these. */
export function settlement(
  account: ProbeAccount,
  label: string,
  payment: ProbePayment,
  options: SettleOptions = {},
): ProbeRequest {
  const {
    requestId = freshRequestId(),
    value = payment.amount,
    family = 'provider',
    path = payment.paymentId,
  } = options
  const [keyName, tokenName] = families[family]
  const fields: Record<string, string> = {
    transactionId: '"PROBE"',
    requestId: JSON.stringify(requestId),
    paymentId: JSON.stringify(payment.paymentId),
    value,
    authorizationId: JSON.stringify(payment.authorizationId),
    sandboxMode: 'true',
    ...options.other,
  }
  return {
    label,
    method: 'POST',
    path: `/payments/${encodeURIComponent(path)}/settlements`,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'x-vtex-api-is-testsuite': 'true',
      [keyName]: account.appKey,
      [tokenName]: options.token ?? account.appToken,
    },
    body: `{${Object.entries(fields)
      .map(([name, text]) => `${JSON.stringify(name)}:${text}`)
      .join(',')}}`,
  }
}
