import type { BeginRequest, Lease, MovedRecord } from '@cap/core'
import { type CaptureHandle, compareMoney, isZeroMoney, type Money, parseMoney, toJsonNumber } from '@cap/core/http'
import { type Answer, json, refundFailure } from './answers.ts'
import { beginAgain } from './begin-again.ts'
import type { RefundRequest, RefundResult } from './callbacks.ts'
import { providerCode } from './codes.ts'
import { handleFor } from './handle.ts'
import { derivedKey, idOf, keyOf } from './keys.ts'
import { type Concluded, runOperation } from './operation.ts'
import { refundFingerprint, refundOf, type WireRefund } from './operation-wire.ts'
import { saysNothingMoved } from './proven-no.ts'
import { givenId, secretsOf } from './secrets.ts'
import { findSettlement, type SettlementRecord, settleIdGroup } from './settle-id.ts'
import { readRecipients } from './settlement.ts'
import { readAmount } from './wire-amount.ts'
import { type Call, refuse } from './wiring.ts'
import { writeDown } from './write-down.ts'

interface Held {
  readonly call: Call
  readonly key: string
  readonly lease: Lease
  /** When the lease was asked for. */
  readonly since: number
  /** By which it is begun again, should its lease be over. */
  readonly begin: BeginRequest
  readonly refund: RefundRequest
}

/** Gives back what one settlement captured, or a part of it: never more than that, once for each request id. */
export async function refund(call: Call, wire: WireRefund): Promise<Answer> {
  const { options, leaseMs } = call.wiring
  if (options.refund === undefined) return refundFailure(501, call.echo, 'refund-manually')
  const settlement = await findSettlement(call, wire.settleId)
  if (settlement === null) return refuse(call, 'settlement-not-found')
  const checked = checkRefund(call, wire, settlement)
  if (typeof checked === 'string') return refuse(call, checked)
  const key = keyOf(call, 'refund', wire.requestId)
  const begin: BeginRequest = {
    fingerprint: refundFingerprint(wire),
    leaseMs,
    group: settleIdGroup(call, wire.settleId),
    reserve: { amount: checked.amount, limit: settlement.captured },
  }
  return runOperation(call, {
    key,
    begin,
    async start(lease, since) {
      await call.wiring.store.intent(key, lease, handleOf(call, checked))
      return (await give({ call, key, lease, since, begin, refund: checked }, false)).answer
    },
    resume: ({ lease, since }) => give({ call, key, lease, since, begin, refund: checked }, true),
    async resumeOther(open, fingerprint) {
      const requestId = idOf(open.key, call, 'refund')
      if (requestId === null) return null
      const other = refundOf(fingerprint, { paymentId: call.paymentId, requestId }, wire.merchantSettings)
      const found = other === null ? null : checkRefund(call, other, settlement)
      if (found === null || typeof found === 'string') return null
      const otherBegin = { fingerprint, leaseMs, group: begin.group }
      return give({ call, key: open.key, lease: open.lease, since: open.since, begin: otherBegin, refund: found }, true)
    },
    overLimit: async () => refuse(call, 'amount-exceeded'),
  })
}

/** @returns what is wrong with it, or the refund */
function checkRefund(
  call: Call,
  wire: WireRefund,
  settlement: SettlementRecord,
): RefundRequest | 'invalid-value' | 'invalid-recipients' {
  const { currency } = settlement.captured
  const amount = readAmount(wire.value, currency)
  if (amount === null || !/[1-9]/.test(amount.amount)) return 'invalid-value'
  // A split that cannot be read is not the same as none.
  const recipients = readRecipients(wire.recipients, currency)
  if (recipients === null) return 'invalid-recipients'
  const { requestId, transactionId, authorizationId, tid, nsu, settleId } = wire
  const { sandboxMode, merchantSettings, connectorMetadata } = wire
  return {
    merchant: call.merchant,
    paymentId: call.paymentId,
    requestId,
    transactionId,
    authorizationId,
    tid,
    nsu,
    settleId,
    captureId: settlement.captureId,
    reference: settlement.reference,
    amount,
    captured: settlement.captured,
    recipients,
    sandboxMode,
    merchantSettings,
    connectorMetadata,
    idempotencyKey: derivedKey(call, 'refund', requestId),
  }
}

async function give(held: Held, priorAttempt: boolean): Promise<Concluded> {
  const { call, key, lease, refund: asked } = held
  const { options, store, attempts, report } = call.wiring
  let result: RefundResult | undefined
  try {
    result = await attempts.run(key, held.since, async ({ signal }) =>
      options.refund?.(asked, { priorAttempt, signal }),
    )
  } catch (error) {
    report(error)
    if (saysNothingMoved(error) && !priorAttempt) {
      await store.release(key, lease, { money: 'none', data: null })
      return { answer: refuse(call, 'not-sent'), ended: true }
    }
  }
  // A no while an earlier call is still on its way: that one may give the money back in the next moment, and a person besides.
  if (priorAttempt && result?.status !== 'refunded' && attempts.has(key)) result = { status: 'pending' }
  switch (result?.status) {
    case 'refunded': {
      const amount = givenBack(held, result.amount)
      if (amount === null) break
      const secrets = secretsOf(call, asked.merchantSettings)
      const refundId = givenId(result.refundId, secrets) ?? derivedKey(call, 'refund-id', asked.requestId)
      const answer = refundedAnswer(asked, refundId, amount)
      const record = { money: 'moved', amount, data: { answer } } as const
      const write = () => store.complete(key, lease, record)
      await writeDown(call, held.since, write).catch((error: unknown) => completeAfterLease(held, record, error))
      return { answer, ended: true }
    }
    case 'declined': {
      const secrets = secretsOf(call, asked.merchantSettings)
      const answer = refundFailure(500, asked, providerCode(result.code ?? 'declined', secrets))
      await store.complete(key, lease, { money: 'none', data: { answer } })
      return { answer, ended: true }
    }
    case 'manual':
      if (priorAttempt) {
        // What an earlier call may have given back, a person would give back once more.
        report(
          new Error('refund said manual after a call that may have refunded: say refunded or declined, or pending'),
        )
        break
      }
      await store.release(key, lease, { money: 'none', data: null })
      return { answer: refundFailure(501, asked, 'refund-manually'), ended: true }
    default:
      break
  }
  await store.suspend(key, lease, { money: 'open', data: null })
  return { answer: refuse(call, 'in-progress'), ended: false }
}

/** The refund took longer than its lease: what is known here is not to be lost, whatever another call found in between. */
async function completeAfterLease({ call, key, begin }: Held, record: MovedRecord, error: unknown): Promise<void> {
  const { store, report } = call.wiring
  const begun = await beginAgain(call, key, begin, error)
  if (begun.state === 'open' || begun.state === 'new') return store.complete(key, begun.lease, record)
  if (begun.state !== 'done') throw error
  if (begun.record.money === 'none')
    report(new Error('a refund was made after it had been called declined: look at it'))
}

/**
 * What the callback says to have given back: what was asked, or less.
 *
 * @returns null when it says something that VTEX cannot be told: nothing at all, or no amount of the settlement's currency
 */
function givenBack({ call, refund: { amount: asked } }: Held, said: Money | undefined): Money | null {
  if (said === undefined) return asked
  const problem = new Error('what was refunded contradicts what was asked: look at it')
  let amount: Money
  try {
    amount = parseMoney(said)
  } catch {
    call.wiring.report(problem)
    return null
  }
  const isNone = amount.currency !== asked.currency || isZeroMoney(amount)
  const isMore = !isNone && compareMoney(amount, asked) > 0
  if (isNone || isMore) call.wiring.report(problem)
  if (isNone) return null
  // All that was asked has been given back, and more: that is the merchant's affair, and VTEX asks no further.
  return isMore ? asked : amount
}

function refundedAnswer({ paymentId, requestId }: RefundRequest, refundId: string, amount: Money): Answer {
  const value = toJsonNumber(amount)
  return json(200, { paymentId, refundId, value, code: null, message: 'Successfully refunded', requestId })
}

function handleOf(call: Call, refund: RefundRequest): CaptureHandle {
  const { merchant, paymentId, requestId, settleId, idempotencyKey } = refund
  const ids = { paymentId, requestId, settleId }
  return handleFor(call.wiring, { name: 'refund', merchant, idempotencyKey, ids, content: idempotencyKey })
}
