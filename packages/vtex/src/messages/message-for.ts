import type { CaptureOutcome } from '@cap/core/http'
import { type Failure, type Language, type Message, messageOf } from '@cap/core/messages'
import { vtexCodes } from './codes.ts'
import { untilVtexGivesUp } from './entry.ts'

/**
 * What to tell buyer and merchant about an outcome of `capture()` or `resolve()`, or about the `CaptureError` it threw.
 *
 * A provider's codes are its own: those that are not in `vtexCodes` get the sentence for "not settled yet". Of `pending` and
 * `unknown` the buyer is told not to pay again.
 */
export function messageFor(subject: CaptureOutcome | Failure, language: Language): Message {
  return messageOf(vtexCodes, subject, language, untilVtexGivesUp)
}
