import type { ToldOutcome } from '../http/operation.ts'
import type { JsonValue } from '../json/json-value.ts'
import type { Attempt, AttemptPurpose } from '../outcome/attempt.ts'

interface Common {
  readonly provider: string
  /** `capture`, `refund`, `cancel`, `change`, `resolve`, or the name of a read. */
  readonly operation: string
  /** One text for all events of a call, since the calls under way interleave. Unique among processes, and says nothing. */
  readonly call: string
  /** When the call began. ISO 8601, UTC. */
  readonly callStartedAt: string
  /** ISO 8601, UTC. */
  readonly at: string
}

/** Text for people to read: header values and body fields that are not known to be harmless are masked. */
export interface AttemptStarted extends Common {
  readonly type: 'attempt_started'
  readonly number: number
  readonly purpose: AttemptPurpose
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: JsonValue
  /** pipwave: the text that was signed, with the secret masked. */
  readonly signatureBase?: string
}

export interface AttemptFinished extends Common {
  readonly type: 'attempt_finished'
  readonly attempt: Attempt
  readonly reply: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: JsonValue
  } | null
}

export interface Waiting extends Common {
  readonly type: 'waiting'
  readonly ms: number
  readonly reason: string
}

export interface Warning extends Common {
  readonly type: 'warning'
  readonly code: string
  readonly message: string
  readonly field?: string
}

/** The call is over. `outcome` is null when it threw, and for reads. The value of a change is left out. */
export interface Finished extends Common {
  readonly type: 'finished'
  readonly outcome: ToldOutcome | null
  /** The code of the `CaptureError` that was thrown. */
  readonly error: string | null
  /**
   * SHA-256 of what names the operation within the account: the same for a capture and for every resolve of it. Null when
   * the call ended before that was known, and for reads of another kind.
   */
  readonly operationDigest: string | null
}

/** What a client tells its `onEvent`, and on Node the channels of `node:diagnostics_channel`: scrubbed, plain JSON. */
export type CaptureEvent = AttemptStarted | AttemptFinished | Waiting | Warning | Finished
