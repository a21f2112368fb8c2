import type { CaptureClient, CaptureOptions, ResolveOptions } from '../capture/client.ts'
import type { CaptureHandle } from '../capture/handle.ts'
import type { Captured, CaptureOutcome, OutcomeCommon, OutcomeOf } from '../outcome/outcome.ts'

/** What the contract calls. A client's other operations can be shown to it by {@link asCaptures}. */
export type ContractClient<Request> = Pick<CaptureClient<Request>, 'capture' | 'resolve'>

type DoneStatus = 'refunded' | 'cancelled' | 'done'

/** An operation that must happen at most once, as a refund must. */
export interface OnceOnly<Request, Done extends OutcomeCommon & { readonly status: DoneStatus }> {
  run(request: Request, options?: CaptureOptions): Promise<OutcomeOf<Done>>
  resolve(handle: CaptureHandle, options?: ResolveOptions<Request>): Promise<OutcomeOf<Done>>
  /** What the book is compared with. */
  readonly done: (outcome: Done) => Pick<Captured, 'amount' | 'basis' | 'replayed'>
}

/**
 * Shows another operation to `captureContract` and `runSchedule` as if it were a capture, so that it is tried by the same
 * faults and held to the same rule. The subject's emulator must show what the operation moved as its book.
 */
export function asCaptures<Request, Done extends OutcomeCommon & { readonly status: DoneStatus }>(
  operation: OnceOnly<Request, Done>,
): ContractClient<Request> {
  const shown = (outcome: OutcomeOf<Done>): CaptureOutcome => {
    if (outcome.status === 'declined' || outcome.status === 'pending' || outcome.status === 'unknown') return outcome
    const { provider, reference, attempts, raw } = outcome
    const done = operation.done(outcome)
    return { status: 'captured', provider, reference, attempts, raw, captureId: null, ...done }
  }
  return {
    capture: async (request, options) => shown(await operation.run(request, options)),
    resolve: async (handle, options) => shown(await operation.resolve(handle, options)),
  }
}
