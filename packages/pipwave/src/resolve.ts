import {
  type CapturedDraft,
  type CaptureHandle,
  type CaptureOutcome,
  captureOperation,
  type JsonObject,
  type ResolveOptions,
} from '@cap/core/http'
import type { Account } from './account.ts'
import type { PipwaveCaptureRequest } from './capture-schema.ts'
import { captureProof, type Snapshot } from './outcome.ts'
import { type Conclusion, resolveOnce } from './resolve-once.ts'

const isOrNull = (type: 'boolean' | 'string', value: unknown) => value === null || typeof value === type

function isSnapshot(value: Partial<Record<keyof Snapshot, unknown>>): value is Snapshot {
  return (
    (value.capture === 'full' || value.capture === 'partial') &&
    typeof value.transactionStatus === 'number' &&
    isOrNull('boolean', value.requireCapture) &&
    isOrNull('string', value.totalAmount) &&
    isOrNull('string', value.currency)
  )
}

const conclusion: Conclusion<CapturedDraft, Snapshot> = {
  proof: captureProof,
  snapshot: (value: JsonObject) => (isSnapshot(value) ? value : null),
}

/** The client's `resolve`. */
export function resolve(
  account: Account,
  handle: CaptureHandle,
  options: ResolveOptions<PipwaveCaptureRequest> = {},
): Promise<CaptureOutcome> {
  return resolveOnce(captureOperation, account, handle, options, conclusion)
}
