import type { DeclinedDraft, DoneDraft, JsonObject, JsonValue, Refusal, Reply, UnknownCause } from '@cap/core/http'
import { type ApiAnswer, readApiAnswer } from './capture-schema.ts'
import { meaningOfDecline } from './declines.ts'
import { refusedBy } from './error.ts'

/** What an answer to a write comes to: the end of the call, or another look at the payment. */
export type Answer<Done extends DoneDraft> =
  | { readonly kind: 'settled'; readonly settled: Done | DeclinedDraft | Refusal }
  /** 400, and what else a request that the network delivered twice is answered with: one look decides. */
  | CouldNot
  /** It may have been applied, whatever it says. */
  | { readonly kind: 'maybe'; readonly cause: UnknownCause; readonly raw: JsonValue | null }

export interface CouldNot {
  readonly kind: 'could_not'
  readonly code: number
  readonly message: string | null
  readonly raw: JsonValue
}

export interface AnswerReading<Done extends DoneDraft> {
  /** `capture` */
  readonly name: string
  /** What did not happen when it was refused: `captured`. */
  readonly past: string
  /** The outcome of 200; null where the rest of the answer contradicts it. */
  readonly done: (answer: ApiAnswer, raw: JsonObject) => Done | null
  /** Codes that decline other actions, and that this one can meet after it was carried out. */
  readonly couldNot?: readonly number[]
}

/**
 * Reads the answer to a write. THE mapping: whatever is not listed may have been applied.
 *
 * @see https://docs.pipwave.com/appendix/api_status_code.html
 */
export function readAnswer<Done extends DoneDraft>(reply: Reply, reading: AnswerReading<Done>): Answer<Done> {
  const { status: http } = reply
  const answer = readApiAnswer(reply.body)
  const raw = answer === null ? null : answerFields(answer.body)
  // Contradiction 17: pipwave documents no HTTP status, so none proves anything, and a body under one of these neither.
  if (http === 429) return { kind: 'maybe', cause: 'rate_limited', raw }
  if (http >= 500) return { kind: 'maybe', cause: 'server_error', raw }
  if (http < 200 || http > 299) return { kind: 'maybe', cause: 'unrecognised_answer', raw }
  if (answer === null || raw === null) return { kind: 'maybe', cause: 'unreadable_answer', raw: null }
  const { status, message } = answer
  switch (status) {
    case 200: {
      const settled = reading.done(answer, raw)
      return settled === null ? { kind: 'maybe', cause: 'unrecognised_answer', raw } : { kind: 'settled', settled }
    }
    case 401:
    case 403:
    case 404:
    case 9001:
      return { kind: 'settled', settled: refusedBy(status, message, http, raw, reading.past) }
    case 400:
      return { kind: 'could_not', code: status, message, raw }
    case 500:
      return { kind: 'maybe', cause: 'server_error', raw }
    default:
      return decline(status, message, raw, reading)
  }
}

function decline<Done extends DoneDraft>(
  status: number | null,
  message: string | null,
  raw: JsonObject,
  { name, couldNot }: AnswerReading<Done>,
): Answer<Done> {
  const meaning = status === null ? null : meaningOfDecline(status)
  // Contradictions 6, 14 and 15: 0 is the sample of the page and no code; 3001 belongs to notifications, and meant something
  // else in 2017; absent and new codes say nothing.
  if (status === null || meaning === null) return { kind: 'maybe', cause: 'unrecognised_answer', raw }
  if (couldNot?.includes(status) === true) return { kind: 'could_not', code: status, message, raw }
  const said = message ?? `pipwave declined the ${name} with status ${status}`
  const draft = { status: 'declined', ownRecord: false, code: String(status), message: said, raw, ...meaning } as const
  return { kind: 'settled', settled: draft }
}

/**
 * The answer, where it names another payment: no field of an answer to a write is documented to name one, but what does is not
 * about ours, whatever it says.
 *
 * @param ids of the payment that was written to
 */
export function aboutAnother(
  reply: Reply,
  ids: Readonly<Record<string, string>>,
): Extract<Answer<never>, { kind: 'maybe' }> | null {
  const body = readApiAnswer(reply.body)?.body
  if (body === undefined) return null
  const differs = (echo: JsonValue | undefined, own: string | undefined): echo is string =>
    typeof echo === 'string' && echo !== '' && own !== undefined && echo !== own
  const { pw_id: pwId, txn_id: txnId } = body
  const others = {
    ...(differs(pwId, ids.pwId) ? { pw_id: pwId } : {}),
    ...(differs(txnId, ids.txnId) ? { txn_id: txnId } : {}),
  }
  if (Object.keys(others).length === 0) return null
  return { kind: 'maybe', cause: 'mismatch', raw: { ...answerFields(body), ...others } }
}

/** The two documented fields of every answer. */
function answerFields(body: JsonObject): JsonObject {
  const { status, message } = body
  return { ...(status === undefined ? {} : { status }), ...(message === undefined ? {} : { message }) }
}
