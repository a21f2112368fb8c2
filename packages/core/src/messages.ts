/** For authors of `./messages` entries: what to tell a buyer and a merchant, in three languages. No client loads it. */

export { afterDecline, buyerAfterDecline } from './messages/declined.ts'
export { buyerAfterRefusal, newKeyAfterRefusal } from './messages/failed.ts'
export { createMessageFor, type MessageFor } from './messages/message-for.ts'
export { buyerWhileOpen, whileOpen, whyUnknown } from './messages/open.ts'
export type { OperationName, OperationOutcomes } from './messages/operations.ts'
export { messageProblems } from './messages/problems.ts'
export {
  type CodeMessage,
  type CodeSentences,
  type Failure,
  joinSentences,
  type Language,
  type Message,
  type Sentences,
  sentences,
} from './messages/sentences.ts'
