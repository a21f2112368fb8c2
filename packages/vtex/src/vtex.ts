import {
  type CaptureClient,
  type CaptureDescription,
  type CaptureHandle,
  type CaptureOptions,
  type CaptureOutcome,
  type ClientOptions,
  checkSecret,
  createSettings,
  type ResolveOptions,
  withoutUndefined,
} from '@cap/core/http'
import { settlement } from './capture.ts'
import type { SettlementRequest } from './capture-schema.ts'
import { keepWiring, type Wiring } from './client-context.ts'
import { invalidRequest, provider } from './error.ts'
import { describeKeyed, resolveKeyed, runKeyed } from './keyed.ts'

/** Options of {@link createVtexGateway}. */
export interface VtexGatewayOptions extends ClientOptions {
  /** The service URL registered for the payment provider; it may have a path. Required. */
  readonly baseUrl: string
  /**
   * Names the merchant at the provider; with 16 characters or more shown nowhere. `''`, together with `appToken`, only with
   * `testSuite`.
   */
  readonly appKey: string
  /** The secret that goes with `appKey`. */
  readonly appToken: string
  /**
   * The headers the pair travels in: `X-PROVIDER-API-AppKey` and `-AppToken` (`provider`, which the contract names), or
   * `X-VTEX-API-AppKey` and `-AppToken` (`vtex`, which VTEX sends where `usesProviderHeadersName` is off).
   *
   * @default 'provider'
   */
  readonly headerFamily?: 'provider' | 'vtex' | undefined
  /**
   * Behaves as VTEX's Test Suite does: sends `X-VTEX-API-Is-TestSuite: true`, waits 5 s for an answer instead of 20 s, and
   * may be used with an empty key and token. The environment of handles is `test` then, else `live`.
   *
   * @default false
   */
  readonly testSuite?: boolean | undefined
}

/** The calling side of the Payment Provider Protocol: settles payments at a provider, as VTEX's gateway does. */
export interface VtexGateway extends CaptureClient<SettlementRequest> {
  readonly provider: 'vtex'
  /**
   * Settles once, with `POST /payments/{paymentId}/settlements`. Attempts repeat the same bytes under the same `requestId`.
   *
   * @throws CaptureError which means that this call moved no money
   * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/settlements}
   */
  capture(request: SettlementRequest, options?: CaptureOptions): Promise<CaptureOutcome>
  /**
   * Finds out how a settlement ended. The protocol cannot read one, so only sending the request again can tell, which takes
   * `replay: 'allow'`, the `request`, and a first sending less than `replayWindowMs` ago: the money may move then, for the
   * first and only time. Anything else resolves to `unknown`, and sends nothing.
   *
   * @throws CaptureError `invalid_request`
   */
  resolve(handle: CaptureHandle, options?: ResolveOptions<SettlementRequest>): Promise<CaptureOutcome>
}

/** Every field of a settlement, or of an answer to one, whose value may be shown to `onEvent`. */
const visibleFields: ReadonlySet<string> = new Set([
  'amount',
  'authorizationId',
  'code',
  'commissionAmount',
  'documentType',
  'id',
  'message',
  'nsu',
  'paymentId',
  'requestId',
  'role',
  'settleId',
  'tid',
  'transactionId',
  'value',
])

const hiddenFields: ReadonlySet<string> = new Set(['merchantsettings'])

/** From here on a key is hidden wherever it occurs; a shorter one only in the header it travels in. */
const leastKeyLength = 16

/** How long a request id is relied on: as long as VTEX itself repeats a settlement. */
const replayWindowMs = 24 * 60 * 60 * 1000

/**
 * Makes a client that settles payments at one payment provider, for one merchant.
 *
 * The client is frozen, and shows neither key nor token when it is printed or turned into JSON.
 *
 * @example
 * const gateway = createVtexGateway({ baseUrl: 'https://provider.example', appKey, appToken })
 *
 * @throws CaptureError `invalid_request`, `field` naming the option
 */
export function createVtexGateway(options: VtexGatewayOptions): VtexGateway {
  if (typeof options !== 'object' || options === null) throw invalidRequest('options', 'must be an object')
  const { baseUrl, appKey, appToken, headerFamily, testSuite, ...client } = withoutUndefined(options)
  if (baseUrl === undefined) throw invalidRequest('baseUrl', 'is required: the service URL of the payment provider')
  if (testSuite !== undefined && typeof testSuite !== 'boolean') {
    throw invalidRequest('testSuite', 'must be true or false')
  }
  if (client.account !== undefined && (typeof client.account !== 'string' || client.account === '')) {
    throw invalidRequest('account', 'must be text that is not empty')
  }
  const inTestSuite = testSuite === true
  const pair = checkPair(appKey, appToken, inTestSuite)
  const settings = createSettings(
    { ...client, baseUrl },
    {
      provider,
      environment: inTestSuite ? 'test' : 'live',
      baseUrl,
      replayWindowMs,
      attemptTimeoutMs: inTestSuite ? 5_000 : 20_000,
      // A short key, such as the merchant's name, occurs in ids by chance: with a hole in it, an id settles and refunds nothing.
      secrets: pair.appKey.length < leastKeyLength ? [pair.appToken] : [pair.appKey, pair.appToken],
      visibleFields,
      // A setting's value lies in a field called `value`, as the amount does; some providers answer with the whole request.
      hiddenFields,
    },
  )
  const names = headerNames(headerFamily)
  let account: string | null = null
  return new Gateway({
    settings,
    headers: Object.freeze({
      accept: 'application/json',
      'content-type': 'application/json',
      [names.key]: pair.appKey,
      [names.token]: pair.appToken,
      ...(inTestSuite ? { 'x-vtex-api-is-testsuite': 'true' } : {}),
    }),
    account: (digest) => (account ??= digest(client.account ?? `${settings.baseUrl}\n${pair.appKey}`)),
  })
}

/** The Test Suite can be run without credentials, and sends both headers empty then. Half a pair is a mistake. */
function checkPair(appKey: unknown, appToken: unknown, inTestSuite: boolean) {
  if (appKey === '' && appToken === '') {
    if (inTestSuite) return { appKey, appToken }
    throw invalidRequest(
      'appKey',
      'and appToken must not be empty: only the Test Suite (testSuite: true) may have no pair',
    )
  }
  return { appKey: checkSecret(provider, 'appKey', appKey), appToken: checkSecret(provider, 'appToken', appToken) }
}

/** @see {@link https://developers.vtex.com/docs/guides/payments-integration-payment-provider-framework} */
function headerNames(family: unknown): { readonly key: string; readonly token: string } {
  switch (family) {
    case undefined:
    case 'provider':
      return { key: 'x-provider-api-appkey', token: 'x-provider-api-apptoken' }
    case 'vtex':
      return { key: 'x-vtex-api-appkey', token: 'x-vtex-api-apptoken' }
    default:
      throw invalidRequest('headerFamily', 'must be "provider" or "vtex"')
  }
}

class Gateway implements VtexGateway {
  readonly provider = provider
  readonly #wiring: Wiring

  constructor(wiring: Wiring) {
    this.#wiring = wiring
    keepWiring(this, wiring)
    Object.freeze(this)
  }

  capture(request: SettlementRequest, options: CaptureOptions = {}): Promise<CaptureOutcome> {
    return runKeyed(settlement, this.#wiring, request, options)
  }

  resolve(handle: CaptureHandle, options: ResolveOptions<SettlementRequest> = {}): Promise<CaptureOutcome> {
    return resolveKeyed(settlement, this.#wiring, handle, options)
  }

  describe(request: SettlementRequest): Promise<CaptureDescription> {
    return describeKeyed(settlement, this.#wiring, request)
  }
}
