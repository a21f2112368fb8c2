import {
  compareMoney,
  isoTime,
  isZeroMoney,
  type Judgement,
  type Money,
  type PendingDraft,
  type Reply,
  readWireAmount,
  subtractMoney,
  type UnknownDraft,
} from '@cap/core/http'
import type { SettlementAnswer } from './capture-schema.ts'
import { unauthorized } from './error.ts'

/** VTEX repeats a settlement for one day after a "not yet", and then cancels the payment. */
const gatewayGivesUpAfterMs = 24 * 60 * 60 * 1000

/**
 * Answers that belong to other operations. In a settlement's answer they make VTEX refund twice: known issue "When settleId
 * is sent as null and code as refund-manually our gateway performs a double refund" (615050, not to be fixed).
 */
const manualCodes = new Set(['refund-manually', 'cancel-manually'])

/** What was asked, as far as an answer must agree with it. */
export interface Asked {
  readonly paymentId: string
  readonly requestId: string
  readonly amount: Money
  /** A settlement's id that an earlier answer to this request has named. */
  readonly settleId: string | null
  /** When the request was first sent. ISO 8601, UTC. */
  firstSentAt(): string | null
}

/**
 * How an answer is read. The id and the HTTP status decide together, for the sources contradict each other: the page of
 * 2020 reports a failure with 200 and `settleId: null`, the contract of today with 500.
 *
 * No arm ends in `declined`: no answer is documented that would be a final no to a settlement.
 *
 * @param answer the body, or null when it is not a settlement's
 */
export function judgeSettlement(reply: Reply, answer: SettlementAnswer | null, asked: Asked): Judgement {
  const kind = statusKind(reply.status)
  if (answer !== null) {
    if (answer.hasOddSettleId && kind === 'success') {
      return { status: 'replay', cause: 'unreadable_answer', raw: answer.raw }
    }
    if (contradicts(answer, asked, kind)) return mismatch(answer)
    if (answer.settleId !== null) return settled(answer, answer.settleId, asked)
    if (kind === 'success' || kind === 'server_error') return pending(answer, asked)
  }
  const raw = answer === null ? null : answer.raw
  switch (kind) {
    case 'success':
      return { status: 'replay', cause: 'unreadable_answer', raw }
    case 'server_error':
      return { status: 'replay', cause: 'server_error', raw }
    case 'rate_limited':
      return { status: 'replay', cause: 'rate_limited', raw }
    case 'unauthorized':
      // An empty body is how VTEX's protocols for gift cards want bad credentials answered; a page of HTML is a proxy's.
      return answer !== null || reply.body.trim() === ''
        ? unauthorized({ code: answer?.code ?? null, message: answer?.message ?? null }, raw)
        : unrecognised(raw)
    case 'other':
      return unrecognised(raw)
  }
}

/** Whether a code belongs to a refund or a cancellation, and is dangerous in a settlement's answer. */
export function isManualCode(code: string | null): boolean {
  return code !== null && manualCodes.has(code)
}

type StatusKind = 'success' | 'server_error' | 'rate_limited' | 'unauthorized' | 'other'

function statusKind(status: number): StatusKind {
  if (status >= 200 && status <= 299) return 'success'
  if (status >= 500 && status <= 599) return 'server_error'
  if (status === 429) return 'rate_limited'
  return status === 401 ? 'unauthorized' : 'other'
}

/** Whether an answer is about something else than what was asked, or says two things at once. */
function contradicts(answer: SettlementAnswer, asked: Asked, kind: StatusKind): boolean {
  const { paymentId, requestId, settleId } = answer
  if (paymentId !== null && paymentId !== asked.paymentId) return true
  if (requestId !== null && requestId !== asked.requestId) return true
  // Under a 2xx both ids are required; elsewhere a provider may not have come as far as reading them.
  if (kind === 'success' && (paymentId === null || requestId === null)) return true
  // Whatever it is, something was settled, and the status says that nothing was.
  if (answer.hasOddSettleId) return true
  if (settleId === null) return false
  // One key, two settlements: the provider did not recognise it.
  if (asked.settleId !== null && settleId !== asked.settleId) return true
  return kind !== 'success'
}

function settled(answer: SettlementAnswer, settleId: string, asked: Asked): Judgement {
  const ids = { settleId }
  if (!isDecimal(answer.value)) return { status: 'replay', cause: 'unreadable_answer', raw: answer.raw }
  const amount = readWireAmount(answer.value, asked.amount.currency)
  if (amount === null || isZeroMoney(amount)) return mismatch(answer)
  const order = compareMoney(amount, asked.amount)
  if (order > 0) return mismatch(answer)
  return {
    status: 'captured',
    captureId: settleId,
    amount,
    basis: 'answer',
    // A provider answers a repetition with the bytes of the first answer, so the two cannot be told apart.
    replayed: false,
    ...(order === 0 ? {} : { short: subtractMoney(asked.amount, amount) }),
    ids,
    raw: answer.raw,
  }
}

function pending(answer: SettlementAnswer, asked: Asked): PendingDraft {
  const firstSentAt = asked.firstSentAt()
  return {
    status: 'pending',
    code: answer.code,
    message: answer.message ?? 'the payment provider has not settled the payment yet, and gives no reason',
    ...(firstSentAt === null ? {} : { giveUpAt: isoTime(Date.parse(firstSentAt) + gatewayGivesUpAfterMs) }),
    raw: answer.raw,
  }
}

/**
 * A number, or one in quotes, which VTEX's guides have too; beyond what a number holds exactly, `parseJson` gives text. A
 * decimal comma, as in one of the guides, is not guessed at.
 */
function isDecimal(value: unknown): value is number | string {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(value))
}

function mismatch(answer: SettlementAnswer): UnknownDraft {
  return {
    status: 'unknown',
    cause: 'mismatch',
    needs: 'person',
    mismatch: true,
    ...(answer.settleId === null ? {} : { ids: { settleId: answer.settleId } }),
    raw: answer.raw,
  }
}

function unrecognised(raw: UnknownDraft['raw']): UnknownDraft {
  return { status: 'unknown', cause: 'unrecognised_answer', raw }
}
