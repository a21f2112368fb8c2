import { createMessageFor, type MessageFor } from '@cap/core/messages'
import { pipwaveCodes } from './codes.ts'

/**
 * What to tell buyer and merchant about an outcome of `capture()`, of an operation beside it or of their resolvers, or about
 * the `CaptureError` thrown.
 *
 * Codes that are not in `pipwaveCodes` get a sentence by the outcome's reason and advice. Of `pending` and `unknown` the
 * buyer is told not to pay again.
 *
 * @param operation what `subject` belongs to, since a decline and an error do not say so: `refund`, `cancel` or `change`.
 * Default `capture`
 */
export const messageFor: MessageFor = /*#__PURE__*/ createMessageFor(pipwaveCodes)
