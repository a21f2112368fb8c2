import {
  type Call,
  type CaptureError,
  parseInput,
  type ReadOptions,
  readError,
  runRead,
  withoutUndefined,
} from '@cap/core/http'
import type { Account, Ask } from './account.ts'
import { askSchema } from './capture-schema.ts'
import { lookupFailure, provider } from './error.ts'
import { type Look, look } from './look.ts'
import type { PipwavePayment } from './payment.ts'
import { loadSigner } from './signature.ts'

/** The client's `requery`. */
export async function requery(account: Account, ask: Ask, options: ReadOptions = {}): Promise<PipwavePayment> {
  const asked = parseInput(provider, askSchema, ask, 'ask')
  const failed = 'something in this process failed before pipwave could be asked'
  return runRead(account.settings, { name: 'requery', failure: failed }, withoutUndefined(options), async (call) => {
    const seen = await look(call, account, await loadSigner(), asked, { purpose: 'lookup' })
    if (seen.kind === 'found') return seen.payment
    throw failure(call, seen)
  })
}

function failure(call: Call, seen: Extract<Look, { kind: 'failed' }>): CaptureError {
  const { code, httpStatus, retryable } = lookupFailure(seen)
  return readError(call, {
    code: seen.code === 401 || seen.code === 403 ? 'unauthorized' : 'lookup_failed',
    message: `the payment could not be read: ${seen.message}`,
    ...(call.stopped === 'aborted' ? { message: 'the caller aborted the requery' } : {}),
    retryable,
    ...(httpStatus === null ? {} : { status: httpStatus }),
    causes: code === null ? [] : [{ code, message: seen.message }],
  })
}
