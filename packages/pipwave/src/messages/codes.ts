import type { CodeMessage } from '@cap/core/messages'
import { declined } from './declined.ts'
import { undecided } from './undecided.ts'

/**
 * Every API status code of pipwave, and the two payment statuses that end a capture before it is sent, read as the answer to
 * a capture. pipwave has no code that belongs to a capture alone: those of other actions refuse, and say little.
 */
export const pipwaveCodes: Readonly<Record<string, CodeMessage>> = { ...declined, ...undecided }
