import { compareMoney, type JsonValue, type Money, parseMoney, toMinorUnits } from '@cap/core/http'
import { derivedKey, keyOf } from './keys.ts'
import type { Facts } from './payment-facts.ts'
import type { Settlement } from './settlement.ts'
import type { Call } from './wiring.ts'

/** The settlement that a `settleId` denotes: what a refund gives back. */
export interface SettlementRecord {
  readonly requestId: string
  readonly asked: Money
  readonly captured: Money
  readonly captureId: string | null
  /** The ids of the capture at the provider behind the connector. */
  readonly reference: Readonly<Record<string, string>>
}

/**
 * The id of a settlement of the whole amount, which a payment can have but one of: it can be found without the request id.
 *
 * @returns null where a second one of the same amount would fit
 */
export function wholeSettleId(settlement: Settlement, { authorized, limit }: Facts): string | null {
  const { amount } = settlement
  if (compareMoney(amount, authorized) < 0) return null
  // The limit itself, which is most of the time asked for, needs no calculation.
  if (compareMoney(amount, limit) !== 0 && toMinorUnits(amount) * 2n <= toMinorUnits(limit)) return null
  return derivedKey(settlement, 'settle-id', 'whole', amount.amount)
}

/**
 * Writes down which settlement an id denotes, before the settlement is concluded and its id told to anybody. The id is derived,
 * so that a crash in between does not make a second one.
 *
 * @returns the id, its own for every settlement
 */
export async function assignSettleId(
  call: Call,
  settlement: Settlement,
  facts: Facts,
  record: SettlementRecord,
): Promise<string> {
  const whole = wholeSettleId(settlement, facts)
  if (whole !== null && (await write(call, whole, record))) return whole
  const own = ownSettleId(settlement)
  if (await write(call, own, record)) return own
  throw new Error('the id of a settlement denotes another one')
}

/**
 * What was written down of a settlement when it was captured, though a crash kept it from being concluded.
 *
 * @returns null when nothing was
 */
export async function findCaptured(call: Call, settlement: Settlement, facts: Facts): Promise<SettlementRecord | null> {
  for (const settleId of [wholeSettleId(settlement, facts), ownSettleId(settlement)]) {
    const found = settleId === null ? null : await findSettlement(call, settleId)
    if (found?.requestId === settlement.requestId) return found
  }
  return null
}

function ownSettleId(settlement: Settlement): string {
  return derivedKey(settlement, 'settle-id', 'of', settlement.requestId)
}

export async function findSettlement(call: Call, settleId: string): Promise<SettlementRecord | null> {
  const found = await call.wiring.store.peek(keyOf(call, 'settle-id', settleId))
  return found?.state === 'done' ? readRecord(found.record.data) : null
}

/**
 * An id and the refunds made by it, of which one at a time is under way. What is together in a group expires together: as long
 * as a refund is remembered, so is what it gave back.
 */
export function settleIdGroup(call: Call, settleId: string): string {
  return groupOfKey(keyOf(call, 'settle-id', settleId))
}

function groupOfKey(key: string): string {
  return `${key} refunds`
}

/** Nothing is done under this lease but to write. A call that could not is tried again, and waits no longer for its own. */
const writeMs = 5_000

async function write(call: Call, settleId: string, record: SettlementRecord): Promise<boolean> {
  const { store } = call.wiring
  const leaseMs = Math.min(writeMs, call.wiring.leaseMs)
  const key = keyOf(call, 'settle-id', settleId)
  const begun = await store.begin(key, { fingerprint: 'settle-id', leaseMs, group: groupOfKey(key) })
  if (begun.state === 'new') {
    await store.complete(key, begun.lease, { money: 'none', data: { ...record } })
    return true
  }
  if (begun.state === 'done') return readRecord(begun.record.data)?.requestId === record.requestId
  throw new Error('the id of the settlement is being written by another process')
}

function readRecord(data: JsonValue): SettlementRecord | null {
  if (typeof data !== 'object' || data === null || !('requestId' in data)) return null
  const { requestId, asked, captured, captureId, reference } = data
  if (typeof requestId !== 'string' || typeof reference !== 'object' || reference === null) return null
  return {
    requestId,
    asked: parseMoney(asked),
    captured: parseMoney(captured),
    captureId: typeof captureId === 'string' ? captureId : null,
    reference: Object.fromEntries(Object.entries(reference).map(([name, value]) => [name, String(value)])),
  }
}
