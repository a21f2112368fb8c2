import type { TransportPhase } from '../http/transport.ts'

/**
 * What an exchange was for. `snapshot` and `lookup` only read; `capture`, `refund` and `cancel` can move money, or give up a
 * right to it; `change` is any other write.
 */
export type AttemptPurpose = 'capture' | 'refund' | 'cancel' | 'change' | 'snapshot' | 'lookup'

/** One HTTP exchange of a call, as plain JSON without secrets. */
export interface Attempt {
  /** 1 for the first exchange of the call. */
  readonly number: number
  readonly purpose: AttemptPurpose
  readonly method: string
  readonly url: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly durationMs: number
  /** `no`: proven not to have reached the provider. `maybe`: no complete answer. `yes`: answered. */
  readonly sent: 'no' | 'maybe' | 'yes'
  /** HTTP status of the answer. */
  readonly status: number | null
  /** The provider's id of the exchange, where its answer carries one. */
  readonly requestId: string | null
  readonly error: { readonly phase: TransportPhase | null; readonly code: string } | null
  /** How the exchange was read: an outcome's status, or what the call did next (`replay: server_error`). */
  readonly verdict: string
}
