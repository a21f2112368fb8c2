import { CaptureError } from '@cap/core/http'
import type { VtexConnectorOptions } from './options.ts'

/** @throws CaptureError `invalid_request`, `field` naming the option */
export function checkOptions(options: VtexConnectorOptions): void {
  if (typeof options !== 'object' || options === null) throw invalid('options', 'must be an object')
  checkAuthenticate(options.authenticate)
  if (typeof options.store !== 'object' || options.store === null) {
    throw invalid('store', 'is required: an OperationStore, such as memoryStore() of @cap/core')
  }
  for (const name of ['capture', 'resolve'] as const) {
    if (typeof options[name] !== 'function') throw invalid(name, 'is required, and must be a function')
  }
  if (options.payment === undefined && options.createPayment === undefined) {
    throw invalid('payment', 'is required, unless createPayment is served here')
  }
  for (const name of ['payment', 'createPayment', 'cancel', 'refund', 'inbound', 'onLateCapture', 'onError'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'function') throw invalid(name, 'must be a function')
  }
  const { headerFamily, declinedStatus } = options
  if (headerFamily !== undefined && !['provider', 'vtex', 'either'].includes(headerFamily)) {
    throw invalid('headerFamily', 'must be "provider", "vtex" or "either"')
  }
  if (declinedStatus !== undefined && declinedStatus !== 200 && declinedStatus !== 500) {
    throw invalid('declinedStatus', 'must be 200 or 500')
  }
  for (const name of [
    'answerWithinMs',
    'testSuiteAnswerWithinMs',
    'leaseMs',
    'captureWithinMs',
    'maxBodyBytes',
  ] as const) {
    const value = options[name]
    if (value !== undefined && !(Number.isFinite(value) && value > 0)) throw invalid(name, 'must be a number above 0')
  }
  captureWithin(options.leaseMs ?? usualLeaseMs, options.captureWithinMs)
}

/** Milliseconds an operation has to itself, where nothing is said. */
export const usualLeaseMs = 120_000

/**
 * How long a callback may take of a lease: what is left of it is for the last answer to come in, and to be written down.
 *
 * @throws CaptureError `invalid_request` when nothing would be left
 */
export function captureWithin(leaseMs: number, captureWithinMs: number = leaseMs * 0.75): number {
  if (captureWithinMs <= leaseMs * 0.9) return captureWithinMs
  const least = Math.ceil(captureWithinMs / 0.9)
  throw invalid(
    'leaseMs',
    `must be at least ${least}, not ${leaseMs}: a capture may take captureWithinMs (${captureWithinMs}), and one that outlives its lease can be called declined while it is still on its way`,
  )
}

function checkAuthenticate(authenticate: VtexConnectorOptions['authenticate']): void {
  if (typeof authenticate === 'function') return
  // An empty list would lock everybody out, which is safe, and surely not what was meant.
  if (!Array.isArray(authenticate) || authenticate.length === 0) {
    throw invalid('authenticate', 'must be a list of merchant keys that is not empty, or a function')
  }
  const owners = new Map<string, { readonly merchant: string; readonly index: number }>()
  authenticate.forEach((key, index) => {
    if (typeof key !== 'object' || key === null) throw invalid(`authenticate.${index}`, 'must be a merchant key')
    for (const name of ['merchant', 'appKey', 'appToken'] as const) {
      const value: unknown = key[name]
      if (typeof value !== 'string' || value.trim() === '') {
        throw invalid(`authenticate.${index}.${name}`, 'must be text that is not empty')
      }
    }
    const pair = JSON.stringify([key.appKey, key.appToken])
    const owner = owners.get(pair)
    // Money of the one would move for the other.
    if (owner !== undefined && owner.merchant !== key.merchant) {
      throw invalid(
        `authenticate.${index}`,
        `must not be the pair of authenticate.${owner.index}, which names another merchant`,
      )
    }
    owners.set(pair, { merchant: key.merchant, index })
  })
}

function invalid(field: string, problem: string): CaptureError {
  return new CaptureError({ code: 'invalid_request', provider: 'vtex', field, message: `${field} ${problem}` })
}
