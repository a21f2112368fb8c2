import type { CaptureHandle, HandleAction } from '../capture/handle.ts'
import type { JsonObject } from '../json/json-value.ts'
import type { Digest } from './digest.ts'

/** What names an operation in handles and outcomes. */
export interface Identity {
  /** Absent for a capture. */
  readonly action?: HandleAction
  readonly account: string
  readonly operation: string
  readonly idempotencyKey: string | null
  readonly ids: Readonly<Record<string, string>>
  /** The exact body text without fields that change with every sending, or its digest when that is all there is. */
  readonly fingerprint: { readonly of: string } | { readonly digest: string }
  readonly snapshot?: JsonObject
}

/** What an answer adds to a handle. */
export interface HandleAdditions {
  readonly ids?: Readonly<Record<string, string>>
  readonly snapshot?: JsonObject
  readonly mismatch?: boolean
}

export function identityOf(handle: CaptureHandle): Identity {
  return {
    ...(handle.action === undefined ? {} : { action: handle.action }),
    account: handle.account,
    operation: handle.operation,
    idempotencyKey: handle.idempotencyKey,
    ids: handle.ids,
    fingerprint: { digest: handle.fingerprint },
    ...(handle.snapshot === undefined ? {} : { snapshot: handle.snapshot }),
  }
}

export function fingerprintOf({ fingerprint }: Identity, digest: Digest): string {
  return 'of' in fingerprint ? digest(fingerprint.of) : fingerprint.digest
}

export function makeHandle(
  owner: { readonly provider: string; readonly environment: string },
  identity: Identity,
  firstSentAt: string | null,
  additions: HandleAdditions,
  digest: Digest,
): CaptureHandle {
  const snapshot = additions.snapshot ?? identity.snapshot
  return {
    version: 1,
    ...(identity.action === undefined ? {} : { action: identity.action }),
    provider: owner.provider,
    environment: owner.environment,
    account: identity.account,
    operation: identity.operation,
    idempotencyKey: identity.idempotencyKey,
    ids: { ...identity.ids, ...additions.ids },
    fingerprint: fingerprintOf(identity, digest),
    firstSentAt,
    // A copy: the call decides by its own, whatever `beforeSend` does to the handle.
    ...(snapshot === undefined ? {} : { snapshot: structuredClone(snapshot) }),
    ...(additions.mismatch === true ? { mismatch: true as const } : {}),
  }
}
