import { type CaptureClient, idempotencyKey } from '@cap/core'
import type { StoredOperation } from '../engine/reads.ts'
import { LedgerError } from '../error.ts'
import type { LedgerCaptureOptions, LedgerOutcome } from '../ledger.ts'
import type { Decision } from '../operation-view.ts'
import { conduct } from './conduct.ts'
import type { Desk } from './desk.ts'
import { operationKey } from './operation-key.ts'
import { find } from './resolve-now.ts'
import { seal } from './seal.ts'
import { outcomeOf } from './view.ts'

/** Starts the next attempt after a decline, under a key derived from the first attempt's operation. */
export async function retry<Request>(
  desk: Desk,
  client: CaptureClient<Request>,
  operation: string,
  makeRequest: (key: string, attempt: number) => Request,
  options: LedgerCaptureOptions,
): Promise<LedgerOutcome> {
  const before = await find(desk, operation)
  refuseUnlessDeclined(before)
  const root = before.root ?? operation
  const attempt = before.attempt + 1
  const derived = idempotencyKey('ledger', root, String(attempt))
  const request = makeRequest(derived, attempt)
  const description = await client.describe(request)
  const { key, grp } = operationKey(client.provider, description)
  if (grp !== before.grp) {
    throw invalid(operation, 'must be for the same payment, account and environment as the attempt before')
  }
  const { idempotencyKey: used, operation: name } = description
  if (key === operation || (used === null ? !name.includes(derived) : used !== derived)) {
    throw invalid(operation, 'must carry the key it is given, or the provider answers with the attempt before')
  }
  const sealed = seal(request, description.secretPaths, desk.dataKey, key)
  const earlier = { key: operation, record: before.record, decision: before.decision }
  return conduct(desk, { client, request, description, sealed, root, attempt, earlier }, options)
}

function refuseUnlessDeclined(stored: StoredOperation): void {
  const outcome = outcomeOf(stored)
  const decision = stored.decision === null ? null : (JSON.parse(stored.decision) as Decision)
  if (decision?.outcome === 'not_captured') return
  if (outcome?.status !== 'declined') {
    throw notRetryable(
      stored.key,
      `it is ${outcome?.status ?? 'not over'}: only a decline may be followed by another attempt`,
    )
  }
  if (outcome.advice === 'check_earlier_capture' || outcome.advice === 'do_not_retry') {
    throw notRetryable(
      stored.key,
      `its advice is ${outcome.advice}: a person must decide first that nothing was captured`,
    )
  }
}

function notRetryable(operation: string, why: string): LedgerError {
  return new LedgerError({ code: 'not_retryable', operation, message: `the operation cannot be tried again: ${why}` })
}

function invalid(operation: string, problem: string): LedgerError {
  return new LedgerError({ code: 'invalid_request', field: 'request', operation, message: `request ${problem}` })
}
