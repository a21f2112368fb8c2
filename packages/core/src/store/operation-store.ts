import type { CaptureHandle } from '../capture/handle.ts'
import type { JsonValue } from '../json/json-value.ts'
import type { Money } from '../money/money.ts'

/** What a store is told when an operation begins. */
export interface BeginRequest {
  /** Tells one request from another under the same key, such as the SHA-256 of its body. Not empty. */
  readonly fingerprint: string
  /** Milliseconds the caller has to itself. Longer than the call's deadline. */
  readonly leaseMs: number
  /** What at most one operation may work on at a time: a payment. Not empty. */
  readonly group: string
  /** Sets an amount aside within what the group may move in all. Absent: this operation moves no counted money. */
  readonly reserve?: Reservation | undefined
}

/** An amount to set aside. Both of one currency, which is the group's. */
export interface Reservation {
  readonly amount: Money
  /** The most that all operations of the group may hold together: the authorised amount. */
  readonly limit: Money
}

/** An operation that may still move money: a `pending` or `unknown` outcome. */
export interface OpenRecord<Data = JsonValue> {
  readonly money: 'open'
  /** The owner's own, plain JSON. */
  readonly data: Data
}

/** An operation that moved money, for good. */
export interface MovedRecord<Data = JsonValue> {
  readonly money: 'moved'
  /** What moved; the rest of the reservation is freed. Absent (the provider did not say): the whole reservation stays. */
  readonly amount?: Money | undefined
  /** The owner's own, plain JSON: what to answer when the operation is asked for again. */
  readonly data: Data
}

/** An operation that provably moved nothing and never will: a `declined` outcome, a `CaptureError`. */
export interface NothingMovedRecord<Data = JsonValue> {
  readonly money: 'none'
  /** The owner's own, plain JSON. */
  readonly data: Data
}

/** How an operation ended for good. */
export type FinalRecord<Data = JsonValue> = MovedRecord<Data> | NothingMovedRecord<Data>

/**
 * Proof that the caller has an operation to itself: an opaque token, new with every lease. A lease ends with `suspend`,
 * `complete` or `release`, or when another one is given out after its time.
 */
export type Lease = string

/** What a store answers to `begin`, looked at in this order: `conflict`, `done`, `running`, `open`, `blocked`, `over_limit`, `new`. */
export type BeginResult<Data = JsonValue> =
  /** Nobody has sent anything under this key: the caller may, once it has written its intent. */
  | { readonly state: 'new'; readonly lease: Lease }
  /**
   * An intent exists, and its lease is over or it was suspended. Money may have moved: only `resolve` may follow, never a
   * fresh capture.
   */
  | {
      readonly state: 'open'
      readonly lease: Lease
      readonly handle: CaptureHandle
      readonly record?: OpenRecord<Data>
    }
  /** Somebody else holds the lease. */
  | { readonly state: 'running' }
  /** The key belongs to a request with another fingerprint, or to another group. Nothing was changed. */
  | { readonly state: 'conflict' }
  /**
   * Another operation of the group is open or running. To conclude it, begin `openKey` with `openFingerprint` and without
   * `reserve`; should that be `new`, the other one has gone: release it.
   */
  | { readonly state: 'blocked'; readonly openKey: string; readonly openFingerprint: string }
  /** The reservation would exceed the limit. Nothing was changed. */
  | { readonly state: 'over_limit' }
  /** The operation has ended. */
  | { readonly state: 'done'; readonly record: FinalRecord<Data> }

/** What a store answers to `peek`: the state an operation was in at that moment. */
export type PeekResult<Data = JsonValue> =
  /** Somebody holds the lease, whether or not an intent is written. */
  | { readonly state: 'running'; readonly fingerprint: string }
  /** An intent exists, and its lease is over or it was suspended: what `begin` would answer `open`. */
  | { readonly state: 'open'; readonly fingerprint: string; readonly record?: OpenRecord<Data> }
  /** The operation has ended. */
  | { readonly state: 'done'; readonly fingerprint: string; readonly record: FinalRecord<Data> }

/**
 * Remembers operations that move money, so that each is done once: across retries, processes and crashes. Every call is
 * atomic, and seen by every caller after it resolves.
 *
 * The life of an operation: `begin` → `intent`, awaited before the first byte that can move money → `complete`, or `suspend`
 * and later `begin` → `open` → `complete`. What ends before its intent was never sent, and leaves nothing behind.
 *
 * Keys, groups and fingerprints are opaque. Handles and records are plain JSON; what comes back is a copy.
 *
 * Whatever else goes wrong (a lost connection), a call rejects with an error of the store's own, and may have been done or not:
 * `begin` again tells.
 *
 * @typeParam Data the owner's part of a record
 */
export interface OperationStore<Data = JsonValue> {
  /**
   * Asks for an operation.
   *
   * A lease that ended without an intent counts as if it had never been: the key is free, its reservation too.
   *
   * @param key names the operation, not empty
   * @throws CaptureError `invalid_request` when an argument makes no sense, or the group holds another currency
   */
  begin(key: string, request: BeginRequest): Promise<BeginResult<Data>>

  /**
   * Reads an operation: takes no lease, waits for none, and changes nothing, so any number may look at once. By the time it
   * resolves, the answer may be old, unless it is `done`: whoever is to act on anything else must `begin`.
   *
   * @returns null for a key that is free: never begun, released, expired, or its lease ended without an intent
   */
  peek(key: string): Promise<PeekResult<Data> | null>

  /**
   * Writes down that money may move from now on. Only with this written may the first byte leave.
   *
   * Over an earlier intent of the same operation, that one's time of sending, snapshot and mark of a mismatch stay, and new
   * ids are added.
   *
   * @throws OperationStoreError `stale_lease` when the lease is over, even if nobody took over
   * @throws CaptureError `invalid_request` when the earlier handle is of another operation
   */
  intent(key: string, lease: Lease, handle: CaptureHandle): Promise<void>

  /**
   * Puts an operation aside that is `pending` or `unknown`: it is `open` at once, and keeps its reservation.
   *
   * A lease whose time is over is good for this as long as nobody took over.
   *
   * @param handle the outcome's, which can know more ids; merged as by {@link intent}
   * @throws OperationStoreError `stale_lease`; `no_intent` without an intent or a handle
   * @throws CaptureError `invalid_request` when the record is not `open`, or the handle is of another operation
   */
  suspend(key: string, lease: Lease, record: OpenRecord<Data>, handle?: CaptureHandle): Promise<void>

  /**
   * Ends an operation for good, with an intent or without (it was found done already). What its record does not say to have
   * moved is freed from the reservation.
   *
   * A lease whose time is over is good for this if there is an intent and nobody took over.
   *
   * @throws OperationStoreError `stale_lease`
   * @throws CaptureError `invalid_request` when the record is not final, or its amount not in the reservation's currency
   */
  complete(key: string, lease: Lease, record: FinalRecord<Data>): Promise<void>

  /**
   * Forgets an operation, and frees its key and reservation. Refused once an intent exists, unless a record proves that
   * nothing moved *and* the intent is this lease's own: a no after an earlier call that was left open proves nothing about
   * that call.
   *
   * @throws OperationStoreError `stale_lease`, `intent_exists`
   */
  release(key: string, lease: Lease, record?: NothingMovedRecord<Data>): Promise<void>

  /**
   * Drops the groups in which everything ended before a time. Nothing open or running is ever dropped, nor any part of its
   * group.
   *
   * A dropped key can begin again, and dropped reservations no longer count. So choose a time beyond every retry, and beyond
   * the life of an authorization.
   *
   * @param before milliseconds since 1970-01-01T00:00:00Z
   * @returns how many ended operations were dropped
   */
  expire(before: number): Promise<number>
}
