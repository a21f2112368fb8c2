import {
  type CaptureHandle,
  type DoneDraft,
  type HandleAction,
  type JsonObject,
  loadDigest,
  type Operation,
  type OutcomeCommon,
  type OutcomeOf,
  parseHandle,
  type ResolveOptions,
  runResolveOf,
  type Settled,
  withoutUndefined,
} from '@cap/core/http'
import { type Account, type Ask, accountDigest } from './account.ts'
import { invalidRequest, provider } from './error.ts'
import { look } from './look.ts'
import { type Found, knownIds } from './payment.ts'
import { loadSigner } from './signature.ts'
import type { Proof } from './write.ts'

/** What a handle of the kind is concluded by. */
export interface Conclusion<Done extends DoneDraft, Before extends JsonObject> {
  /** Absent for captures. */
  readonly action?: HandleAction
  readonly proof: Proof<Done, Before>
  /** Reads the snapshot of a handle. null: it is not one. */
  readonly snapshot: (value: JsonObject) => Before | null
}

/**
 * Asks for the payment of a handle, and sends nothing that could change anything, whatever the options allow. pipwave has no
 * key, so a replay would be a second write.
 */
export async function resolveOnce<
  Draft extends DoneDraft,
  Done extends OutcomeCommon,
  Before extends JsonObject,
  Request,
>(
  operation: Operation<Draft, Done>,
  account: Account,
  input: CaptureHandle,
  options: ResolveOptions<Request>,
  conclusion: Conclusion<Draft, Before>,
): Promise<OutcomeOf<Done>> {
  const digest = await loadDigest()
  const { settings } = account
  const owner = { provider, environment: settings.environment, account: accountDigest({ digest }, account) }
  const handle = parseHandle(input, owner, conclusion.action)
  const before = snapshotIn(handle, conclusion)
  const ask = askOf(handle)
  return runResolveOf(operation, settings, handle, withoutUndefined(options), [], async (call) => {
    const seen = await look(call, account, await loadSigner(), ask, { purpose: 'lookup' })
    if (seen.kind === 'found') return conclude(handle, before, seen, conclusion.proof)
    // A look that failed can be repeated, unless no look could prove anything.
    const needs = before !== null && conclusion.proof.canBeProven(before) ? 'resolve' : 'person'
    return { status: 'unknown', cause: call.stopped ?? seen.cause, needs, raw: null }
  })
}

function conclude<Done extends DoneDraft, Before extends JsonObject>(
  handle: CaptureHandle,
  before: Before | null,
  found: Found,
  proof: Proof<Done, Before>,
): Settled<Done> {
  const { payment, raw } = found
  const ids = knownIds(payment)
  for (const name of ['pwId', 'txnId'] as const) {
    const known = handle.ids[name]
    if (known !== undefined && ids[name] !== undefined && ids[name] !== known) {
      return { status: 'unknown', cause: 'mismatch', needs: 'person', raw }
    }
  }
  const proven = before === null ? null : proof.provenBy(before, found)
  if (proven !== null) return proven
  const unknown = { status: 'unknown', ids, raw } as const
  if (proof.isOver(payment, before)) return { ...unknown, cause: 'refused_after_maybe_applied', needs: 'person' }
  // Without a snapshot no state proves anything, and some writes are proven by none.
  if (before === null || !proof.canBeProven(before)) {
    const cause = before !== null && proof.mayBe?.(before, payment) === true ? 'not_capturable' : 'in_progress'
    return { ...unknown, cause, needs: 'person' }
  }
  return { ...unknown, cause: 'in_progress', needs: 'resolve' }
}

function snapshotIn<Done extends DoneDraft, Before extends JsonObject>(
  { snapshot }: CaptureHandle,
  { snapshot: read }: Conclusion<Done, Before>,
): Before | null {
  if (snapshot === undefined) return null
  const before = read(snapshot)
  if (before !== null) return before
  throw invalidRequest('handle.snapshot', 'must be as it was in the handle')
}

function askOf({ ids }: CaptureHandle): Ask {
  const { pwId, txnId } = ids
  if (pwId !== undefined) return { pwId }
  if (txnId !== undefined) return { txnId }
  throw invalidRequest('handle.ids', 'must have a pwId or a txnId')
}
