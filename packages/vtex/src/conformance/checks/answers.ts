import * as v from 'valibot'
import {
  cancelledSchema,
  createSchema,
  errorSchema,
  notCancelledSchema,
  notRefundedSchema,
  notSettledSchema,
  problemsOf,
  refundedSchema,
  settledSchema,
} from '../answer-schemas.ts'
import { auditOf, type Finding } from '../audit.ts'
import type { Check } from '../check.ts'
import type { Logged } from '../gateway.ts'
import { amountOf, idOf } from '../play.ts'

/** What holds for every answer of the run to a well-formed call. */
export const answerChecks: readonly Check[] = [
  auditOf({
    id: 'answer.create',
    title: 'every answer of Create Payment has the documented form',
    rule: 'paymentId, status, authorizationId, tid, nsu, acquirer and three delays in seconds are there (OpenAPI, Create Payment 200)',
    change:
      'always write all nine fields, null where there is nothing; of a 400 or 500, status "error", code and message',
    routes: ['create'],
    judge: ({ answer }) => formOf(answer.json, answer.status >= 400 ? errorSchema : createSchema),
  }),
  auditOf({
    id: 'answer.settle',
    title: 'every answer of a settlement has the documented form',
    rule: 'paymentId, settleId, value, code, message and requestId are there in each answer (OpenAPI, Settle 200 and 500)',
    change: 'always write all six fields: code and message as text, settleId as text or null, value as a number',
    routes: ['settle'],
    judge: (logged) => formOf(logged.answer.json, succeeded(logged, 'settleId') ? settledSchema : notSettledSchema),
  }),
  auditOf({
    id: 'answer.cancel',
    title: 'every answer of a cancellation has the documented form',
    rule: 'paymentId, cancellationId, code, message and requestId are there in each answer (OpenAPI, Cancel 200, 500 and 501)',
    change: 'always write all five fields, cancellationId null when nothing was cancelled',
    routes: ['cancel'],
    judge: (logged) =>
      formOf(logged.answer.json, succeeded(logged, 'cancellationId') ? cancelledSchema : notCancelledSchema),
  }),
  auditOf({
    id: 'answer.refund',
    title: 'every answer of a refund has the documented form',
    rule: 'paymentId, refundId, value, code, message and requestId are there in each answer (OpenAPI, Refund 200, 500 and 501)',
    change: 'always write all six fields, refundId null and value 0 when nothing was refunded',
    routes: ['refund'],
    judge: (logged) => formOf(logged.answer.json, succeeded(logged, 'refundId') ? refundedSchema : notRefundedSchema),
  }),
  auditOf({
    id: 'answer.ids',
    title: 'every answer echoes paymentId and requestId',
    rule: 'paymentId and requestId are those of the request (seed page; OpenAPI): an answer with other ids is for another call',
    change: 'copy both ids from the request, as they came',
    routes: ['create', 'settle', 'cancel', 'refund'],
    judge: ({ call: { asked }, answer: { json, status } }) => {
      if (asked === undefined || json === null || (asked.requestId === null && status >= 400)) return null
      if (json.paymentId !== asked.paymentId) return `paymentId is ${JSON.stringify(json.paymentId)}`
      if (asked.requestId === null || json.requestId === asked.requestId) return null
      return `requestId is ${JSON.stringify(json.requestId)}, and was ${JSON.stringify(asked.requestId)}`
    },
  }),
  auditOf({
    id: 'answer.null-and-zero',
    title: 'settleId null goes with value 0, a settleId with more',
    rule: 'on failure settleId must be null and value must be 0; on success value is what was captured, at most what was asked (seed page; OpenAPI)',
    change: 'build the two answers apart; never copy value from the request into a failure',
    routes: ['settle'],
    judge: ({ call, answer }, play) => {
      const { settleId, value } = answer.json ?? {}
      // That both are there, and of their types, is a check of its own.
      if (settleId === undefined || typeof value !== 'number') return null
      if (settleId === '') return 'settleId is "", and must be null when nothing was settled'
      if (settleId === null) return value === 0 ? null : `settleId is null, and value ${value}`
      if (value === 0) return 'there is a settleId, and value is 0'
      const units = minorUnits(amountOf(answer, play.gateway.settings.currency))
      if (units === null) return `there is a settleId, and value ${value}, which is no amount of the currency`
      const asked = minorUnits(call.asked?.value ?? null)
      return asked !== null && units > asked ? `value is ${value}, and ${call.asked?.value} was asked` : null
    },
  }),
  auditOf({
    id: 'answer.status',
    title: 'a settlement is answered 200, or else with a failure',
    rule: '200 with a settleId only when the settlement has definitively completed; not done is 500 (OpenAPI, text of 2025-12) or 200 with settleId null (seed page); 202 and 501 are not documented for settlements',
    change: 'answer 200 with a settleId for what is captured, and 500 with the failure body for everything else',
    routes: ['settle'],
    judge: (logged) => {
      const { status } = logged.answer
      if (succeeded(logged, 'settleId')) return status === 200 ? null : `a settleId came under ${status}`
      return status === 200 || status === 500 || (status >= 400 && status < 500) ? null : `the status is ${status}`
    },
  }),
  auditOf({
    id: 'answer.manual-codes',
    title: 'no settlement is answered "refund-manually" or "cancel-manually"',
    rule: 'these codes belong to refunds and cancellations; with settleId null, refund-manually makes VTEX refund twice (known issue 615050)',
    change: 'use a code of your own in settlements',
    routes: ['settle'],
    judge: ({ answer: { json } }) => {
      const code = json?.code
      return code === 'refund-manually' || code === 'cancel-manually' ? `code is "${code}"` : null
    },
  }),
  auditOf({
    id: 'answer.settle-ids',
    title: 'each settlement has a settleId of its own',
    rule: "refunds name a settlement by settleId, so no two settlements share one (seen: the transaction's id for all of them)",
    change: 'make a fresh settleId for each settlement',
    routes: ['settle'],
    judge: (logged, play) => {
      const settleId = idOf(logged.answer, 'settleId')
      const mine = logged.call.asked
      if (settleId === null || mine === undefined) return null
      const taken = play.logged('settle').some(({ call: { asked }, answer }) => {
        if (asked === undefined || idOf(answer, 'settleId') !== settleId) return false
        // A settled payment that is asked again under a new id may be told the same settlement.
        return asked.paymentId !== mine.paymentId
      })
      return taken ? `settleId ${settleId} was given to several payments` : null
    },
  }),
  auditOf({
    id: 'answer.json',
    title: 'every answer says that it is JSON, and is',
    rule: 'answers are JSON objects with Content-Type: application/json (OpenAPI)',
    change: 'send Content-Type: application/json with every answer of the protocol',
    routes: ['manifest', 'create', 'settle', 'cancel', 'refund'],
    judge: ({ answer: { json, headers } }) => {
      const type = headers['content-type'] ?? 'absent'
      if (!/^application\/json\s*(?:;|$)/i.test(type)) return `Content-Type is ${type}`
      return json === null ? 'the body is no JSON object' : null
    },
  }),
]

function formOf(json: unknown, schema: v.GenericSchema): Finding {
  if (json === null) return null
  const result = v.safeParse(schema, json)
  return result.success ? null : problemsOf(result.issues)
}

function succeeded({ answer }: Logged, field: 'settleId' | 'cancellationId' | 'refundId'): boolean {
  return idOf(answer, field) !== null
}

function minorUnits(amount: string | null): bigint | null {
  return amount !== null && /^\d+\.\d\d$/.test(amount) ? BigInt(amount.replace('.', '')) : null
}
