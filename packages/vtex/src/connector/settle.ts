import type { BeginRequest, Lease } from '@cap/core'
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
  const { running, clock, leaseMs } = call.wiring
  const key = keyOf(call, 'settlement', wire.requestId)
  const fingerprint = fingerprintOf(wire)
  const other = running.get(key)
  // A callback that never settles must not hold the retries for ever: once its lease is over, the store decides.
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

  const held = (lease: Lease): Held => ({ call, key, lease, settlement, facts })
  const begin: BeginRequest = {
    fingerprint,
    leaseMs: call.wiring.leaseMs,
    group: groupOf(call),
    reserve: { amount: settlement.amount, limit: facts.limit },
  }
  return runOperation(call, {
    key,
    begin,
    start: (lease) => start(held(lease), begin),
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

async function start(held: Held, begin: BeginRequest): Promise<Answer> {
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
      try {
        await store.intent(key, lease, handle)
      } catch (error) {
        throw written === null ? notWritten(error) : error
      }
      written = handle
    },
  }
  let outcome: CaptureOutcome | null = null
  try {
    outcome = await options.capture(settlement, context)
  } catch (error) {
    if (CaptureError.isInstance(error) && !(written !== null && isOfAHelper(error))) return nothingCaptured(held, error)
    call.wiring.report(error)
  }
  try {
    const ended = {
      outcome,
      get handle() {
        return written ?? ready()
      },
    }
    return (await conclude(held, ended)).answer
  } catch (error) {
    const known = outcome?.status === 'captured' ? await concludeAfterLease(held, begin, outcome) : null
    if (known === null) throw error
    call.wiring.report(error)
    return known
  }
}

/**
 * The capture took longer than its lease. What is known here is not to be lost: another call that has looked for it in between
 * may never be able to tell, and where no intent was written, the next one would capture again.
 */
async function concludeAfterLease(held: Held, begin: BeginRequest, outcome: CaptureOutcome): Promise<Answer | null> {
  const { call, key } = held
  const begun = await call.wiring.store.begin(key, begin)
  if (begun.state === 'done') {
    if (begun.record.money === 'none') {
      call.wiring.report(new Error('a settlement was captured after resolve had called it declined: look at it'))
    }
    return storedAnswer(begun.record.data)
  }
  if (begun.state !== 'open' && begun.state !== 'new') return null
  const handle = begun.state === 'open' ? begun.handle : readyHandle(held)
  return (await conclude({ ...held, lease: begun.lease, wasOpen: true }, { outcome, handle })).answer
}

/** Without an intent nothing may be sent, so a callback that lets this through has moved nothing. */
function notWritten(error: unknown): CaptureError {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return new CaptureError({
    code: 'not_sent',
    message: 'the intent could not be written, so nothing was sent',
    cause: { name, message },
  })
}

/** Helpers such as `money` throw it too, and a callback may well use them on what it was answered: it proves nothing then. */
function isOfAHelper({ code, provider }: CaptureError): boolean {
  return code === 'invalid_request' && provider === null
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
    const mayCapture = (await lateness(held, open)) === null
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
