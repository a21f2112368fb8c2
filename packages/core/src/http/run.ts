import type { CaptureOptions, ResolveOptions } from '../capture/client.ts'
import type { CaptureHandle } from '../capture/handle.ts'
import { CaptureError, type ErrorCause } from '../error/capture-error.ts'
import type { CaptureOutcome } from '../outcome/outcome.ts'
import type { Scrubber } from '../scrub/scrubber.ts'
import { Call } from './call.ts'
import type { Draft, Refusal, Settled, UnknownDraft } from './judgement.ts'
import { milliseconds, type Settings } from './settings.ts'

const largestRawBytes = 16 * 1024

/**
 * Runs a capture inside the one guard the product's rule rests on: until a byte that can move money may have left, what
 * goes wrong is a throw; from then on it is `unknown`, whoever threw.
 *
 * @param secrets of this request, besides the client's own
 */
export async function runCapture(
  settings: Settings,
  options: CaptureOptions,
  secrets: readonly string[],
  steps: (call: Call) => Promise<Settled>,
): Promise<CaptureOutcome> {
  checkOptions(settings.provider, options)
  const { provider } = settings
  const call = await Call.start(
    settings,
    'capture',
    {
      signal: options.signal,
      deadlineMs: milliseconds(provider, 'deadlineMs', options.deadlineMs, settings.deadlineMs),
      attemptTimeoutMs: milliseconds(provider, 'attemptTimeoutMs', options.attemptTimeoutMs, settings.attemptTimeoutMs),
      secrets,
    },
    options.priorAttempt === true,
  )
  let settled: Settled
  try {
    settled = await steps(call)
  } catch (error) {
    settled = call.sentByThisCall ? internal() : { status: 'refused', error: thrown(error, call), raw: null }
  }
  return finish(call, settled)
}

/** Runs a resolve: whatever goes wrong in it is `unknown`, since it concludes nothing. */
export async function runResolve<Request>(
  settings: Settings,
  handle: CaptureHandle,
  options: ResolveOptions<Request>,
  secrets: readonly string[],
  steps: (call: Call) => Promise<Settled>,
): Promise<CaptureOutcome> {
  const { provider } = settings
  if (options.replay !== undefined && options.replay !== 'allow') {
    throw invalid(provider, 'replay', "must be 'allow', or absent")
  }
  const call = await Call.start(
    settings,
    'resolve',
    {
      signal: options.signal,
      deadlineMs: milliseconds(provider, 'deadlineMs', options.deadlineMs, settings.deadlineMs),
      attemptTimeoutMs: settings.attemptTimeoutMs,
      secrets,
    },
    true,
  )
  call.resume(handle)
  let settled: Settled
  try {
    settled = await steps(call)
  } catch {
    settled = internal()
  }
  if (settled.status === 'refused') {
    settled = { status: 'unknown', cause: 'refused_after_maybe_applied', raw: settled.raw }
  }
  return finish(call, settled)
}

/**
 * Awaits the caller's `beforeSend` with the handle. Afterwards the capture may be sent.
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
    throw invalid(provider, 'beforeSend', 'must be a function that returns a promise')
  }
  if (priorAttempt !== undefined && typeof priorAttempt !== 'boolean') {
    throw invalid(provider, 'priorAttempt', 'must be true or false')
  }
}

function invalid(provider: string, field: string, message: string): CaptureError {
  return new CaptureError({ code: 'invalid_request', provider, field, message: `${field} ${message}` })
}

function describeThrown(error: unknown, call: Call): { name: string; message: string; code?: string } {
  try {
    if (!(error instanceof Error)) return { name: 'Error', message: call.scrubber.text(String(error)).slice(0, 500) }
    const code: unknown = (error as { code?: unknown }).code
    return {
      name: call.scrubber.text(String(error.name)).slice(0, 100),
      message: call.scrubber.text(String(error.message)).slice(0, 500),
      ...(typeof code === 'string' ? { code: call.scrubber.text(code).slice(0, 100) } : {}),
    }
  } catch {
    return { name: 'Error', message: 'an error that cannot be read' }
  }
}

function thrown(error: unknown, call: Call): Refusal['error'] {
  if (CaptureError.isInstance(error)) {
    const { code, message, retryable, causes } = error
    return {
      code,
      message,
      retryable,
      causes,
      ...(error.status === null ? {} : { status: error.status }),
      ...(error.requestId === null ? {} : { requestId: error.requestId }),
      ...(error.field === null ? {} : { field: error.field }),
      ...(error.cause === undefined ? {} : { cause: error.cause }),
    }
  }
  const cause = describeThrown(error, call)
  return { code: 'not_sent', message: `nothing was sent: ${cause.message}`, cause, retryable: false }
}

function finish(call: Call, settled: Settled): CaptureOutcome {
  if (settled.status === 'refused') {
    const { error } = settled
    const last = call.attempts.at(-1)
    const requestId = error.requestId ?? last?.requestId ?? undefined
    const failure = new CaptureError({
      ...error,
      provider: call.settings.provider,
      message: call.scrubber.text(error.message),
      cause: error.cause === undefined ? undefined : scrubbedCause(error.cause, call.scrubber),
      causes: (error.causes ?? []).map(({ code, message }) => ({
        code: code === null ? null : call.scrubber.text(code).slice(0, 100),
        message: message === null ? null : call.scrubber.text(message).slice(0, 500),
      })),
      attempts: [...call.attempts],
      ...(requestId === undefined ? {} : { requestId }),
    })
    call.end(null, failure.code)
    throw failure
  }
  let outcome: CaptureOutcome
  try {
    outcome = outcomeOf(call, settled)
  } catch {
    outcome = outcomeOf(call, internal())
  }
  call.end(outcome, null)
  return outcome
}

function scrubbedCause({ name, code, message }: ErrorCause, scrubber: Scrubber): ErrorCause {
  return {
    name: scrubber.text(name).slice(0, 100),
    ...(code === undefined ? {} : { code: scrubber.text(code).slice(0, 100) }),
    message: scrubber.text(message).slice(0, 500),
  }
}

function outcomeOf(call: Call, draft: Draft): CaptureOutcome {
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
    case 'captured': {
      const { amount, basis, replayed, short, later } = draft
      const captureId = draft.captureId === null ? null : text(draft.captureId)
      const captured = { status: draft.status, ...common, captureId, amount, basis, replayed }
      if (short === undefined && later === undefined) return captured
      return { ...captured, ...(short === undefined ? {} : { short }), ...(later === undefined ? {} : { later }) }
    }
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
  }
}
