import { memoryStore } from '@cap/core'
import { settlementFailure } from './connector/answers.ts'
import { providerCode } from './connector/codes.ts'
import { createVtexConnector, type SettlementCode, type VtexConnectorOptions } from './connector.ts'

const echo = { paymentId: 'P', requestId: 'R' }
settlementFailure(500, echo, 'declined')
settlementFailure(500, echo, providerCode('cc_rejected', []))
// @ts-expect-error: makes VTEX refund twice
settlementFailure(500, echo, 'refund-manually')
// @ts-expect-error: belongs to cancellations
settlementFailure(500, echo, 'cancel-manually')
// @ts-expect-error: a code of somebody else's is checked first
settlementFailure(500, echo, String('code'))
// @ts-expect-error: cannot be expressed
export const code: SettlementCode = 'refund-manually'

declare const common: Omit<VtexConnectorOptions, 'payment' | 'createPayment'>
createVtexConnector({ ...common, payment: () => null })
createVtexConnector({ ...common, createPayment: async () => ({ status: 'denied' }) })
// @ts-expect-error: amounts and states must come from somewhere
createVtexConnector({ ...common, store: memoryStore() })
// @ts-expect-error: an approved payment has an authorization
createVtexConnector({ ...common, createPayment: async () => ({ status: 'approved' }) })
