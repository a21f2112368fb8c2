import type { BeginRequest } from '@cap/core'
import { type Captured, CaptureError, type CaptureHandle, type CaptureOutcome } from '@cap/core/http'
import type { Answer } from './answers.ts'
import type { Attempt } from './attempt.ts'
import { beginAgain } from './begin-again.ts'
import { isCancelled } from './cancellation.ts'
import { amountOf, conclude, type Held, lateness, settlementRecord } from './conclude.ts'
import { readyHandle } from './handle.ts'
import { withLazy } from './lazy-context.ts'
import type { Concluded, OpenOperation } from './operation.ts'
import type { Facts } from './payment-facts.ts'
import { saysNothingMoved } from './proven-no.ts'
import { Sending } from './sending.ts'
import { assignSettleId, findCaptured } from './settle-id.ts'
import { type Call, decline, type Ended, refuse, storedAnswer } from './wiring.ts'
import { writeDown } from './write-down.ts'

/** Captures what nobody has sent anything of. */
export async function startCapture(held: Held, begin: BeginRequest): Promise<Answer> {
  const { call, key, lease, settlement, facts } = held
  const { store, options, attempts } = call.wiring
  const refusal = await whyNot(call, facts)
  if (refusal !== null) {
    await store.release(key, lease)
    return decline(call, refusal)
  }
  const sending = new Sending(held)
  let outcome: CaptureOutcome | null = null
  try {
    outcome = await attempts.run(key, held.since, (attempt) => options.capture(settlement, sending.contextOf(attempt)))
  } catch (error) {
    // Without an intent nothing may have been sent, whoever threw.
    if (CaptureError.isInstance(error) && (sending.written === null || saysNothingMoved(error)))
      return nothingCaptured(held, error)
    call.wiring.report(error)
  }
  return (await concludeOnce(held, begin, { outcome, handle: () => sending.written ?? sending.handle })).answer
}

/** Concludes it, under another lease where this one is over. A capture is told to the store until it listens. */
async function concludeOnce(held: Held, begin: BeginRequest, ended: Ended): Promise<Concluded> {
  const { outcome } = ended
  const write = () => conclude(held, ended)
  try {
    return await (outcome?.status === 'captured' ? writeDown(held.call, held.since, write) : write())
  } catch (error) {
    const known = outcome?.status === 'captured' ? await concludeAfterLease(held, begin, outcome, error) : null
    if (known === null) throw error
    held.call.wiring.report(error)
    return known
  }
}

/**
 * The capture took longer than its lease. What is known here is not to be lost: another call that has looked for it in between
 * may never be able to tell, and where no intent was written, the next one would capture again.
 */
async function concludeAfterLease(
  held: Held,
  begin: BeginRequest,
  outcome: Captured,
  why: unknown,
): Promise<Concluded | null> {
  const { call, key } = held
  const begun = await beginAgain(call, key, begin, why)
  if (begun.state === 'done') {
    if (begun.record.money === 'none') await capturedAfterAll(held, outcome)
    const answer = storedAnswer(begun.record.data)
    return answer === null ? null : { answer, ended: true }
  }
  if (begun.state !== 'open' && begun.state !== 'new') return null
  const handle = begun.state === 'open' ? begun.handle : readyHandle(held)
  return conclude({ ...held, lease: begun.lease, wasOpen: true }, { outcome, handle: () => handle })
}

/** VTEX has been told of a decline, for good. The money is the merchant's to give back, so somebody must hear of it. */
async function capturedAfterAll(held: Held, outcome: Captured): Promise<void> {
  const { call, settlement, facts } = held
  call.wiring.report(new Error('a settlement was captured after resolve had called it declined: look at it'))
  const amount = amountOf(outcome, settlement) ?? settlement.amount
  const settleId = await assignSettleId(call, settlement, facts, settlementRecord(settlement, outcome, amount))
  await call.wiring.late({ settlement, settleId, outcome, reason: 'declined' })
}

/** A throw that says so moved no money. Under this lease nothing else was sent, so the key and the amount are free again. */
async function nothingCaptured({ call, key, lease }: Held, error: CaptureError): Promise<Answer> {
  call.wiring.report(error)
  await call.wiring.store.release(key, lease, { money: 'none', data: { code: error.code } })
  return refuse(call, 'not-sent')
}

/**
 * Finds out what became of a capture that an earlier call left open.
 *
 * @param begin by which it is begun again, should the lease be over by then
 */
export async function resumeCapture(alone: Held, open: OpenOperation, begin: BeginRequest): Promise<Concluded> {
  const held = { ...alone, wasOpen: true }
  const { call, key, settlement } = held
  const { options, attempts } = call.wiring
  let outcome = await capturedBefore(held, open.handle)
  if (outcome !== null) return concludeOnce(held, begin, { outcome, handle: () => open.handle })
  try {
    // A replay can move the money for the first time: not for a payment that VTEX wants cancelled, or has given up.
    const mayCapture = (await lateness(held, () => open.handle)) === null
    const ask = (attempt: Attempt) =>
      options.resolve(settlement, open.handle, withLazy({ mayCapture }, attempt, 'signal'))
    outcome = await attempts.run(key, held.since, ask)
  } catch (error) {
    // Even a CaptureError speaks of the question only, not of the capture that was left open.
    call.wiring.report(error)
  }
  return concludeOnce(held, begin, { outcome, handle: () => open.handle })
}

/** A capture that was written down before a crash: nobody needs to be asked, and nobody is believed who says otherwise. */
async function capturedBefore(
  { call, settlement, facts }: Held,
  { provider }: CaptureHandle,
): Promise<CaptureOutcome | null> {
  const found = await findCaptured(call, settlement, facts)
  if (found === null) return null
  const { captureId, captured: amount, reference } = found
  const known = { status: 'captured', basis: 'lookup', replayed: false, attempts: [], raw: null } as const
  return { ...known, provider, captureId, amount, reference }
}

async function whyNot(call: Call, { state }: Facts) {
  if (state === 'cancelled' || (await isCancelled(call))) return 'payment-cancelled'
  return state === 'authorized' ? null : 'payment-not-authorized'
}
