import type { CaptureHandle } from '../capture/handle.ts'
import { type Clock, systemClock } from '../http/clock.ts'
import type { JsonValue } from '../json/json-value.ts'
import { unitsOf } from '../money/minor-units.ts'
import type { Money } from '../money/money.ts'
import { checkBegin, checkFinal, checkOpen, otherCurrency } from './check-request.ts'
import { mergeHandles } from './merge-handles.ts'
import type { FinalRecord, Lease, OpenRecord, OperationStore, Reservation } from './operation-store.ts'
import { OperationStoreError } from './operation-store-error.ts'

/** Options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** For tests. Default: the system's. */
  readonly clock?: Pick<Clock, 'now'> | undefined
}

interface Entry<Data> {
  readonly key: string
  readonly group: string
  readonly fingerprint: string
  readonly reserved: Money | null
  /** The lease given out last; null once it has ended by a call. */
  lease: Lease | null
  leaseEnds: number
  handle: CaptureHandle | null
  /** The lease under which the first intent was written. */
  intentLease: Lease | null
  open: OpenRecord<Data> | null
  final: FinalRecord<Data> | null
  endedAt: number
}

const nobody: readonly never[] = []

/**
 * An {@link OperationStore} in memory: for tests, demos and single processes that can afford to forget on a restart. An
 * operation in flight during a crash is then unknown to everybody, so production wants a durable one. It grows until `expire`
 * is called.
 */
export function memoryStore<Data = JsonValue>(options: MemoryStoreOptions = {}): OperationStore<Data> {
  const clock = options.clock ?? systemClock
  const entries = new Map<string, Entry<Data>>()
  // Most have one member, and a list of one costs a fraction of a set.
  const groups = new Map<string, Entry<Data>[]>()
  // What was begun last is mostly what is asked about next, and a look into a large map is slow.
  let latest: Entry<Data> | undefined
  let leases = 0

  const isLeased = (entry: Entry<Data>) => entry.lease !== null && clock.now() < entry.leaseEnds
  /** Its lease ended without an intent: as if it had never been. */
  const isVoid = (entry: Entry<Data>) => entry.final === null && entry.handle === null && !isLeased(entry)

  function takeLease(entry: Entry<Data>, leaseMs: number): Lease {
    entry.lease = `lease-${++leases}`
    entry.leaseEnds = clock.now() + leaseMs
    return entry.lease
  }

  function drop(entry: Entry<Data>): void {
    if (latest === entry) latest = undefined
    entries.delete(entry.key)
    const others = groups.get(entry.group)?.filter((member) => member !== entry) ?? []
    if (others.length === 0) groups.delete(entry.group)
    else groups.set(entry.group, others)
  }

  /** The group's operations, without those that never sent anything. */
  function membersOf(group: string): readonly Entry<Data>[] {
    const found = groups.get(group) ?? nobody
    if (!found.some(isVoid)) return found
    for (const entry of found) if (isVoid(entry)) drop(entry)
    return groups.get(group) ?? nobody
  }

  function lookUp(key: string): Entry<Data> | undefined {
    return latest?.key === key ? latest : entries.get(key)
  }

  function find(key: string): Entry<Data> | null {
    const entry = lookUp(key)
    if (entry === undefined) return null
    if (!isVoid(entry)) return entry
    drop(entry)
    return null
  }

  /** The operation, if the lease is the one given out last and has not ended by a call. */
  function held(key: string, lease: Lease): Entry<Data> {
    const entry = find(key)
    if (entry === null || entry.lease !== lease) throw new OperationStoreError('stale_lease', key)
    return entry
  }

  return {
    async begin(key, request) {
      const reserve = checkBegin(key, request)
      const entry = find(key)
      if (entry !== null) {
        if (entry.fingerprint !== request.fingerprint || entry.group !== request.group) return { state: 'conflict' }
        if (entry.final !== null) return { state: 'done', record: copy(entry.final) }
        if (isLeased(entry) || entry.handle === null) return { state: 'running' }
        const lease = takeLease(entry, request.leaseMs)
        const record = entry.open === null ? {} : { record: copy(entry.open) }
        return { state: 'open', lease, handle: copy(entry.handle), ...record }
      }
      const members = membersOf(request.group)
      const other = members.find((member) => member.final === null)
      if (other !== undefined) return { state: 'blocked', openKey: other.key, openFingerprint: other.fingerprint }
      if (reserve !== null && exceeds(members, reserve)) return { state: 'over_limit' }

      const added: Entry<Data> = {
        key,
        group: request.group,
        fingerprint: request.fingerprint,
        reserved: reserve?.amount ?? null,
        lease: null,
        leaseEnds: 0,
        handle: null,
        intentLease: null,
        open: null,
        final: null,
        endedAt: 0,
      }
      entries.set(key, added)
      groups.set(request.group, members.length === 0 ? [added] : [...members, added])
      latest = added
      return { state: 'new', lease: takeLease(added, request.leaseMs) }
    },

    async peek(key) {
      const entry = lookUp(key)
      if (entry === undefined || isVoid(entry)) return null
      const { fingerprint, final, open } = entry
      if (final !== null) return { state: 'done', fingerprint, record: copy(final) }
      if (isLeased(entry)) return { state: 'running', fingerprint }
      return { state: 'open', fingerprint, ...(open === null ? {} : { record: copy(open) }) }
    },

    async intent(key, lease, handle) {
      const entry = held(key, lease)
      if (!isLeased(entry)) throw new OperationStoreError('stale_lease', key)
      entry.handle = copy(mergeHandles(entry.handle, handle))
      entry.intentLease ??= lease
    },

    async suspend(key, lease, record, handle) {
      const open = copy(checkOpen(record))
      const entry = held(key, lease)
      if (handle !== undefined) entry.handle = copy(mergeHandles(entry.handle, handle))
      if (entry.handle === null) throw new OperationStoreError('no_intent', key)
      entry.intentLease ??= lease
      entry.open = open
      entry.lease = null
    },

    async complete(key, lease, record) {
      const entry = held(key, lease)
      entry.final = copy(checkFinal(record, entry.reserved?.currency ?? null))
      entry.handle = null
      entry.open = null
      entry.lease = null
      entry.endedAt = clock.now()
    },

    async release(key, lease, record) {
      const entry = held(key, lease)
      const isProvenNo = record?.money === 'none' && entry.intentLease === lease
      if (entry.handle !== null && !isProvenNo) throw new OperationStoreError('intent_exists', key)
      drop(entry)
    },

    async expire(before) {
      let dropped = 0
      for (const group of [...groups.keys()]) {
        const members = membersOf(group)
        if (members.some((entry) => entry.final === null || entry.endedAt >= before)) continue
        for (const entry of members) drop(entry)
        dropped += members.length
      }
      return dropped
    },
  }
}

/** Whether the group would hold more than the limit. */
function exceeds(members: readonly Entry<unknown>[], reserve: Reservation): boolean {
  let total = unitsOf(reserve.amount)
  for (const { reserved, final } of members) {
    if (reserved === null) continue
    if (reserved.currency !== reserve.amount.currency) throw otherCurrency('reserve.amount.currency', reserved.currency)
    if (final?.money === 'none') continue
    total += unitsOf(final?.amount ?? reserved)
  }
  return total > unitsOf(reserve.limit)
}

/** Keeps callers from changing what is stored, and shows in tests what a durable store could not keep. */
function copy<T>(value: T): T {
  return (copyPlain(value, 0) ?? JSON.parse(JSON.stringify(value))) as T
}

/**
 * Copies what JSON keeps as it is, at a fraction of the cost of the text.
 *
 * @returns undefined for anything else: the text decides what becomes of it
 */
function copyPlain(value: unknown, depth: number): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : undefined
  if (typeof value !== 'object' || depth > 64 || 'toJSON' in value) return undefined
  const prototype: unknown = Object.getPrototypeOf(value)
  if (Array.isArray(value) && prototype === Array.prototype) {
    const list: unknown[] = []
    for (const item of value) {
      const copied = copyPlain(item, depth + 1)
      if (copied === undefined) return undefined
      list.push(copied)
    }
    return list
  }
  if (prototype !== Object.prototype) return undefined
  const object: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    const copied = key === '__proto__' ? undefined : copyPlain((value as Record<string, unknown>)[key], depth + 1)
    if (copied === undefined) return undefined
    object[key] = copied
  }
  return object
}
