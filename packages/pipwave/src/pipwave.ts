import {
  type CaptureClient,
  type CaptureDescription,
  type CaptureHandle,
  type CaptureOptions,
  type CaptureOutcome,
  type ClientOptions,
  checkSecret,
  createSettings,
  type ReadOptions,
  type ResolveOptions,
  withoutUndefined,
} from '@cap/core/http'
import type { Account, Ask } from './account.ts'
import { capture, describe } from './capture.ts'
import type { PipwaveCaptureRequest } from './capture-schema.ts'
import { remember } from './client-context.ts'
import { invalidRequest, provider } from './error.ts'
import type { PipwavePayment } from './payment.ts'
import { requery } from './requery.ts'
import { resolve } from './resolve.ts'

export interface PipwaveOptions extends ClientOptions {
  /** pipwave's key of the merchant. Sent with every call, and with 16 characters or more shown nowhere. */
  readonly apiKey: string
  /** Signs every call. Never sent, and shown nowhere. */
  readonly apiSecret: string
  /** `live` is https://api.pipwave.com/payment, `staging` https://staging-api.pipwave.com/payment. */
  readonly environment: 'live' | 'staging'
  /**
   * Every gateway of this account can capture a part of an authorisation. Without it a smaller amount is refused, because a
   * gateway that cannot would silently capture everything. Default: false.
   */
  readonly partialCapture?: boolean | undefined
}

/** Captures at pipwave. Made by {@link createPipwave}. */
export interface PipwaveClient extends CaptureClient<PipwaveCaptureRequest> {
  readonly provider: 'pipwave'
  /**
   * Captures an authorised payment, once. pipwave has no idempotency key, so the capture is never sent again once a byte of
   * it may have left; a lost answer is looked up by requery instead, until the deadline.
   *
   * `captured` with `basis: 'accepted'` means that pipwave took the order: card gateways may confirm later. No answer shows
   * a captured amount, so `amount` is always null.
   *
   * Captures of one payment are made one after the other within a process. Between processes, keep one open operation per
   * payment in a store.
   *
   * @throws CaptureError this call moved no money: `invalid_request`, `lookup_failed`, `not_sent`, `aborted`, `unauthorized`,
   * `refused`
   * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/capture_payment.md
   */
  capture(request: PipwaveCaptureRequest, options?: CaptureOptions): Promise<CaptureOutcome>
  /**
   * Asks whether an earlier capture went through, from its handle, in any process. It only ever reads: `replay` and `request`
   * are ignored.
   *
   * @throws CaptureError `invalid_request` for a handle of another provider, environment or account
   */
  resolve(handle: CaptureHandle, options?: ResolveOptions<PipwaveCaptureRequest>): Promise<CaptureOutcome>
  /**
   * Reads a payment.
   *
   * @throws CaptureError `invalid_request`, `unauthorized`, `lookup_failed`, `aborted`
   * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/requery.md
   */
  requery(ask: Ask, options?: ReadOptions): Promise<PipwavePayment>
}

/**
 * The unversioned paths: they are the current version. What `/v1` freezes is not documented, and its codes may be the ones
 * of 2017, of which some mean something else today (contradiction 15).
 *
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/url.md
 */
const baseUrls = {
  live: 'https://api.pipwave.com/payment',
  staging: 'https://staging-api.pipwave.com/payment',
}

/** Keys in use have 32 characters and more. */
const leastKeyLength = 16

/** Fields whose values people may see in events. */
const visibleFields: ReadonlySet<string> = new Set([
  'action',
  'timestamp',
  'pw_id',
  'txn_id',
  'pg_txn_id',
  'capture_amount',
  'status',
  'message',
  'amount',
  'total_amount',
  'final_amount',
  'currency_code',
  'transaction_status',
  'require_capture',
  'reversible_payment',
  'payment_method_code',
])

class Pipwave implements PipwaveClient {
  readonly provider = provider
  readonly #account: Account

  constructor(account: Account) {
    this.#account = account
    remember(this, account)
    Object.freeze(this)
  }

  capture(request: PipwaveCaptureRequest, options?: CaptureOptions): Promise<CaptureOutcome> {
    return capture(this.#account, request, options)
  }

  resolve(handle: CaptureHandle, options?: ResolveOptions<PipwaveCaptureRequest>): Promise<CaptureOutcome> {
    return resolve(this.#account, handle, options)
  }

  describe(request: PipwaveCaptureRequest): Promise<CaptureDescription> {
    return describe(this.#account, request)
  }

  requery(ask: Ask, options?: ReadOptions): Promise<PipwavePayment> {
    return requery(this.#account, ask, options)
  }
}

/**
 * A client for one pipwave account. Frozen, and shows no secret.
 *
 * @throws CaptureError `invalid_request`, naming the option
 */
export function createPipwave(options: PipwaveOptions): PipwaveClient {
  if (typeof options !== 'object' || options === null) {
    throw invalidRequest('options', 'must be an object with apiKey, apiSecret and environment')
  }
  const given = withoutUndefined(options)
  const apiKey = checkSecret(provider, 'apiKey', given.apiKey)
  const apiSecret = checkSecret(provider, 'apiSecret', given.apiSecret)
  const { environment, partialCapture = false, account = apiKey } = given
  if (environment !== 'live' && environment !== 'staging') {
    throw invalidRequest('environment', "must be 'live' or 'staging'")
  }
  if (typeof partialCapture !== 'boolean') throw invalidRequest('partialCapture', 'must be true or false')
  if (typeof account !== 'string' || account === '') throw invalidRequest('account', 'must be text, and not empty')
  const settings = createSettings(given, {
    provider,
    environment,
    baseUrl: baseUrls[environment],
    // pipwave has no key to recognise a repeated capture by.
    replayWindowMs: 0,
    // A key as short as the page's sample ("123456") occurs in ids and amounts by chance, and must not be torn out of them.
    secrets: apiKey.length < leastKeyLength ? [apiSecret] : [apiSecret, apiKey],
    visibleFields,
  })
  return new Pipwave({ settings, apiKey, apiSecret, partialCapture, name: account })
}
