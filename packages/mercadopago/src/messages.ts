/** What Mercado Pago's codes mean, and what to tell buyer and merchant. The client loads none of it. */

export type {
  CodeMessage,
  Failure,
  Language,
  Message,
  OperationName,
  OperationOutcomes,
  Sentences,
} from '@cap/core/messages'
export { mercadoPagoCodes } from './messages/codes.ts'
export { messageFor } from './messages/message-for.ts'
