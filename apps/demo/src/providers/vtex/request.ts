import type { SettlementRequest, VtexGatewayOptions } from '@cap/vtex'
import { textOf, type Values } from '../../engine/field.ts'
import { amountOf, filled, freshId, otherFields } from '../filled-in.ts'

/** The settlement a user filled in. Whether it makes sense is the package's to say. */
export function settlementOf(values: Values): SettlementRequest {
  return {
    transactionId: freshId(16),
    requestId: freshId(16),
    paymentId: freshId(16),
    authorizationId: 'AUT-DEMO',
    ...otherFields(values),
    ...filled({
      amount: amountOf(values),
      transactionId: textOf(values, 'transaction-id'),
      requestId: textOf(values, 'request-id'),
      paymentId: textOf(values, 'payment-id'),
      authorizationId: textOf(values, 'authorization-id'),
      tid: textOf(values, 'tid'),
      nsu: textOf(values, 'nsu'),
      sandboxMode: values['sandbox-mode'],
    }),
  } as SettlementRequest
}

/** The options of the client a user filled in. */
export function gatewayOptionsOf(values: Values): Pick<VtexGatewayOptions, 'headerFamily' | 'testSuite'> {
  const family = textOf(values, 'header-family')
  return {
    ...(family === 'provider' || family === 'vtex' ? { headerFamily: family } : {}),
    ...(values['test-suite'] === true ? { testSuite: true } : {}),
  }
}
