import { idempotencyKey } from '@cap/core'
import type { MercadoPagoCaptureRequest, MercadoPagoOptions } from '@cap/mercadopago'
import { textOf, type Values } from '../../engine/field.ts'
import { amountOf, filled, freshId, otherFields } from '../filled-in.ts'

/** The charge a user filled in. Whether it makes sense is the package's to say. */
export function chargeOf(values: Values, payerToken: string, environment: string): MercadoPagoCaptureRequest {
  const reference = textOf(values, 'reference') ?? `demo-${freshId(6)}`
  const key = textOf(values, 'key')
  return {
    description: 'Demo capture',
    externalReference: reference,
    // An empty reference has no key: the package says that it is empty.
    idempotencyKey: key ?? idempotencyKey('mercadopago', environment, 'demo', 'capture', reference || '-', '1'),
    payerToken,
    ...otherFields(values),
    ...filled({
      amount: amountOf(values),
      description: textOf(values, 'description'),
      externalReference: textOf(values, 'reference'),
      idempotencyKey: key,
      sessionId: textOf(values, 'session-id'),
      statementDescriptor: textOf(values, 'statement-descriptor'),
    }),
  } as MercadoPagoCaptureRequest
}

/** The options of the client a user filled in. */
export function industryOf(values: Values): Pick<MercadoPagoOptions, 'industry'> {
  return values.gambling === true ? { industry: 'gambling' } : {}
}
