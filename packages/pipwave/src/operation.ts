import type { Call, Identity } from '@cap/core/http'
import { type Account, type Ask, accountDigest } from './account.ts'
import { captureFields, type ParsedCapture } from './capture-schema.ts'
import type { Snapshot } from './outcome.ts'
import type { Signer } from './signature.ts'

export const action = 'capture-payment'

/** One capture: what its steps share. */
export interface Attempting {
  readonly call: Call
  readonly account: Account
  readonly signer: Signer
  readonly request: ParsedCapture
  /** How the payment is asked for: as the caller named it. */
  readonly ask: Ask
  /** See {@link fingerprintText}. */
  readonly fingerprint: string
  /** Milliseconds of the deadline that are kept for finding out what became of the capture. */
  readonly reserveMs: number
}

/** How the payment is asked for: as the caller named it. */
export function askFor({ pwId, txnId }: ParsedCapture): Ask {
  return pwId === undefined ? { txnId: txnId ?? '' } : { pwId }
}

/** Names the payment as the caller does, so that it is known before anything is asked. */
export function nameOf({ pwId, txnId }: ParsedCapture): string {
  return pwId === undefined ? `txn_id=${txnId}` : `pw_id=${pwId}`
}

export function operationOf(request: ParsedCapture): string {
  const { amount, operationId } = request
  const what = amount === undefined ? 'full' : `${amount.amount} ${amount.currency}`
  return `capture:${nameOf(request)}:${what}${operationId === undefined ? '' : `:${operationId}`}`
}

/** The body without what changes with every sending, as the request alone determines it: a learnt id is not part of it. */
export function fingerprintText(account: Account, request: ParsedCapture): string {
  const fields = Object.fromEntries(captureFields(request, request.pwId ?? null))
  return JSON.stringify({ action, api_key: account.apiKey, ...fields })
}

export function identityOf(
  { call, account, request, fingerprint }: Attempting,
  ids: Readonly<Record<string, string>> | null,
  snapshot: Snapshot | null,
): Identity {
  const { pwId, txnId } = request
  return {
    account: accountDigest(call, account),
    operation: operationOf(request),
    idempotencyKey: null,
    ids: { ...(pwId === undefined ? {} : { pwId }), ...(txnId === undefined ? {} : { txnId }), ...ids },
    fingerprint: { of: fingerprint },
    ...(snapshot === null ? {} : { snapshot }),
  }
}
