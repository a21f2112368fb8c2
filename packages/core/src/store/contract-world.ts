import type { CaptureHandle } from '../capture/handle.ts'
import { CaptureError } from '../error/capture-error.ts'
import { money } from '../money/money.ts'
import type { BeginRequest, BeginResult, OperationStore, Reservation } from './operation-store.ts'
import { OperationStoreError, type OperationStoreErrorCode } from './operation-store-error.ts'

/** Time, as the store under test goes by it. */
export interface StoreClock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number
  /** Lets so many milliseconds pass: by moving an injected clock, or by waiting. */
  advance(ms: number): void | Promise<void>
  /**
   * Milliseconds of a lease in the cases. Where time is real: long enough for a few calls of the store, and each of some
   * cases waits for it. Default 60 000.
   */
  readonly leaseMs?: number | undefined
}

/** A case before a store is made for it. */
export interface StoreCase {
  readonly name: string
  run(world: StoreWorld): Promise<void>
}

/** What the cases are written with: a store, its clock, and words for what they expect. */
export class StoreWorld {
  readonly store: OperationStore
  readonly clock: StoreClock
  readonly leaseMs: number

  constructor(store: OperationStore, clock: StoreClock) {
    this.store = store
    this.clock = clock
    this.leaseMs = clock.leaseMs ?? 60_000
  }

  /** Begins `key` in the group `payment`, whatever comes of it. */
  begin(key: string, request: Partial<BeginRequest> = {}): Promise<BeginResult> {
    return this.store.begin(key, { fingerprint: `body of ${key}`, leaseMs: this.leaseMs, group: 'payment', ...request })
  }

  /** Begins `key` and expects a state. */
  async beginAs<State extends BeginResult['state']>(
    state: State,
    key: string,
    request: Partial<BeginRequest> = {},
  ): Promise<Extract<BeginResult, { readonly state: State }>> {
    const result = await this.begin(key, request)
    if (hasState(result, state)) return result
    throw new Error(`begin ${key} must answer ${state}, not ${JSON.stringify(result)}`)
  }

  /** A lease of a fresh operation. */
  async lease(key: string, request: Partial<BeginRequest> = {}): Promise<string> {
    return (await this.beginAs('new', key, request)).lease
  }

  /** A lease of an operation whose intent is written. */
  async sent(key: string, request: Partial<BeginRequest> = {}): Promise<string> {
    const lease = await this.lease(key, request)
    await this.store.intent(key, lease, handleOf(key))
    return lease
  }

  /** An operation that was left open. */
  async suspended(key: string, request: Partial<BeginRequest> = {}): Promise<void> {
    await this.store.suspend(key, await this.sent(key, request), { money: 'open', data: 'left open' })
  }

  /** An operation that moved all it had reserved. */
  async moved(key: string, request: Partial<BeginRequest> = {}): Promise<void> {
    await this.store.complete(key, await this.sent(key, request), { money: 'moved', data: 'moved' })
  }

  /** Lets every lease given out so far end. */
  async outlast(): Promise<void> {
    await this.clock.advance(this.leaseMs + 1)
  }

  /** Every call that needs a lease must be refused as stale. */
  async expectStale(key: string, lease: string): Promise<void> {
    const { store } = this
    await refused('stale_lease', 'intent', () => store.intent(key, lease, handleOf(key)))
    await refused('stale_lease', 'suspend', () =>
      store.suspend(key, lease, { money: 'open', data: 'stale' }, handleOf(key)),
    )
    await refused('stale_lease', 'complete', () => store.complete(key, lease, { money: 'moved', data: 'stale' }))
    await refused('stale_lease', 'release', () => store.release(key, lease))
    await refused('stale_lease', 'release with a no', () => store.release(key, lease, { money: 'none', data: 'stale' }))
  }
}

/** A handle of the operation `key`. */
export function handleOf(key: string, changes: Partial<CaptureHandle> = {}): CaptureHandle {
  return {
    version: 1,
    provider: 'toy',
    environment: 'test',
    account: '0'.repeat(64),
    operation: key,
    idempotencyKey: `key of ${key}`,
    ids: { payment: 'p-1' },
    fingerprint: 'f'.repeat(64),
    firstSentAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  }
}

/** A reservation of BRL. */
export function reserve(amount: string, limit: string): { readonly reserve: Reservation } {
  return { reserve: { amount: money(amount, 'BRL'), limit: money(limit, 'BRL') } }
}

/** Fails a case. */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message)
}

/** Fails a case unless both are the same plain JSON, in any order of keys. */
export function same(actual: unknown, expected: unknown, what: string): void {
  const [got, wanted] = [sorted(actual), sorted(expected)]
  check(got === wanted, `${what} must be ${wanted}, not ${got}`)
}

/** Fails a case unless the call rejects with that code. */
export async function refused(
  code: OperationStoreErrorCode | 'invalid_request',
  what: string,
  run: () => Promise<unknown>,
): Promise<void> {
  let caught: unknown
  try {
    await run()
  } catch (error) {
    caught = error
  }
  const got = OperationStoreError.isInstance(caught) || CaptureError.isInstance(caught) ? caught.code : caught
  check(got === code, `${what} must be refused as ${code}, but ${caught === undefined ? 'was not' : `came: ${got}`}`)
}

function hasState<State extends BeginResult['state']>(
  result: BeginResult,
  state: State,
): result is Extract<BeginResult, { readonly state: State }> {
  return result.state === state
}

function sorted(value: unknown): string {
  return (
    JSON.stringify(value, (_key, item) =>
      typeof item === 'object' && item !== null && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
        : item,
    ) ?? 'undefined'
  )
}
