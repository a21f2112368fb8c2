import type { BeginRequest, Lease } from '@cap/core'
import { compareMoney } from '@cap/core/http'
import { type Answer, settlementFailure } from './answers.ts'
import { resumeCancellation } from './cancel.ts'
import { type Held, settledAnswer } from './conclude.ts'
import { groupOf, idOf, keyOf } from './keys.ts'
import { runOperation } from './operation.ts'
import type { Facts } from './payment-facts.ts'
import { lookUpPayment } from './payments.ts'
import { resumeCapture, startCapture } from './run-capture.ts'
import { findSettlement, wholeSettleId } from './settle-id.ts'
import { checkSettlement, type Settlement } from './settlement.ts'
import { fingerprintOf, settlementOf, type WireSettlement } from './settlement-wire.ts'
import { type Call, decline, refuse, storedAnswer } from './wiring.ts'

/**
 * Settles a payment: once under its request id, whatever is asked twice or at once. A call that meets the same settlement
 * under way in this process gets its answer.
 */
export async function settle(call: Call, wire: WireSettlement): Promise<Answer> {
  const { running, clock, leaseMs } = call.wiring
  const key = keyOf(call, 'settlement', wire.requestId)
  const fingerprint = fingerprintOf(wire)
  const other = running.get(key)
  // A callback that never settles must not hold the retries for ever: once its lease is over, it is resolved.
  if (other !== undefined && clock.now() < other.until) {
    return other.fingerprint === fingerprint ? other.answer : refuse(call, 'request-id-reused')
  }
  const answer = settleAlone(call, wire, key, fingerprint)
  const own = { fingerprint, answer, until: clock.now() + leaseMs }
  running.set(key, own)
  try {
    return await answer
  } finally {
    if (running.get(key) === own) running.delete(key)
  }
}

async function settleAlone(call: Call, wire: WireSettlement, key: string, fingerprint: string): Promise<Answer> {
  const facts = await lookUpPayment(call)
  if (facts === 'payment-unavailable' || facts === 'payment-not-found') {
    return replayOr(call, key, fingerprint, facts)
  }
  const settlement = checkSettlement(call.merchant, wire, facts)
  if (typeof settlement === 'string') return replayOr(call, key, fingerprint, settlement)

  const held = (lease: Lease, since: number): Held => ({ call, key, lease, since, settlement, facts })
  const begin: BeginRequest = {
    fingerprint,
    leaseMs: call.wiring.leaseMs,
    group: groupOf(call),
    reserve: { amount: settlement.amount, limit: facts.limit },
  }
  return await runOperation(call, {
    key,
    begin,
    start: (lease, since) => startCapture(held(lease, since), begin),
    resume: (open) => resumeCapture(held(open.lease, open.since), open, begin),
    async resumeOther(open, otherFingerprint) {
      if (idOf(open.key, call, 'cancelled') !== null) return resumeCancellation(call, open, wire, facts)
      const requestId = idOf(open.key, call, 'settlement')
      if (requestId === null) return null
      const ids = { paymentId: call.paymentId, requestId }
      const otherWire = settlementOf(otherFingerprint, ids, wire.merchantSettings)
      const found = otherWire === null ? null : checkSettlement(call.merchant, otherWire, facts)
      if (found === null || typeof found === 'string') return null
      const other = { ...held(open.lease, open.since), key: open.key, settlement: found }
      return resumeCapture(other, open, { ...begin, fingerprint: otherFingerprint, reserve: undefined })
    },
    overLimit: () => settledBefore(call, { key, fingerprint }, settlement, facts),
  })
}

/** What was answered for good is answered again even when the payment cannot be looked at any more. */
async function replayOr(
  call: Call,
  key: string,
  fingerprint: string,
  code: 'payment-unavailable' | 'payment-not-found' | 'invalid-value' | 'invalid-recipients',
): Promise<Answer> {
  const found = await call.wiring.store.peek(key)
  if (found !== null) {
    if (found.fingerprint !== fingerprint) return refuse(call, 'request-id-reused')
    if (found.state === 'done') return storedAnswer(found.record.data) ?? refuse(call, 'internal')
    return refuse(call, found.state === 'open' ? 'unknown' : 'in-progress')
  }
  return code === 'payment-unavailable' ? refuse(call, code) : decline(call, code)
}

/**
 * It is nowhere written that VTEX keeps the request id over its retries. The whole amount can be captured once only: when it
 * is asked for again under another id, the answer to the first one was lost, and it is given again under the new id.
 */
async function settledBefore(
  call: Call,
  asked: { readonly key: string; readonly fingerprint: string },
  settlement: Settlement,
  facts: Facts,
): Promise<Answer> {
  const settleId = wholeSettleId(settlement, facts)
  const found = settleId === null ? null : await findSettlement(call, settleId)
  if (settleId !== null && found !== null && compareMoney(found.asked, settlement.amount) === 0) {
    return rememberAnswer(call, asked, settledAnswer(settlement, settleId, found.captured))
  }
  return settlementFailure(call.wiring.declinedStatus, call.echo, 'amount-exceeded')
}

/** A success under the new id as well, so that another body under it captures nothing: there may be something left to. */
async function rememberAnswer(
  call: Call,
  { key, fingerprint }: { readonly key: string; readonly fingerprint: string },
  answer: Answer,
): Promise<Answer> {
  const { store, leaseMs } = call.wiring
  const begun = await store.begin(key, { fingerprint, leaseMs, group: groupOf(call) })
  switch (begun.state) {
    case 'new':
      await store.complete(key, begun.lease, { money: 'none', data: { answer } })
      return answer
    case 'done':
      return storedAnswer(begun.record.data) ?? refuse(call, 'internal')
    case 'conflict':
      return refuse(call, 'request-id-reused')
    case 'open':
    case 'running':
    case 'blocked':
    case 'over_limit':
      return refuse(call, 'in-progress')
  }
}
