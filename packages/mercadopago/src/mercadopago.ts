import {
  type CaptureClient,
  type CaptureDescription,
  type CaptureHandle,
  type CaptureOptions,
  type CaptureOutcome,
  type ClientOptions,
  createSettings,
  type ReadOptions,
  type ResolveOptions,
  withoutUndefined,
} from '@cap/core/http'
import { type Context, capture, describe, type MercadoPagoCaptureRequest } from './capture.ts'
import { remember } from './client-context.ts'
import { createCredentials, invalid, provider } from './credentials.ts'
import { type AdvancedPayment, get } from './get.ts'
import { resolve } from './resolve.ts'

/** Options of {@link createMercadoPago}. An option given as `undefined` counts as absent. */
export interface MercadoPagoOptions extends ClientOptions {
  /**
   * The access token of the application, or how to fetch it for each call. A function requires the option `account`; what it
   * returns is checked before anything is sent.
   */
  readonly accessToken: string | (() => Promise<string>)
  /**
   * A token that begins with `TEST-` or `APP_USR-` must agree with it. Default: what the token says, else `live`. Both use
   * the same host.
   */
  readonly environment?: 'live' | 'test' | undefined
  /** `gambling`: every capture must carry the `sessionId` of the buyer's device. */
  readonly industry?: 'gambling' | undefined
  /**
   * For platforms that offer Mercado Pago to others: 1 to 64 of `[A-Za-z0-9_.-]`, sent as `x-platform-id` with agreements
   * and payer tokens, where it is documented. It is no secret; what looks like an access token is refused.
   */
  readonly platformId?: string | undefined
}

/** A client of Wallet Connect payments. Frozen; prints none of its secrets. */
export interface MercadoPago extends CaptureClient<MercadoPagoCaptureRequest> {
  readonly provider: typeof provider
  readonly environment: 'live' | 'test'
  /**
   * Charges a linked wallet once, with `POST /v1/advanced_payments`. Attempts repeat the same bytes under the same key.
   *
   * @throws CaptureError which means that this call moved no money
   * @see {@link https://github.com/mercadopago/devsite-docs/blob/master/guides/wallet-connect/capture-payment.en.md}
   */
  capture(request: MercadoPagoCaptureRequest, options?: CaptureOptions): Promise<CaptureOutcome>
  /**
   * Finds out how a capture ended. Reads the payment by its id where the handle has one. Otherwise only sending the request
   * again can tell, which takes `replay: 'allow'`, the `request`, and a key no older than `replayWindowMs`: the money may move
   * then, for the first and only time.
   *
   * @throws CaptureError `invalid_request`
   */
  resolve(handle: CaptureHandle, options?: ResolveOptions<MercadoPagoCaptureRequest>): Promise<CaptureOutcome>
  /**
   * Reads an advanced payment.
   *
   * @param id the `advancedPaymentId` of an outcome's `reference`, not one of the payments inside
   * @throws CaptureError `lookup_failed`, `unauthorized`, `refused`, `aborted`, `not_sent` or `invalid_request`
   */
  get(id: string, options?: ReadOptions): Promise<AdvancedPayment>
}

/** Fields of Mercado Pago's bodies that may be shown in events: no token, nothing of the buyer or of a sub-merchant. */
const visibleFields: ReadonlySet<string> = new Set([
  'amount',
  'binary_mode',
  'cap',
  'capture',
  'code',
  'coupon_amount',
  'date_created',
  'date_last_updated',
  'description',
  'error',
  'external_reference',
  'id',
  'installments',
  'message',
  'payment_method_id',
  'payment_type_id',
  'site_id',
  'statement_descriptor',
  'status',
  'status_detail',
  'transaction_amount',
  'type',
  'value',
])

/** Who the buyer is, to Mercado Pago and to the merchant: the fields in it are called as harmless ones are. */
const hiddenFields: ReadonlySet<string> = new Set(['external_user', 'payer'])

/** Retention of a key is not documented; an hour is what a client may need to come back. */
const replayWindowMs = 60 * 60 * 1000

const isPlatformId = /^(?!APP_USR-|TEST-)[\w.-]{1,64}$/

class Client implements MercadoPago {
  readonly provider = provider
  readonly environment: 'live' | 'test'
  readonly #context: Context

  constructor(context: Context) {
    this.environment = context.credentials.environment
    this.#context = context
    remember(this, context)
    Object.freeze(this)
  }

  capture(request: MercadoPagoCaptureRequest, options?: CaptureOptions): Promise<CaptureOutcome> {
    return capture(this.#context, request, options)
  }

  resolve(handle: CaptureHandle, options?: ResolveOptions<MercadoPagoCaptureRequest>): Promise<CaptureOutcome> {
    return resolve(this.#context, handle, options)
  }

  describe(request: MercadoPagoCaptureRequest): Promise<CaptureDescription> {
    return describe(this.#context, request)
  }

  get(id: string, options?: ReadOptions): Promise<AdvancedPayment> {
    return get(this.#context, id, options)
  }
}

/**
 * Makes a client. Nothing is sent, and no library for hashing or HTTP is loaded, before the first call.
 *
 * @throws CaptureError `invalid_request`, `field` naming the option
 */
export function createMercadoPago(given: MercadoPagoOptions): MercadoPago {
  if (typeof given !== 'object' || given === null) {
    throw invalid('options', 'must be an object with accessToken')
  }
  const options = withoutUndefined(given)
  const { industry, platformId = null } = options
  if (industry !== undefined && industry !== 'gambling') {
    throw invalid('industry', "must be 'gambling', or absent")
  }
  const credentials = createCredentials(options)
  // The reference prints an access token for its example.
  const isToken = platformId !== null && credentials.secrets.includes(platformId)
  if (platformId !== null && (typeof platformId !== 'string' || isToken || !isPlatformId.test(platformId))) {
    throw invalid('platformId', 'must be 1 to 64 letters, digits, "_", "." or "-", and never an access token')
  }
  const settings = createSettings(options, {
    provider,
    environment: credentials.environment,
    baseUrl: 'https://api.mercadopago.com',
    replayWindowMs,
    secrets: credentials.secrets,
    visibleFields,
    hiddenFields,
  })
  return new Client({ settings, credentials, industry: industry ?? null, platformId })
}
