/** What the codes of a VTEX settlement mean, and what to tell buyer and merchant. The gateway client loads none of it. */

export type {
  CodeMessage,
  Failure,
  Language,
  Message,
  OperationName,
  OperationOutcomes,
  Sentences,
} from '@cap/core/messages'
export { vtexCodes } from './messages/codes.ts'
export { messageFor } from './messages/message-for.ts'
