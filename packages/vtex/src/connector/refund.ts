import type { Lease } from '@cap/core'
import {
  CaptureError,
  type CaptureHandle,
  compareMoney,
  isoTime,
  type Money,
  parseMoney,
  toJsonNumber,
} from '@cap/core/http'
import { sha256Hex } from '@cap/core/signing'
import { type Answer, json, refundFailure } from './answers.ts'
import type { RefundRequest, RefundResult } from './callbacks.ts'
import { providerCode } from './codes.ts'
import { accountOf } from './handle.ts'
import { derivedKey, idOf, keyOf } from './keys.ts'
import { type Concluded, runOperation } from './operation.ts'
import { refundFingerprint, refundOf, type WireRefund } from './operation-wire.ts'
import { findSettlement, type SettlementRecord } from './settle-id.ts'
import { readRecipients } from './settlement.ts'
import { readAmount } from './wire-amount.ts'
import { type Call, refuse } from './wiring.ts'

interface Held {
  readonly call: Call
  readonly key: string
  readonly lease: Lease
  readonly refund: RefundRequest
}

/** Gives back what one settlement captured, or a part of it: never more than that, once for each request id. */
export async function refund(call: Call, wire: WireRefund): Promise<Answer> {
  const { options, leaseMs } = call.wiring
  if (options.refund === undefined) return refundFailure(501, call.echo, 'refund-manually')
  const settlement = await findSettlement(call, wire.settleId)
  if (settlement === null) return refuse(call, 'settlement-not-found')
  const checked = checkRefund(call, wire, settlement)
  if (checked === null) return refuse(call, 'invalid-value')
  const key = keyOf(call, 'refund', wire.requestId)
  return runOperation(call, {
    key,
    begin: {
      fingerprint: refundFingerprint(wire),
      leaseMs,
      group: `${keyOf(call, 'settle-id', wire.settleId)} refunds`,
      reserve: { amount: checked.amount, limit: settlement.captured },
    },
    async start(lease) {
      await call.wiring.store.intent(key, lease, handleOf(call, checked))
      return (await give({ call, key, lease, refund: checked }, false)).answer
    },
    resume: ({ lease }) => give({ call, key, lease, refund: checked }, true),
    async resumeOther(open, fingerprint) {
      const requestId = idOf(open.key, call, 'refund')
      if (requestId === null) return null
      const other = refundOf(fingerprint, { paymentId: call.paymentId, requestId }, wire.merchantSettings)
      const found = other === null ? null : checkRefund(call, other, settlement)
      return found === null ? null : give({ call, key: open.key, lease: open.lease, refund: found }, true)
    },
    overLimit: async () => refuse(call, 'amount-exceeded'),
  })
}

function checkRefund(call: Call, wire: WireRefund, settlement: SettlementRecord): RefundRequest | null {
  const { currency } = settlement.captured
  const amount = readAmount(wire.value, currency)
  if (amount === null || !/[1-9]/.test(amount.amount)) return null
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
    recipients: readRecipients(wire.recipients, currency) ?? [],
    sandboxMode,
    merchantSettings,
    connectorMetadata,
    idempotencyKey: derivedKey(call, 'refund', requestId),
  }
}

async function give(held: Held, priorAttempt: boolean): Promise<Concluded> {
  const { call, key, lease, refund: asked } = held
  const { options, store } = call.wiring
  let result: RefundResult | undefined
  try {
    result = await options.refund?.(asked, { priorAttempt })
  } catch (error) {
    call.wiring.report(error)
    if (CaptureError.isInstance(error) && !priorAttempt) {
      await store.release(key, lease, { money: 'none', data: null })
      return { answer: refuse(call, 'not-sent'), ended: true }
    }
  }
  switch (result?.status) {
    case 'refunded': {
      const amount = givenBack(result.amount, asked.amount)
      const answer = refundedAnswer(asked, result.refundId || derivedKey(call, 'refund-id', asked.requestId), amount)
      await store.complete(key, lease, { money: 'moved', amount, data: { answer } })
      return { answer, ended: true }
    }
    case 'declined': {
      const secrets = [...call.secrets, ...asked.merchantSettings.map(({ value }) => value)]
      const answer = refundFailure(500, asked, providerCode(result.code ?? 'declined', secrets))
      await store.complete(key, lease, { money: 'none', data: { answer } })
      return { answer, ended: true }
    }
    case 'manual':
      if (priorAttempt) await store.suspend(key, lease, { money: 'open', data: null })
      else await store.release(key, lease, { money: 'none', data: null })
      return { answer: refundFailure(501, asked, 'refund-manually'), ended: !priorAttempt }
    default:
      await store.suspend(key, lease, { money: 'open', data: null })
      return { answer: refuse(call, 'in-progress'), ended: false }
  }
}

/** What the callback says to have given back: of the right currency, and no more than was asked. */
function givenBack(said: Money | undefined, asked: Money): Money {
  if (said === undefined) return asked
  const amount = parseMoney(said)
  return amount.currency === asked.currency && compareMoney(amount, asked) < 0 ? amount : asked
}

function refundedAnswer({ paymentId, requestId }: RefundRequest, refundId: string, amount: Money): Answer {
  const value = toJsonNumber(amount)
  return json(200, { paymentId, refundId, value, code: null, message: 'Successfully refunded', requestId })
}

function handleOf({ wiring }: Call, { merchant, paymentId, requestId, settleId, idempotencyKey }: RefundRequest) {
  const handle: CaptureHandle = {
    version: 1,
    provider: 'vtex-connector',
    environment: 'live',
    account: accountOf(merchant),
    operation: `refund:${idempotencyKey}`,
    idempotencyKey,
    ids: { paymentId, requestId, settleId },
    fingerprint: sha256Hex(idempotencyKey),
    firstSentAt: isoTime(wiring.clock.now()),
  }
  return handle
}
