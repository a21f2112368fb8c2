import { type CaptureHandle, isoTime } from '@cap/core/http'
import { sha256Hex } from '@cap/core/signing'
import type { Held } from './conclude.ts'

/** Mostly one merchant asks many times. */
let last = { merchant: '', digest: '' }

/** Names a merchant in handles. */
export function accountOf(merchant: string): string {
  if (last.merchant !== merchant) last = { merchant, digest: sha256Hex(merchant) }
  return last.digest
}

/** A handle of a settlement for providers that have no client of ours: it names the operation, and nothing secret. */
export function readyHandle({ call, key, settlement }: Held): CaptureHandle {
  const { merchant, paymentId, requestId, amount, authorizationId, tid, idempotencyKey } = settlement
  return {
    version: 1,
    provider: 'vtex-connector',
    environment: 'live',
    account: accountOf(merchant),
    operation: `settlement:${idempotencyKey}`,
    idempotencyKey,
    ids: {
      paymentId,
      requestId,
      ...(authorizationId === null ? {} : { authorizationId }),
      ...(tid === null ? {} : { tid }),
    },
    fingerprint: sha256Hex(`${key}\n${amount.amount} ${amount.currency}`),
    firstSentAt: isoTime(call.wiring.clock.now()),
  }
}
