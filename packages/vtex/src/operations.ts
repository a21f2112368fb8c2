/** The rest of the conversation with a payment provider, as functions of a gateway: who only captures does not bundle them. */

export type {
  Cancelled,
  CancelOutcome,
  Refunded,
  RefundOutcome,
} from '@cap/core/http'
export { cancel, describeCancel, resolveCancel } from './operations/cancel.ts'
export type { CancelRequest } from './operations/cancel-schema.ts'
export { describeRefund, refund, resolveRefund } from './operations/refund.ts'
export type { RefundRequest } from './operations/refund-schema.ts'
