import type { JsonValue } from '@cap/core/http'
import { keyOf } from './keys.ts'
import type { Call } from './wiring.ts'

/** A payment that has been cancelled here. */
export type CancellationRecord = {
  readonly cancellationId: string
  /** Of the request that was answered so first, and the digest of its content. */
  readonly requestId: string
  readonly fingerprint: string
}

/** Where the cancellation of a payment stands. */
export interface CancellationState {
  /** The key to begin it under. */
  readonly key: string
  /** Null: it has not been cancelled, or not yet. */
  readonly cancelled: CancellationRecord | null
}

/**
 * A payment is cancelled once, whatever request asks for it. A no that follows a call that was left open uses its key up, since
 * what may have been sent under it cannot be forgotten: the next request takes the next key.
 */
export async function findCancellation(call: Call): Promise<CancellationState> {
  const { store } = call.wiring
  for (let used = 0; ; used++) {
    const key = keyOf(call, 'cancelled', used === 0 ? '' : String(used))
    const found = await store.peek(key)
    if (found?.state !== 'done') return { key, cancelled: null }
    const cancelled = readCancelled(found.record.data)
    if (cancelled !== null) return { key, cancelled }
  }
}

/** @returns null for the record of a no */
function readCancelled(data: JsonValue): CancellationRecord | null {
  if (typeof data !== 'object' || data === null || !('cancellationId' in data)) return null
  const { cancellationId, requestId, fingerprint } = data
  return {
    cancellationId: String(cancellationId),
    requestId: String(requestId),
    fingerprint: String(fingerprint),
  }
}

/**
 * Whether the payment has been cancelled here. For a call that holds the payment's group: no cancellation can be under way
 * then.
 */
export async function isCancelled(call: Call): Promise<boolean> {
  return call.wiring.options.cancel !== undefined && (await findCancellation(call)).cancelled !== null
}

/** Remembers that a cancellation was asked for while a settlement was open. */
export async function noteCancelAsked(call: Call): Promise<void> {
  const { store, leaseMs } = call.wiring
  const key = keyOf(call, 'cancel-asked')
  const begun = await store.begin(key, { fingerprint: 'cancel-asked', leaseMs, group: key })
  if (begun.state === 'new') await store.complete(key, begun.lease, { money: 'none', data: null })
}

/** Whether {@link noteCancelAsked} was called for the payment. */
export async function wasCancelAsked(call: Call): Promise<boolean> {
  return (await call.wiring.store.peek(keyOf(call, 'cancel-asked')))?.state === 'done'
}
