import type { Answer, Ids, Said } from './answers.ts'

/** What a scenario may do at the provider before it answers a settlement, a refund or a cancellation. */
export interface Stage extends Ids {
  readonly idField: 'settleId' | 'refundId' | 'cancellationId'
  /** The request's `value`, as the text of a JSON number. */
  readonly value: string
  /** Everything that was asked. */
  readonly body: Readonly<Record<string, unknown>>
  /** Does all that was asked, or a share of it in percent, once for a request id. */
  act(percent?: number): { readonly id: string; readonly value: string }
  /** The answer to what was done. */
  done(made: { readonly id: string; readonly value: string }, said?: Said): Answer
  /** The failure body. */
  failure(status: number, code: string | null, message: string | null, ids?: Ids): Answer
  /** `value` times a number, as the text of a JSON number. */
  times(factor: number): string
}

/** One scenario. */
export interface Entry {
  readonly title: string
  readonly source: string
  /** The provider gives this very answer to repetitions too; otherwise they get the undamaged one. */
  readonly kept?: true
  answer(stage: Stage): Answer
}

/** Where the scenarios' answers come from. */
export const contract = 'OpenAPI of the Payment Provider Protocol, POST /payments/{paymentId}/settlements'
export const page2020 = 'Capture Payment, developer portal, 2020-11-05'
export const observed = 'seen at public connectors'
export const constructed = 'constructed from the field table of the answer'

export const html = { 'content-type': 'text/html; charset=utf-8' }
export const page = '<!doctype html><title>Payments</title><p>Thank you.</p>'

/** Does what was asked, and answers with one part of the answer replaced. */
export function altered(change: (body: string, stage: Stage) => string, status = 200) {
  return (stage: Stage): Answer => {
    const answer = stage.done(stage.act())
    return { status, body: change(answer.body, stage) }
  }
}
