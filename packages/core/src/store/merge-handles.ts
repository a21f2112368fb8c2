import type { CaptureHandle } from '../capture/handle.ts'
import { CaptureError } from '../error/capture-error.ts'

const identity = ['provider', 'environment', 'account', 'operation', 'idempotencyKey', 'fingerprint'] as const

/**
 * The handle to keep when an operation gets another one. What was first sent decides about replays and transitions, so its
 * time and snapshot stay; a mismatch is never forgotten; ids are added. For implementations of `OperationStore`.
 *
 * @throws CaptureError `invalid_request` when the two are not handles of one operation
 */
export function mergeHandles(stored: CaptureHandle | null, next: CaptureHandle): CaptureHandle {
  if (stored === null) return next
  for (const name of identity) {
    if (stored[name] === next[name]) continue
    const field = `handle.${name}`
    const message = `${field} must be that of the handle stored before: one operation is one request under one key`
    throw new CaptureError({ code: 'invalid_request', provider: next.provider, field, message })
  }
  const first = wasSentFirst(next, stored) ? next : stored
  const { snapshot, mismatch, ...rest } = first
  return {
    ...rest,
    ids: { ...stored.ids, ...next.ids },
    ...(snapshot === undefined ? {} : { snapshot }),
    ...(stored.mismatch || next.mismatch ? { mismatch: true } : {}),
  }
}

function wasSentFirst(a: CaptureHandle, b: CaptureHandle): boolean {
  if (a.firstSentAt === null) return false
  return b.firstSentAt === null || Date.parse(a.firstSentAt) < Date.parse(b.firstSentAt)
}
