import type { Lease } from '@cap/core'
import { CaptureError, type CaptureHandle, type CaptureOutcome, compareMoney } from '@cap/core/http'
import { type Answer, settlementFailure } from './answers.ts'
import { conclude, type Held, lateness, settledAnswer } from './conclude.ts'
import { readyHandle } from './handle.ts'
import { groupOf, idOf, keyOf } from './keys.ts'
import { type Concluded, type OpenOperation, runOperation } from './operation.ts'
import type { Facts } from './payment-facts.ts'
import { isCancelled, lookUpPayment } from './payments.ts'
import { findSettlement, wholeSettleId } from './settle-id.ts'
import { type CaptureContext, checkSettlement, type Settlement } from './settlement.ts'
import { fingerprintOf, settlementOf, type WireSettlement } from './settlement-wire.ts'
import { type Call, decline, refuse, storedAnswer } from './wiring.ts'

/**
 * Settles a payment: once under its request id, whatever is asked twice or at once. A call that meets the same settlement
 * under way in this process gets its answer.
 */
export async function settle(call: Call, wire: WireSettlement): Promise<Answer> {
  const { running } = call.wiring
  const key = keyOf(call, 'settlement', wire.requestId)
  const fingerprint = fingerprintOf(wire)
  const other = running.get(key)
  if (other !== undefined) {
    return other.fingerprint === fingerprint ? other.answer : refuse(call, 'request-id-reused')
  }
  const answer = settleAlone(call, wire, key, fingerprint)
  running.set(key, { fingerprint, answer })
  try {
    return await answer
  } finally {
    running.delete(key)
  }
}

async function settleAlone(call: Call, wire: WireSettlement, key: string, fingerprint: string): Promise<Answer> {
  const facts = await lookUpPayment(call)
  if (facts === 'payment-unavailable' || facts === 'payment-not-found') {
    return replayOr(call, key, fingerprint, facts)
  }
  const settlement = checkSettlement(call.merchant, wire, facts)
  if (typeof settlement === 'string') return replayOr(call, key, fingerprint, settlement)

  const held = (lease: Lease): Held => ({ call, key, lease, settlement, facts })
  return runOperation(call, {
    key,
    begin: {
      fingerprint,
      leaseMs: call.wiring.leaseMs,
      group: groupOf(call),
      reserve: { amount: settlement.amount, limit: facts.limit },
    },
    start: (lease) => start(held(lease)),
    resume: (open) => resume(held(open.lease), open),
    async resumeOther(open, otherFingerprint) {
      const requestId = idOf(open.key, call, 'settlement')
      if (requestId === null) return null
      const ids = { paymentId: call.paymentId, requestId }
      const otherWire = settlementOf(otherFingerprint, ids, wire.merchantSettings)
      const found = otherWire === null ? null : checkSettlement(call.merchant, otherWire, facts)
      if (found === null || typeof found === 'string') return null
      return resume({ ...held(open.lease), key: open.key, settlement: found }, open)
    },
    overLimit: () => settledBefore(call, settlement, facts),
  })
}

/** What was answered for good is answered again even when the payment cannot be looked at any more. */
async function replayOr(
  call: Call,
  key: string,
  fingerprint: string,
  code: 'payment-unavailable' | 'payment-not-found' | 'invalid-value' | 'invalid-recipients',
): Promise<Answer> {
  const { store, leaseMs } = call.wiring
  const begun = await store.begin(key, { fingerprint, leaseMs, group: groupOf(call) })
  switch (begun.state) {
    case 'new':
      await store.release(key, begun.lease)
      break
    case 'open':
      await store.suspend(key, begun.lease, begun.record ?? { money: 'open', data: null })
      return refuse(call, 'unknown')
    case 'running':
      return refuse(call, 'in-progress')
    case 'conflict':
      return refuse(call, 'request-id-reused')
    case 'done':
      return storedAnswer(begun.record.data) ?? refuse(call, 'internal')
    case 'blocked':
    case 'over_limit':
      break
  }
  return code === 'payment-unavailable' ? refuse(call, code) : decline(call, code)
}

async function start(held: Held): Promise<Answer> {
  const { call, key, lease, settlement, facts } = held
  const { store, options } = call.wiring
  const refusal = await whyNot(call, facts)
  if (refusal !== null) {
    await store.release(key, lease)
    return decline(call, refusal)
  }
  let offered: CaptureHandle | null = null
  const ready = () => (offered ??= readyHandle(held))
  let written: CaptureHandle | null = null
  const context: CaptureContext = {
    // Two digests that clients of ours do without.
    get handle() {
      return ready()
    },
    priorAttempt: false,
    async beforeSend(handle = ready()) {
      await store.intent(key, lease, handle)
      written = handle
    },
  }
  let outcome: CaptureOutcome | null = null
  try {
    outcome = await options.capture(settlement, context)
  } catch (error) {
    if (CaptureError.isInstance(error)) return nothingCaptured(held, error)
    call.wiring.report(error)
  }
  return (await conclude(held, { outcome, handle: written ?? ready() })).answer
}

/** A throw that says so moved no money. Under this lease nothing else was sent, so the key and the amount are free again. */
async function nothingCaptured({ call, key, lease }: Held, error: CaptureError): Promise<Answer> {
  call.wiring.report(error)
  await call.wiring.store.release(key, lease, { money: 'none', data: { code: error.code } })
  return refuse(call, 'not-sent')
}

async function resume(alone: Held, open: OpenOperation): Promise<Concluded> {
  const held = { ...alone, wasOpen: true }
  const { call, settlement } = held
  let outcome: CaptureOutcome | null = null
  try {
    // A replay can move the money for the first time: not for a payment that VTEX wants cancelled, or has given up.
    const mayCapture = (await lateness(held, open.handle)) === null
    outcome = await call.wiring.options.resolve(settlement, open.handle, { mayCapture })
  } catch (error) {
    // Even a CaptureError speaks of the question only, not of the capture that was left open.
    call.wiring.report(error)
  }
  return conclude(held, { outcome, handle: open.handle })
}

async function whyNot(call: Call, { state }: Facts) {
  if (state === 'cancelled' || (await isCancelled(call))) return 'payment-cancelled'
  return state === 'authorized' ? null : 'payment-not-authorized'
}

/**
 * It is nowhere written that VTEX keeps the request id over its retries. The whole amount can be captured once only: when it
 * is asked for again under another id, the answer to the first one was lost, and it is given again under the new id.
 */
async function settledBefore(call: Call, settlement: Settlement, facts: Facts): Promise<Answer> {
  const settleId = wholeSettleId(settlement, facts)
  const found = settleId === null ? null : await findSettlement(call, settleId)
  if (settleId !== null && found !== null && compareMoney(found.asked, settlement.amount) === 0) {
    return settledAnswer(settlement, settleId, found.captured)
  }
  return settlementFailure(call.wiring.declinedStatus, call.echo, 'amount-exceeded')
}
