import type { Call, DoneDraft, JsonObject, Reading, Reply, Settled } from '@cap/core/http'
import * as v from 'valibot'
import type { Context } from '../capture.ts'
import { readError } from '../error.ts'
import { judgeError } from '../error-outcome.ts'
import { type Ids, idsOf, parsed, rawPayment, stateOf } from '../payment.ts'
import { type PaymentAnswer, paymentSchema } from '../payment-schema.ts'
import { readPayment } from '../read-payment.ts'
import { unknown } from './write.ts'

/** A payment as it was read, for what is concluded from it about an operation on it. */
export interface FoundPayment {
  /** What its levels agree on; null where they disagree, or none says anything. */
  readonly state: string | null
  /** Only reserved: some level says `capture: false`. */
  readonly reserved: boolean
  readonly ids: Ids
  readonly raw: JsonObject
}

/** @param known the id that was asked for */
export function foundPayment(payment: PaymentAnswer, raw: JsonObject, known: string): FoundPayment {
  const insides = payment.payments ?? []
  const states = [payment.status, ...insides.map((one) => one.status)].map(stateOf).filter((state) => state !== null)
  const [first = null] = states
  return {
    state: states.every((state) => state === first) ? first : null,
    reserved: payment.capture === false || insides.some((one) => one.capture === false),
    ids: idsOf(payment, known),
    raw,
  }
}

/** Reads the payment an operation was about: what cannot be read leaves the operation as unknown as it was. */
export async function lookUpPayment<Done extends DoneDraft>(
  { settings }: Context,
  call: Call,
  token: string,
  id: string,
  conclude: (found: FoundPayment) => Settled<Done>,
): Promise<Settled<Done>> {
  const result = await readPayment<Settled<Done>>(settings, call, token, id, (reply) => reading(reply, id, conclude))
  return result.kind === 'found' ? result.value : unknown(call.stopped === 'aborted' ? 'aborted' : result.cause)
}

function reading<Done extends DoneDraft>(
  { status, body: text }: Reply,
  id: string,
  conclude: (found: FoundPayment) => Settled<Done>,
): Reading<Settled<Done>> {
  const body = parsed(text)
  const error = readError(body)
  if (status < 200 || status > 299 || error !== null) {
    const judgement = judgeError(status < 200 || status > 299 ? status : (error?.status ?? 0), error, true)
    if (judgement.status !== 'replay') {
      return { kind: 'refused', cause: 'refused_after_maybe_applied', message: `refused with ${status}`, status }
    }
    return { kind: 'again', cause: judgement.cause, verdict: `again: ${judgement.cause}` }
  }
  const answer = v.safeParse(paymentSchema, body)
  if (!answer.success) return { kind: 'again', cause: 'unreadable_answer', verdict: 'again: unreadable_answer' }
  const found = foundPayment(answer.output, rawPayment(body), id)
  const value: Settled<Done> =
    answer.output.id === id
      ? conclude(found)
      : { ...unknown('mismatch', 'person'), mismatch: true, ids: found.ids, raw: found.raw }
  return { kind: 'found', value, verdict: value.status }
}
