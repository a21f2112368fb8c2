import { afterDecline, buyerAfterDecline, type CodeMessage, joinSentences, type Sentences } from '@cap/core/messages'
import { type DeclineMeaning, meaningOfRejection } from '../declines.ts'

export type DeclinedMessage = Extract<CodeMessage, { status: 'declined' }>

type Meaning = Pick<DeclineMeaning, 'reason' | 'advice'>

/** What the merchant does next follows from the advice, and so does what the buyer can do, unless more can be said. */
export function declinedAs(
  { reason, advice }: Meaning,
  source: string,
  what: Sentences,
  buyer: Sentences = buyerAfterDecline[advice],
): DeclinedMessage {
  return { status: 'declined', reason, advice, source, buyer, merchant: joinSentences(what, afterDecline[advice]) }
}

/** Reason and advice come from the table that outcomes are made by, so that a code has one meaning only. */
export function rejected(code: string, source: string, what: Sentences, buyer?: Sentences): DeclinedMessage {
  return declinedAs(meaningOfRejection(code), source, what, buyer)
}
