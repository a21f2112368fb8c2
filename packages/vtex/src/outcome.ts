import { equalMoney, type Judgement, type Money, subtractMoney } from '@cap/core/http'
import type { ProviderAnswer } from './answer.ts'
import { movedAmount } from './judge-answer.ts'

/**
 * How the answer that names a settlement is read. No arm of a settlement ends in `declined`: no answer is documented that
 * would be a final no to it.
 */
export function judgeSettled(answer: ProviderAnswer, settleId: string, asked: Money): Judgement {
  const amount = movedAmount(answer, asked)
  if ('status' in amount) return amount
  return {
    status: 'captured',
    captureId: settleId,
    amount,
    basis: 'answer',
    // A provider answers a repetition with the bytes of the first answer, so the two cannot be told apart.
    replayed: false,
    ...(equalMoney(amount, asked) ? {} : { short: subtractMoney(asked, amount) }),
    ids: { settleId },
    raw: answer.raw,
  }
}
