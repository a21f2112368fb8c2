import type { CaptureOptions, ResolveOptions } from '../capture/client.ts'
import type { CaptureHandle } from '../capture/handle.ts'
import { invalidRequest } from '../error/invalid-request.ts'
import type { CaptureOutcome, OutcomeCommon, OutcomeOf } from '../outcome/outcome.ts'
import { Call } from './call.ts'
import { callOptions } from './call-options.ts'
import type { DoneDraft, Refusal, Settled, UnknownDraft } from './judgement.ts'
import { captureOperation, type Operation } from './operation.ts'
import { outcomeOf } from './outcome-of.ts'
import type { Settings } from './settings.ts'
import { describeThrown, errorOf, thrown } from './thrown.ts'

/**
 * Runs a capture, or another operation, inside the one guard the product's rule rests on: until a byte that can change
 * something may have left, what goes wrong is a throw; from then on it is `unknown`, whoever threw.
 *
 * @param secrets of this request, besides the client's own
 */
export async function runOperation<Draft extends DoneDraft, Done extends OutcomeCommon>(
  operation: Operation<Draft, Done>,
  settings: Settings,
  options: CaptureOptions,
  secrets: readonly string[],
  steps: (call: Call) => Promise<Settled<Draft>>,
): Promise<OutcomeOf<Done>> {
  checkOptions(settings.provider, options)
  const call = await Call.start(
    settings,
    operation.name,
    callOptions(settings, options, secrets),
    options.priorAttempt === true,
  )
  let settled: Settled<Draft>
  try {
    settled = await steps(call)
  } catch (error) {
    settled = call.sentByThisCall ? internal() : { status: 'refused', error: thrown(error, call), raw: null }
  }
  return finish(operation, call, settled)
}

/** Runs a resolve: whatever goes wrong in it is `unknown`, since it concludes nothing. */
export async function runResolveOf<Draft extends DoneDraft, Done extends OutcomeCommon, Request>(
  operation: Operation<Draft, Done>,
  settings: Settings,
  handle: CaptureHandle,
  options: ResolveOptions<Request>,
  secrets: readonly string[],
  steps: (call: Call) => Promise<Settled<Draft>>,
): Promise<OutcomeOf<Done>> {
  if (options.replay !== undefined && options.replay !== 'allow') {
    throw invalidRequest(settings.provider, 'replay', "must be 'allow', or absent")
  }
  const call = await Call.start(settings, 'resolve', callOptions(settings, options, secrets), true)
  call.resume(handle)
  let settled: Settled<Draft>
  try {
    settled = await steps(call)
  } catch {
    settled = internal()
  }
  if (settled.status === 'refused') {
    settled = { status: 'unknown', cause: 'refused_after_maybe_applied', raw: settled.raw }
  }
  return finish(operation, call, settled)
}

/** {@link runOperation} for captures. */
export function runCapture(
  settings: Settings,
  options: CaptureOptions,
  secrets: readonly string[],
  steps: (call: Call) => Promise<Settled>,
): Promise<CaptureOutcome> {
  return runOperation(captureOperation, settings, options, secrets, steps)
}

/** {@link runResolveOf} for captures. */
export function runResolve<Request>(
  settings: Settings,
  handle: CaptureHandle,
  options: ResolveOptions<Request>,
  secrets: readonly string[],
  steps: (call: Call) => Promise<Settled>,
): Promise<CaptureOutcome> {
  return runResolveOf(captureOperation, settings, handle, options, secrets, steps)
}

/**
 * Awaits the caller's `beforeSend` with the handle. Afterwards the operation may be sent.
 *
 * @returns null to go on, or the refusal that ends the call
 */
export async function announce(call: Call, beforeSend: CaptureOptions['beforeSend']): Promise<Refusal | null> {
  // Over already: nothing will be sent, so there is no intent to write.
  if (beforeSend === undefined || call.stopped !== null) return null
  call.markSending()
  try {
    await call.unlessStopped(Promise.resolve(beforeSend(call.handle())))
    return null
  } catch (error) {
    const what = describeThrown(error, call)
    return {
      status: 'refused',
      error: { code: 'not_sent', message: `beforeSend rejected, so nothing was sent: ${what.message}`, cause: what },
      raw: null,
    }
  }
}

function internal(): UnknownDraft {
  return { status: 'unknown', cause: 'internal', raw: null }
}

function checkOptions(provider: string, options: { beforeSend?: unknown; priorAttempt?: unknown }): void {
  const { beforeSend, priorAttempt } = options
  if (beforeSend !== undefined && typeof beforeSend !== 'function') {
    throw invalidRequest(provider, 'beforeSend', 'must be a function that returns a promise')
  }
  if (priorAttempt !== undefined && typeof priorAttempt !== 'boolean') {
    throw invalidRequest(provider, 'priorAttempt', 'must be true or false')
  }
}

function finish<Draft extends DoneDraft, Done extends OutcomeCommon>(
  operation: Operation<Draft, Done>,
  call: Call,
  settled: Settled<Draft>,
): OutcomeOf<Done> {
  if (settled.status === 'refused') {
    const failure = errorOf(call, settled.error)
    call.end(null, failure.code)
    throw failure
  }
  let outcome: OutcomeOf<Done>
  try {
    outcome = outcomeOf(operation, call, settled)
  } catch {
    outcome = outcomeOf(operation, call, internal())
  }
  call.end(operation.told(outcome), null)
  return outcome
}
