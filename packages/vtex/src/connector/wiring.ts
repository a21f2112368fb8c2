import type { OperationStore } from '@cap/core'
import type { CaptureHandle, CaptureOutcome, Clock } from '@cap/core/http'
import { type Answer, type Echo, failure } from './answers.ts'
import type { Attempts } from './attempt.ts'
import type { ConnectorCode } from './codes.ts'
import type { LateCapture, VtexConnectorOptions } from './options.ts'
import type { Route } from './routes.ts'

/** What the operations of one connector share. Nothing in it grows with the payments. */
export interface Wiring {
  readonly options: VtexConnectorOptions
  readonly store: OperationStore
  readonly clock: Clock
  readonly leaseMs: number
  /** The status of a definitive no. */
  readonly declinedStatus: 200 | 500
  /** Settlements under way in this process, by key. */
  readonly running: Map<string, Running>
  /** Callbacks under way in this process, which can outlive their calls and leases. */
  readonly attempts: Attempts
  /** Told of what callbacks and the store throw. Never throws itself. */
  report(error: unknown): void
  /** Told of a capture that landed too late. Never throws. */
  late(capture: LateCapture): Promise<void>
}

export interface Running {
  readonly fingerprint: string
  readonly answer: Promise<Answer>
  /** When its lease is over. */
  readonly until: number
}

/** One call. Nothing but its time is spent on it before it is authenticated. */
export interface Call {
  readonly wiring: Wiring
  readonly route: Route
  /** Empty until it is authenticated. */
  merchant: string
  /** Of the path, or of the body where the path has none. */
  paymentId: string
  /** What must occur in no answer: the pair it came with. */
  secrets: readonly string[]
  /** The call has been answered already: what follows, VTEX has not been told. */
  overtime: boolean
  /** Known once the body has been read, for the answer when time is up. */
  echo: Echo
}

/** An answer that changes nothing in the store. */
export function refuse(call: Call, code: ConnectorCode, status = 500): Answer {
  return failure(call.route.name, status, code, call.echo)
}

/** A definitive no that nothing was done for, with the status chosen for such. */
export function decline(call: Call, code: ConnectorCode): Answer {
  return refuse(call, code, call.route.name === 'settlement' ? call.wiring.declinedStatus : 500)
}

/** A part of a store's record that is an answer. */
export function storedAnswer(data: unknown): Answer | null {
  if (typeof data !== 'object' || data === null || !('answer' in data)) return null
  const { answer } = data
  if (typeof answer !== 'object' || answer === null) return null
  if (!('status' in answer) || !('body' in answer)) return null
  const { status, body } = answer
  return typeof status === 'number' && typeof body === 'string' ? { status, body } : null
}

/** How a capture, or its resolving, ended; `null` when the callback broke off in a way that tells nothing. */
export type Ended = {
  readonly outcome: CaptureOutcome | null
  /** Made when it is asked for: it takes a digest. */
  readonly handle: () => CaptureHandle
}
