/**
 * Why a store refused.
 *
 * - `stale_lease`: the lease has ended. Nothing was changed; whoever holds the operation now decides about it.
 * - `intent_exists`: the operation may have moved money, so it cannot be released.
 * - `no_intent`: nothing was sent under the lease, so there is nothing to keep open. Release it.
 */
export type OperationStoreErrorCode = 'stale_lease' | 'intent_exists' | 'no_intent'

const brand = Symbol.for('@cap/core/OperationStoreError')

const messages: Readonly<Record<OperationStoreErrorCode, string>> = {
  stale_lease: 'the lease has ended, and nothing was changed: begin again to learn the state',
  intent_exists: 'an intent exists, so money may have moved: complete or suspend the operation, it cannot be released',
  no_intent: 'nothing was sent under this lease: release it, or pass a handle to resolve it by',
}

/** A store's refusal. Nothing was changed by the call. */
export class OperationStoreError extends Error {
  override readonly name = 'OperationStoreError'
  readonly code: OperationStoreErrorCode
  /** The operation. */
  readonly key: string

  constructor(code: OperationStoreErrorCode, key: string) {
    super(`operation ${key}: ${messages[code]}`)
    this.code = code
    this.key = key
  }

  get [brand](): true {
    return true
  }

  /** Recognises the error across two installed copies of the package, where `instanceof` fails. */
  static isInstance(value: unknown): value is OperationStoreError {
    return typeof value === 'object' && value !== null && brand in value
  }
}
