import { messageOf } from './message-of.ts'
import type { OperationName, OperationOutcomes } from './operations.ts'
import type { CodeMessage, Failure, Language, Message, Sentences } from './sentences.ts'

/** A provider's `messageFor`: what to tell buyer and merchant about an outcome, or about the `CaptureError` thrown. */
export type MessageFor = <Operation extends OperationName = 'capture'>(
  subject: OperationOutcomes[Operation] | Failure,
  language: Language,
  /** What `subject` belongs to, since a decline and an error do not say so. Default `capture`. */
  operation?: Operation,
) => Message

/**
 * Makes a provider's `messageFor` of its table of codes.
 *
 * @param whenPending what to tell the merchant of a pending capture whose code is not in the table
 */
export function createMessageFor(
  codes: Readonly<Record<string, CodeMessage>>,
  { whenPending }: { readonly whenPending?: Sentences } = {},
): MessageFor {
  return (subject, language, operation) => messageOf(codes, subject, language, { operation, whenPending })
}
