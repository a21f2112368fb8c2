import {
  type CapturedDraft,
  type CaptureHandle,
  type CaptureOutcome,
  captureOperation,
  type JsonObject,
  type ResolveOptions,
} from '@cap/core/http'
import * as v from 'valibot'
import type { Account } from './account.ts'
import type { PipwaveCaptureRequest } from './capture-schema.ts'
import { captureProof, type Snapshot } from './outcome.ts'
import { type Conclusion, resolveOnce } from './resolve-once.ts'

const snapshotSchema = v.object({
  capture: v.picklist(['full', 'partial']),
  transactionStatus: v.number(),
  requireCapture: v.nullable(v.boolean()),
  totalAmount: v.nullable(v.string()),
  currency: v.nullable(v.string()),
})

const conclusion: Conclusion<CapturedDraft, Snapshot> = {
  proof: captureProof,
  snapshot(value: JsonObject) {
    const result = v.safeParse(snapshotSchema, value)
    return result.success ? result.output : null
  },
}

/** The client's `resolve`. */
export function resolve(
  account: Account,
  handle: CaptureHandle,
  options: ResolveOptions<PipwaveCaptureRequest> = {},
): Promise<CaptureOutcome> {
  return resolveOnce(captureOperation, account, handle, options, conclusion)
}
