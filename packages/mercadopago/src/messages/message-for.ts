import type { CaptureOutcome } from '@cap/core/http'
import { type Failure, type Language, type Message, messageOf } from '@cap/core/messages'
import { mercadoPagoCodes } from './codes.ts'

/**
 * What to tell buyer and merchant about an outcome of `capture()` or `resolve()`, or about the `CaptureError` it threw.
 *
 * Codes that are not in `mercadoPagoCodes` get a sentence by the outcome's reason and advice. Of `pending` and `unknown` the
 * buyer is told not to pay again.
 */
export function messageFor(subject: CaptureOutcome | Failure, language: Language): Message {
  return messageOf(mercadoPagoCodes, subject, language)
}
