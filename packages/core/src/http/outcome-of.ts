import type { OutcomeCommon, OutcomeOf } from '../outcome/outcome.ts'
import type { Call } from './call.ts'
import type { DoneDraft, Draft } from './judgement.ts'
import type { Operation } from './operation.ts'

const largestRawBytes = 16 * 1024

/** The outcome of a draft: scrubbed, plain JSON, with what every outcome says. */
export function outcomeOf<Done extends DoneDraft, Value extends OutcomeCommon>(
  operation: Operation<Done, Value>,
  call: Call,
  draft: Draft<Done>,
): OutcomeOf<Value> {
  const { scrubber } = call
  const text = (value: string) => scrubber.text(value).slice(0, 500)
  const ids: Record<string, string> = {}
  for (const named of [call.identity?.ids ?? {}, draft.ids ?? {}]) {
    for (const name of Object.keys(named)) ids[name] = text(named[name] ?? '')
  }
  const common = {
    provider: call.settings.provider,
    reference: ids,
    attempts: [...call.attempts],
    raw: draft.raw === null ? null : scrubber.documented(draft.raw, largestRawBytes),
  }
  switch (draft.status) {
    case 'declined':
      return {
        status: 'declined',
        ...common,
        code: text(draft.code),
        reason: draft.reason,
        advice: draft.advice,
        message: text(draft.message),
      }
    case 'pending':
      return {
        status: 'pending',
        ...common,
        code: draft.code === null ? null : text(draft.code),
        message: text(draft.message),
        handle: call.handle({ ids }),
        ...(draft.giveUpAt === undefined ? {} : { giveUpAt: draft.giveUpAt }),
      }
    case 'unknown':
      return {
        status: 'unknown',
        ...common,
        cause: draft.cause,
        handle: call.handle({
          ids,
          ...(draft.snapshot === undefined ? {} : { snapshot: draft.snapshot }),
          ...(draft.mismatch === undefined ? {} : { mismatch: draft.mismatch }),
        }),
        needs: draft.needs ?? 'resolve',
      }
    default:
      return operation.done(draft, common, text)
  }
}
