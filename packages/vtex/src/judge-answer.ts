import {
  compareMoney,
  type DoneDraft,
  isoTime,
  isZeroMoney,
  type Judgement,
  type Money,
  type PendingDraft,
  type Replay,
  type Reply,
  readWireAmount,
  type UnknownDraft,
} from '@cap/core/http'
import type { ProviderAnswer } from './answer.ts'
import { unauthorized } from './error.ts'

/** VTEX repeats an operation for one day after a "not yet", and then gives it up. */
const gatewayGivesUpAfterMs = 24 * 60 * 60 * 1000

/** The codes by which a provider says that it does not do an operation, so that a person has to. */
const manualCodes = new Set(['refund-manually', 'cancel-manually'])

/** What was asked, as far as every answer must agree with it. */
export interface Asked {
  readonly paymentId: string
  readonly requestId: string
  /** What an earlier answer to this request has named in the id field. */
  readonly id: string | null
}

/** What an operation makes of the two answers that are its own. */
export interface Arms<Done extends DoneDraft> {
  /** A 2xx that names what was made, and echoes both ids. */
  readonly done: (answer: ProviderAnswer, id: string) => Judgement<Done>
  /** The failure body, under any 2xx or 5xx. */
  readonly notDone: (answer: ProviderAnswer) => Judgement<Done>
}

/**
 * How an answer is read. The id and the HTTP status decide together, for the sources contradict each other: the page of
 * 2020 reports a failure with 200 and an id that is `null`, the contract of today with 500.
 *
 * @param answer the body, or null when it is not the operation's
 */
export function judgeAnswer<Done extends DoneDraft>(
  reply: Reply,
  answer: ProviderAnswer | null,
  asked: Asked,
  arms: Arms<Done>,
): Judgement<Done> {
  const kind = statusKind(reply.status)
  if (answer !== null) {
    if (answer.hasOddId && kind === 'success') return { status: 'replay', cause: 'unreadable_answer', raw: answer.raw }
    if (contradicts(answer, asked, kind)) return mismatch(answer)
    if (answer.id !== null) return arms.done(answer, answer.id)
    if (kind === 'success' || kind === 'server_error') return arms.notDone(answer)
  }
  return judgeStatus(reply, kind, answer)
}

/** What an answer tells by its status, when its body settles nothing. */
export function judgeStatus(
  reply: Reply,
  kind: StatusKind,
  answer: Pick<ProviderAnswer, 'code' | 'message' | 'raw'> | null,
): Judgement<never> {
  const raw = answer === null ? null : answer.raw
  switch (kind) {
    case 'success':
      return { status: 'replay', cause: 'unreadable_answer', raw }
    case 'server_error':
    case 'rate_limited':
      return { status: 'replay', cause: kind, raw }
    case 'unauthorized':
      // An empty body is how VTEX's protocols for gift cards want bad credentials answered; a page of HTML is a proxy's.
      return answer !== null || reply.body.trim() === ''
        ? unauthorized({ code: answer?.code ?? null, message: answer?.message ?? null }, raw)
        : unrecognised(raw)
    case 'other':
      return unrecognised(raw)
  }
}

/** Whether a code says that a person must refund or cancel. In another operation's answer it is out of place. */
export function isManualCode(code: string | null): boolean {
  return code !== null && manualCodes.has(code)
}

export type StatusKind = 'success' | 'server_error' | 'rate_limited' | 'unauthorized' | 'other'

export function statusKind(status: number): StatusKind {
  if (status >= 200 && status <= 299) return 'success'
  if (status >= 500 && status <= 599) return 'server_error'
  if (status === 429) return 'rate_limited'
  return status === 401 ? 'unauthorized' : 'other'
}

/** Whether an answer is about something else than what was asked, or says two things at once. */
function contradicts(answer: ProviderAnswer, asked: Asked, kind: StatusKind): boolean {
  const { paymentId, requestId, id } = answer
  if (paymentId !== null && paymentId !== asked.paymentId) return true
  if (requestId !== null && requestId !== asked.requestId) return true
  // Under a 2xx both ids are required; elsewhere a provider may not have come as far as reading them.
  if (kind === 'success' && (paymentId === null || requestId === null)) return true
  // Whatever it is, something was made, and the status says that nothing was.
  if (answer.hasOddId) return true
  if (id === null) return false
  // One key, two ids: the provider did not recognise it.
  if (asked.id !== null && id !== asked.id) return true
  return kind !== 'success'
}

/**
 * What was moved, as the answer says, where that is no more than was asked.
 *
 * @returns otherwise how the answer is read
 */
export function movedAmount(answer: ProviderAnswer, asked: Money): Money | Replay | UnknownDraft {
  if (!isDecimal(answer.value)) return { status: 'replay', cause: 'unreadable_answer', raw: answer.raw }
  const amount = readWireAmount(answer.value, asked.currency)
  return amount === null || isZeroMoney(amount) || compareMoney(amount, asked) > 0 ? mismatch(answer) : amount
}

/** "Not yet": there is no documented final no. */
export function notYet(answer: ProviderAnswer, silence: string, firstSentAt: string | null): PendingDraft {
  return {
    status: 'pending',
    code: answer.code,
    message: answer.message ?? silence,
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

function mismatch(answer: ProviderAnswer): UnknownDraft {
  return {
    status: 'unknown',
    cause: 'mismatch',
    needs: 'person',
    mismatch: true,
    ...(answer.id === null ? {} : { ids: { [answer.idField]: answer.id } }),
    raw: answer.raw,
  }
}

function unrecognised(raw: UnknownDraft['raw']): UnknownDraft {
  return { status: 'unknown', cause: 'unrecognised_answer', raw }
}
