import { createMessageFor, type MessageFor } from '@cap/core/messages'
import { vtexCodes } from './codes.ts'
import { untilVtexGivesUp } from './entry.ts'

/**
 * What to tell buyer and merchant about an outcome of `capture()`, of an operation beside it or of their resolvers, or about
 * the `CaptureError` thrown.
 *
 * A provider's codes are its own: those that are not in `vtexCodes` get the sentence for "not settled yet". Of `pending` and
 * `unknown` the buyer is told not to pay again.
 *
 * @param operation what `subject` belongs to, since a decline and an error do not say so: `refund`, `cancel` or `change`.
 * Default `capture`
 */
export const messageFor: MessageFor = /*#__PURE__*/ createMessageFor(vtexCodes, { whenPending: untilVtexGivesUp })
