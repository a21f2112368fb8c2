import { type CaptureHandle, isoTime } from '@cap/core/http'
import { sha256Hex } from '@cap/core/signing'
import type { Held } from './conclude.ts'
import type { Wiring } from './wiring.ts'

/** Mostly one merchant asks many times. */
let last = { merchant: '', digest: '' }

/** Names a merchant in handles. */
function accountOf(merchant: string): string {
  if (last.merchant !== merchant) last = { merchant, digest: sha256Hex(merchant) }
  return last.digest
}

/** An operation that has no handle of a client of ours. */
interface Named {
  readonly name: 'settlement' | 'refund' | 'cancellation'
  readonly merchant: string
  readonly idempotencyKey: string
  /** What is null is left out. */
  readonly ids: Readonly<Record<string, string | null>>
  /** What tells this request from another under the same key. */
  readonly content: string
}

/** A handle that names the operation, and nothing secret. */
export function handleFor({ clock }: Wiring, named: Named): CaptureHandle {
  const { name, merchant, idempotencyKey, ids, content } = named
  const known = Object.entries(ids).filter((entry): entry is [string, string] => entry[1] !== null)
  return {
    version: 1,
    provider: 'vtex-connector',
    environment: 'live',
    account: accountOf(merchant),
    operation: `${name}:${idempotencyKey}`,
    idempotencyKey,
    ids: Object.fromEntries(known),
    fingerprint: sha256Hex(content),
    firstSentAt: isoTime(clock.now()),
  }
}

/** A handle of a settlement, for providers that have no client of ours. */
export function readyHandle({ call, key, settlement }: Held): CaptureHandle {
  const { merchant, paymentId, requestId, amount, authorizationId, tid, idempotencyKey } = settlement
  return handleFor(call.wiring, {
    name: 'settlement',
    merchant,
    idempotencyKey,
    ids: { paymentId, requestId, authorizationId, tid },
    content: `${key}\n${amount.amount} ${amount.currency}`,
  })
}
