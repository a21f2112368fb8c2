import type { Lease, OpenRecord } from '@cap/core'
import {
  type Captured,
  type CaptureHandle,
  compareMoney,
  type Declined,
  isZeroMoney,
  type Money,
  parseMoney,
  toJsonNumber,
} from '@cap/core/http'
import { type Answer, json, settlementFailure } from './answers.ts'
import { wasCancelAsked } from './cancellation.ts'
import { type ConnectorCode, providerCode } from './codes.ts'
import type { Concluded } from './operation.ts'
import type { Facts } from './payment-facts.ts'
import { secretsOf } from './secrets.ts'
import { assignSettleId, type SettlementRecord } from './settle-id.ts'
import type { Settlement } from './settlement.ts'
import { type Call, type Ended, refuse } from './wiring.ts'

/** A settlement that this call has to itself. */
export interface Held {
  readonly call: Call
  readonly key: string
  readonly lease: Lease
  /** When the lease was asked for. */
  readonly since: number
  readonly settlement: Settlement
  readonly facts: Facts
  /** An earlier call had left it open. */
  readonly wasOpen?: boolean
}

/** VTEX repeats a settlement for one day, and then cancels the payment. */
const gatewayGivesUpAfterMs = 24 * 60 * 60 * 1000

/** Writes down how a capture ended, and makes the answer: the only place that does. */
export function conclude(held: Held, ended: Ended): Promise<Concluded> {
  const { outcome } = ended
  switch (outcome?.status) {
    case 'captured':
      return captured(held, outcome, ended)
    case 'declined':
      return mayStillMove(held) ? suspend(held, 'unknown', ended.handle()) : declined(held, outcome)
    case 'pending':
      return suspend(held, 'pending', outcome.handle ?? ended.handle())
    case 'unknown':
      return suspend(held, 'unknown', outcome.handle ?? ended.handle())
    default:
      // No outcome at all, or something that plain JavaScript made up.
      return suspend(held, 'unknown', ended.handle())
  }
}

/**
 * A capture that outlived its lease is on its way in this process while a resolve says that nothing moved: it may move in the
 * next moment, so the amount stays reserved until it is back.
 */
function mayStillMove({ call, key, wasOpen }: Held): boolean {
  if (wasOpen !== true || !call.wiring.attempts.has(key)) return false
  call.wiring.report(
    new Error('resolve said declined while the capture is still on its way: the settlement stays open'),
  )
  return true
}

async function captured(held: Held, outcome: Captured, ended: Ended): Promise<Concluded> {
  const { call, key, lease, settlement, facts } = held
  const amount = amountOf(outcome, settlement)
  // Money moved, and nobody can say how much, or more than was asked: that is for a resolve to tell, or for a person.
  if (amount === null) {
    call.wiring.report(
      new Error('what was captured contradicts the settlement: it stays open, for a person to look at'),
    )
    return suspend(held, 'unknown', ended.handle())
  }
  const settleId = await assignSettleId(call, settlement, facts, settlementRecord(settlement, outcome, amount))
  const reason = await lateness(held, ended.handle)
  if (reason !== null) await call.wiring.late({ settlement, settleId, outcome, reason })
  const answer = settledAnswer(settlement, settleId, amount)
  await call.wiring.store.complete(key, lease, { money: 'moved', amount, data: { answer } })
  return { answer, ended: true }
}

export function settlementRecord(settlement: Settlement, outcome: Captured, amount: Money): SettlementRecord {
  const { captureId, reference } = outcome
  return {
    requestId: settlement.requestId,
    asked: settlement.amount,
    captured: amount,
    captureId: captureId ?? null,
    reference: reference ?? {},
  }
}

/** @returns null when the outcome does not say what was captured, or contradicts what was asked */
export function amountOf({ amount }: Captured, settlement: Settlement): Money | null {
  const { amount: asked, authorized } = settlement
  // Whoever captures everything, and says no amount, has captured the authorized one.
  if (amount === null || amount === undefined) return compareMoney(asked, authorized) === 0 ? asked : null
  let said: Money
  try {
    said = parseMoney(amount)
  } catch {
    return null
  }
  if (said.currency !== asked.currency || isZeroMoney(said)) return null
  return compareMoney(said, asked) > 0 ? null : said
}

/** Why a capture is one that VTEX does not expect any more. It is only asked of those that VTEX was not told at once. */
export async function lateness({ call, wasOpen, facts }: Held, handle: Ended['handle']) {
  if (wasOpen !== true && !call.overtime) return null
  if (facts.state === 'cancelled' || (await wasCancelAsked(call))) return 'cancelled'
  const { firstSentAt } = handle()
  const isOld = firstSentAt !== null && call.wiring.clock.now() - Date.parse(firstSentAt) >= gatewayGivesUpAfterMs
  return isOld ? 'gave_up' : null
}

async function declined(held: Held, { code, reason }: Declined): Promise<Concluded> {
  const { call, key, lease, settlement } = held
  const secrets = secretsOf(call, settlement.merchantSettings)
  const answer = settlementFailure(
    call.wiring.declinedStatus,
    settlement,
    typeof code === 'string' ? providerCode(code, secrets) : 'declined',
    `Declined: ${reasons.has(reason) ? reason : 'other'}.`,
  )
  await call.wiring.store.complete(key, lease, { money: 'none', data: { answer } })
  return { answer, ended: true }
}

const reasons: ReadonlySet<string> = new Set<Declined['reason']>([
  'insufficient_funds',
  'issuer_refused',
  'call_issuer',
  'card_unusable',
  'fraud_suspected',
  'duplicate',
  'attempts_exceeded',
  'not_supported',
  'payer_token_invalid',
  'authorization_gone',
  'other',
])

/** Keeps it, with its reservation: the next call under its request id, or for its payment, resolves it. */
async function suspend(
  { call, key, lease }: Held,
  code: ConnectorCode & ('pending' | 'unknown'),
  handle: CaptureHandle,
): Promise<Concluded> {
  const { store } = call.wiring
  const record: OpenRecord = { money: 'open', data: { code } }
  try {
    await store.suspend(key, lease, record, handle)
  } catch (error) {
    call.wiring.report(error)
    // A handle of something else than the intent's: the intent's own stays.
    await store.suspend(key, lease, record)
  }
  return { answer: refuse(call, code), ended: false }
}

/**
 * The success body. OpenAPI wants `message` as text and allows `code` to be null.
 *
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/settlements}
 */
export function settledAnswer(settlement: Settlement, settleId: string, amount: Money): Answer {
  return json(200, {
    paymentId: settlement.paymentId,
    settleId,
    value: toJsonNumber(amount),
    code: null,
    message: 'Successfully settled',
    requestId: settlement.requestId,
  })
}
