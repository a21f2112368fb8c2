import * as v from 'valibot'
import type { Pair } from '../signature.ts'
import { isNamed, named, pairs } from './named-schema.ts'

const stages = {
  disputed: 'disputed',
  chargeback: 'chargeback',
  dispute_won: 'dispute won',
  dispute_resolved: 'dispute resolved',
  chargeback_reversed: 'chargeback reversed',
} as const

/** How far the dispute has come. */
export type ChargebackStage = keyof typeof stages

const reasons = ['unauthorized', 'non_receipt', 'not_as_described', 'others'] as const

/** What the gateway gives as the reason. */
export type ChargebackReason = (typeof reasons)[number]

const stageNames = Object.keys(stages) as ChargebackStage[]

/**
 * Contradiction 18: the sample of `stage` ("initiated") is none of its values, and `reason` is not among the signed data. The
 * list of values and the list of signed data are followed.
 *
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/tag_chargeback_payment.md
 */
export const tagChargebackSchema = /*#__PURE__*/ v.pipe(
  v.strictObject({
    ...named,
    stage: v.picklist(stageNames, `must be one of ${stageNames.join(', ')}`),
    reason: v.optional(v.picklist(reasons, `must be one of ${reasons.join(', ')}`)),
  }),
  isNamed(),
)

type ParsedTag = v.InferOutput<typeof tagChargebackSchema>

/** As sent and as signed. */
export function tagChargebackFields(request: ParsedTag, pwId: string | null): readonly Pair[] {
  return pairs(pwId, request, [['stage', stages[request.stage]]])
}

/** Sent, and not signed. */
export function unsignedTagFields({ reason }: ParsedTag): Readonly<Record<string, string>> {
  return reason === undefined ? {} : { reason }
}
