import { Call, CaptureError, milliseconds, parseInput } from '@cap/core/http'
import type { Account, Ask } from './account.ts'
import { askSchema } from './capture-schema.ts'
import { invalidRequest, lookupFailure, provider } from './error.ts'
import { type Look, look } from './look.ts'
import type { PipwavePayment } from './payment.ts'
import { loadSigner } from './signature.ts'

/** Options of one requery. */
export interface RequeryOptions {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for the whole call. Default: the client's. */
  readonly deadlineMs?: number | undefined
  /** Milliseconds for one attempt. Default: the client's. */
  readonly attemptTimeoutMs?: number | undefined
}

/** The client's `requery`. */
export async function requery(account: Account, ask: Ask, options: RequeryOptions = {}): Promise<PipwavePayment> {
  const { settings } = account
  const asked = parseInput(provider, askSchema, ask, 'ask')
  const { signal, deadlineMs, attemptTimeoutMs } = options
  if (signal !== undefined && !(typeof signal === 'object' && signal !== null && 'aborted' in signal)) {
    throw invalidRequest('signal', 'must be an AbortSignal')
  }
  const call = await Call.start(
    settings,
    'requery',
    {
      signal,
      deadlineMs: milliseconds(provider, 'deadlineMs', deadlineMs, settings.deadlineMs),
      attemptTimeoutMs: milliseconds(provider, 'attemptTimeoutMs', attemptTimeoutMs, settings.attemptTimeoutMs),
      secrets: [],
    },
    false,
  )
  let seen: Look
  try {
    seen = await look(call, account, await loadSigner(), asked, { purpose: 'lookup' })
  } catch {
    const message = 'something in this process failed before pipwave could be asked'
    seen = { kind: 'failed', cause: 'internal', message, httpStatus: null, code: null, askedWaitMs: null }
  }
  if (seen.kind === 'found') {
    call.end(null, null)
    return seen.payment
  }
  const error = failure(call, seen)
  call.end(null, error.code)
  throw error
}

function failure(call: Call, seen: Extract<Look, { kind: 'failed' }>): CaptureError {
  const common = { provider, attempts: [...call.attempts] }
  if (call.stopped === 'aborted') {
    return new CaptureError({ ...common, code: 'aborted', message: 'the caller aborted the requery' })
  }
  const { code, httpStatus, retryable } = lookupFailure(seen)
  const message = call.scrubber.text(seen.message)
  return new CaptureError({
    ...common,
    code: seen.code === 401 || seen.code === 403 ? 'unauthorized' : 'lookup_failed',
    message: `the payment could not be read: ${message}`,
    retryable,
    status: httpStatus,
    causes: code === null ? [] : [{ code, message }],
  })
}
