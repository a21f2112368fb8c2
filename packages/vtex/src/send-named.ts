import { type Call, type CaptureHandle, type DoneDraft, type Exchange, type Settled, sendKeyed } from '@cap/core/http'
import { type IdField, readAnswer } from './answer.ts'
import { type Arms, type Asked, judgeAnswer } from './judge-answer.ts'

/**
 * Sends an operation under its request id, and reads what comes back: a settlement, a refund or a cancellation, which the
 * answer names in its id field.
 *
 * @param handle of an earlier call, when this one repeats it
 */
export async function sendNamed<Done extends DoneDraft>(
  call: Call,
  exchange: Omit<Exchange, 'maxReplyBytes'>,
  about: Omit<Asked, 'id'> & { readonly idField: IdField; readonly purpose: 'capture' | 'refund' | 'cancel' },
  handle: CaptureHandle | null,
  arms: Arms<Done>,
): Promise<Settled<Done>> {
  const { paymentId, requestId, idField, purpose } = about
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
