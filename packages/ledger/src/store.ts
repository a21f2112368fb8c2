import {
  CaptureError,
  type CaptureHandle,
  type FinalRecord,
  type JsonValue,
  type OpenRecord,
  type OperationStore,
  OperationStoreError,
  toMinorUnits,
} from '@cap/core'
import { checkBegin, checkFinal, checkOpen, otherCurrency } from '@cap/core/store'
import type { Engine } from './engine/engine.ts'
import type { Refused } from './engine/operations.ts'

/** Keeps the operations of the store apart from those of captures, which share the table. */
const own = (key: string) => `s:${key}`

/**
 * The `OperationStore` over the ledger's tables.
 *
 * @param now null: the database's own clock
 */
export function sqlStore(engine: Engine, now: () => number | null): OperationStore {
  return {
    async begin(key, request) {
      const reserve = checkBegin(key, request)
      const [begun] = await engine.begin(
        [
          {
            key: own(key),
            grp: own(request.group),
            fingerprint: request.fingerprint,
            leaseMs: request.leaseMs,
            currency: reserve?.amount.currency ?? null,
            reserved: reserve === null ? null : String(toMinorUnits(reserve.amount)),
            limit: reserve === null ? null : String(toMinorUnits(reserve.limit)),
          },
        ],
        now(),
      )
      const { state, lease, handle, record, open_key: openKey, open_fingerprint: openFingerprint } = begun ?? nothing()
      switch (state) {
        case 'cancelled':
          return nothing()
        case 'new':
          return { state, lease: lease ?? nothing() }
        case 'open': {
          const open = record === null ? {} : { record: JSON.parse(record) as OpenRecord }
          return { state, lease: lease ?? nothing(), handle: JSON.parse(handle ?? nothing()) as CaptureHandle, ...open }
        }
        case 'done':
          return { state, record: JSON.parse(record ?? nothing()) as FinalRecord }
        case 'blocked':
          return { state, openKey: (openKey ?? nothing()).slice(2), openFingerprint: openFingerprint ?? nothing() }
        case 'other_currency':
          throw otherCurrency('reserve.amount.currency', begun?.currency ?? nothing())
        default:
          return { state }
      }
    },

    async peek(key) {
      const found = await engine.peek(own(key), now())
      if (found === null) return null
      const { state, fingerprint, record } = found
      if (state === 'running') return { state, fingerprint }
      if (state === 'done') return { state, fingerprint, record: JSON.parse(record ?? nothing()) as FinalRecord }
      return { state, fingerprint, ...(record === null ? {} : { record: JSON.parse(record) as OpenRecord }) }
    },

    async intent(key, lease, handle) {
      check(key, await engine.intend([{ key: own(key), lease, handle: plain(handle) }], now()))
    },

    async suspend(key, lease, record, handle) {
      const text = JSON.stringify(checkOpen<JsonValue>(record))
      const item = { key: own(key), lease, record: text, ...(handle === undefined ? {} : { handle: plain(handle) }) }
      check(key, await engine.suspend([item], now()))
    },

    async complete(key, lease, record) {
      const checked = checkFinal<JsonValue>(record, null)
      const amount = checked.money === 'moved' ? checked.amount : undefined
      const moved = amount === undefined ? {} : { moved: String(toMinorUnits(amount)), currency: amount.currency }
      const item = { key: own(key), lease, money: checked.money, record: JSON.stringify(checked), ...moved }
      check(key, await engine.complete([item], now()))
    },

    async release(key, lease, record) {
      check(key, await engine.release([{ key: own(key), lease, proof: record?.money === 'none' }], now()))
    },

    expire: (before) => engine.expire(before, now()),
  }
}

function check(key: string, [refused = null]: readonly Refused[]): void {
  if (refused === null) return
  if (typeof refused === 'string') throw new OperationStoreError(refused, key)
  if ('currency' in refused) throw otherCurrency('record.amount.currency', refused.currency)
  throw new CaptureError({ code: 'invalid_request', field: 'handle', message: refused.invalid })
}

/** Only plain data crosses to another thread. */
function plain(handle: CaptureHandle): CaptureHandle {
  return JSON.parse(JSON.stringify(handle)) as CaptureHandle
}

function nothing(): never {
  throw new Error('the database answered nothing')
}
