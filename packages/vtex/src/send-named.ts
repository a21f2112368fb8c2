import {
  type AttemptPurpose,
  type Call,
  type CaptureHandle,
  type DoneDraft,
  type Exchange,
  type Settled,
  sendKeyed,
} from '@cap/core/http'
import { type IdField, readAnswer } from './answer.ts'
import { type Arms, judgeAnswer } from './judge-answer.ts'
import type { Prepared } from './keyed.ts'

/**
 * Sends an operation under its request id, and reads what comes back: a settlement, a refund or a cancellation, which the
 * answer names in its id field.
 *
 * @param handle of an earlier call, when this one repeats it
 * @param purpose of every attempt. Default: `capture`
 */
export async function sendNamed<Done extends DoneDraft>(
  call: Call,
  exchange: Omit<Exchange, 'maxReplyBytes'>,
  { paymentId, idempotencyKey: requestId }: Prepared,
  handle: CaptureHandle | null,
  idField: IdField,
  arms: Arms<Done>,
  purpose?: AttemptPurpose,
): Promise<Settled<Done>> {
  let id = handle?.ids[idField] ?? null
  const settled = await sendKeyed<Done>(
    call,
    exchange,
    (reply) => {
      const answer = readAnswer(reply.body, requestId, idField)
      const judgement = judgeAnswer(reply, answer, { paymentId, requestId, id }, arms)
      id ??= answer?.id ?? null
      return judgement
    },
    purpose,
  )
  // An id that one answer named is kept, even if a later one, or none, ended the call.
  const open = settled.status === 'unknown' || settled.status === 'pending'
  return open && id !== null ? { ...settled, ids: { [idField]: id, ...settled.ids } } : settled
}
