import type { Call, DeclinedDraft } from '@cap/core/http'
import type { ProviderAnswer } from '../answer.ts'
import { isManualCode } from '../judge-answer.ts'

type ManualCode = 'refund-manually' | 'cancel-manually'

/**
 * A provider that does not do an operation answers `refund-manually` or `cancel-manually`: under 501 in the contract of today,
 * under 200 on the page of 2020. It is the one documented final no, and a person has to act on it.
 *
 * Only the whole failure body counts: after a false "not done", that person would refund a second time. Where an attempt
 * before this one may have been applied, `sendKeyed` makes `unknown` of it, for the same reason.
 *
 * @returns null when the answer says anything else
 */
export function byHand(answer: ProviderAnswer, own: ManualCode): DeclinedDraft | null {
  if (answer.code !== own || answer.paymentId === null || answer.requestId === null) return null
  if (!isNothing(answer.value)) return null
  const [what] = own.split('-')
  return {
    status: 'declined',
    code: own,
    reason: 'not_supported',
    advice: 'do_not_retry',
    message: answer.message ?? `the payment provider does not ${what} here: ${what} the payment by hand`,
    ownRecord: false,
    raw: answer.raw,
  }
}

/** The code of another operation is out of place: VTEX's gateway is known to refund twice after one. */
export function warnOfManualCode(call: Call, answer: ProviderAnswer, operation: string): void {
  if (!isManualCode(answer.code)) return
  call.warn({
    code: `manual_code_in_${operation}`,
    field: 'code',
    message: `the payment provider answered a ${operation} with "${answer.code}", and not as documented: read as "not yet", do not act on it by hand`,
  })
}

/** A failure has the value 0, and a cancellation none. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null || /^0(\.0+)?$/.test(String(value))
}
