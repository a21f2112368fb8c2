import {
  type CaptureHandle,
  type CaptureOutcome,
  type JsonObject,
  loadDigest,
  parseHandle,
  type ResolveOptions,
  runResolve,
  type Settled,
  withoutUndefined,
} from '@cap/core/http'
import * as v from 'valibot'
import { type Account, type Ask, accountDigest } from './account.ts'
import type { PipwaveCaptureRequest } from './capture-schema.ts'
import { invalidRequest, provider } from './error.ts'
import { look } from './look.ts'
import { canBeProven, isGone, provenBy, type Snapshot, tookMoney } from './outcome.ts'
import { type Found, knownIds } from './payment.ts'
import { loadSigner } from './signature.ts'

const snapshotSchema = v.object({
  capture: v.picklist(['full', 'partial']),
  transactionStatus: v.number(),
  requireCapture: v.nullable(v.boolean()),
  totalAmount: v.nullable(v.string()),
  currency: v.nullable(v.string()),
})

/**
 * The client's `resolve`: asks for the payment, and sends nothing that could move money, whatever the options allow. pipwave
 * has no key, so a replay would be a second capture.
 */
export async function resolve(
  account: Account,
  input: CaptureHandle,
  options: ResolveOptions<PipwaveCaptureRequest> = {},
): Promise<CaptureOutcome> {
  const digest = await loadDigest()
  const { settings } = account
  const owner = { provider, environment: settings.environment, account: accountDigest({ digest }, account) }
  const handle = parseHandle(input, owner)
  const snapshot = readSnapshot(handle.snapshot)
  const ask = askOf(handle)
  return runResolve(settings, handle, withoutUndefined(options), [], async (call): Promise<Settled> => {
    const seen = await look(call, account, await loadSigner(), ask, { purpose: 'lookup' })
    if (seen.kind === 'failed') {
      return { status: 'unknown', cause: call.stopped ?? seen.cause, needs: needsWhenUnread(snapshot), raw: null }
    }
    return conclude(handle, snapshot, seen)
  })
}

/** A look that failed can be repeated, unless no look could prove anything. */
function needsWhenUnread(snapshot: Snapshot | null): 'resolve' | 'person' {
  return snapshot !== null && canBeProven(snapshot) ? 'resolve' : 'person'
}

function conclude(handle: CaptureHandle, snapshot: Snapshot | null, found: Found): Settled {
  const { payment, raw } = found
  const ids = knownIds(payment)
  for (const name of ['pwId', 'txnId'] as const) {
    const known = handle.ids[name]
    if (known !== undefined && ids[name] !== undefined && ids[name] !== known) {
      return { status: 'unknown', cause: 'mismatch', needs: 'person', raw }
    }
  }
  const proven = snapshot === null ? null : provenBy(snapshot, found)
  if (proven !== null) return proven
  const unknown = { status: 'unknown', ids, raw } as const
  if (isGone(payment)) return { ...unknown, cause: 'refused_after_maybe_applied', needs: 'person' }
  // Without a snapshot no state proves a capture, and a part is proven by none.
  if (snapshot === null || !canBeProven(snapshot)) {
    const taken = snapshot !== null && tookMoney(snapshot, payment)
    return { ...unknown, cause: taken ? 'not_capturable' : 'in_progress', needs: 'person' }
  }
  return { ...unknown, cause: 'in_progress', needs: 'resolve' }
}

function readSnapshot(value: JsonObject | undefined): Snapshot | null {
  if (value === undefined) return null
  const result = v.safeParse(snapshotSchema, value)
  if (result.success) return result.output
  throw invalidRequest('handle.snapshot', 'must be as it was in the handle of the capture')
}

function askOf({ ids }: CaptureHandle): Ask {
  const { pwId, txnId } = ids
  if (pwId !== undefined) return { pwId }
  if (txnId !== undefined) return { txnId }
  throw invalidRequest('handle.ids', 'must have a pwId or a txnId')
}
