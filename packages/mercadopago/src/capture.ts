import {
  announce,
  type Call,
  type CaptureDescription,
  type CaptureOptions,
  type CaptureOutcome,
  type Digest,
  describeOperation,
  type Exchange,
  type Identity,
  type Money,
  nothingSent,
  parseInput,
  runCapture,
  type Settings,
  type Settled,
  sendKeyed,
  subtractMoney,
  withoutUndefined,
} from '@cap/core/http'
import { bodyOf, hasDocumentedReference, type ParsedRequest, requestSchema } from './capture-schema.ts'
import { type Credentials, invalid, provider } from './credentials.ts'
import { judge } from './outcome.ts'
import type { Asked } from './payment.ts'

/** One charge of a linked wallet: `POST /v1/advanced_payments`. */
export interface MercadoPagoCaptureRequest {
  /**
   * What is charged, before the discount. ARS, BRL, CLP, COP (whole amounts only), MXN, PEN or UYU: it must be the currency
   * of the account's site, for none is sent.
   */
  readonly amount: Money
  /** Text of the charge, for the buyer. 1 to 1024 characters. */
  readonly description: string
  /** Your id of the payment, 1 to 256 characters. Outside `[A-Za-z0-9_-]` a `warning` event is sent. */
  readonly externalReference: string
  /** The payer token that the agreement gave. Secret. */
  readonly payerToken: string
  /**
   * Owned by the caller, and stored before the call: the same key never charges twice. 1 to 64 of `[A-Za-z0-9_-]`; see
   * `idempotencyKey()` of `@cap/core`.
   */
  readonly idempotencyKey: string
  /** The device's id, from `MP_DEVICE_SESSION_ID` in the buyer's browser. Required with `industry: 'gambling'`. */
  readonly sessionId?: string | undefined
  /** Text of the card statement: 1 to 50 letters and digits. */
  readonly statementDescriptor?: string | undefined
  /** A discount promised before by `POST /v2/wallet_connect/discounts`; the captured amount is smaller by it. */
  readonly discount?: MercadoPagoDiscount | undefined
  /** Brazil's payment facilitators only: all 14 fields. */
  readonly subMerchant?: MercadoPagoSubMerchant | undefined
  /**
   * Only authorize: sends `capture: false`. The outcome is then `pending` with the code `pending_capture`, until
   * `captureAuthorized` or `cancel` of `@cap/mercadopago/operations`. Documented in the API reference, and no longer in the
   * newer overview: ask Mercado Pago whether your account has it. Default: false.
   */
  readonly captureLater?: boolean | undefined
}

export interface MercadoPagoDiscount {
  /** What is taken off: less than the amount, in its currency. */
  readonly amount: Money
  readonly description: string
  /** The coupon the buyer typed. */
  readonly code?: string | undefined
  readonly detail: {
    /** Decimal text: a percentage or an amount, by `type`. */
    readonly value: string
    /** As the promise returned it; else `percent` or `fixed`. */
    readonly type: 'percent' | 'fixed' | 'percentage'
    /** Decimal text: the largest discount, in the currency of the amount. */
    readonly cap: string
  }
}

export interface MercadoPagoSubMerchant {
  readonly subMerchantId: string
  /** Category, by Abecs or CNAE. */
  readonly mcc: string
  /** ISO 3166-1 alpha-3. */
  readonly country: string
  readonly addressDoorNumber: number
  /** CEP. */
  readonly zip: string
  /** Digits of the CPF or CNPJ. */
  readonly documentNumber: string
  readonly city: string
  readonly addressStreet: string
  readonly legalName: string
  /** ISO 3166-2. */
  readonly regionCodeIso: string
  readonly regionCode: string
  /** `CPF` or `CNPJ`. */
  readonly documentType: string
  readonly phone: string
  /** The facilitator's site. */
  readonly url: string
}

/** What the operations of one client share. */
export interface Context {
  readonly settings: Settings
  readonly credentials: Credentials
  readonly industry: 'gambling' | null
  readonly platformId: string | null
}

/** A request that passed every local check, and the text that would be sent. */
export interface Prepared {
  readonly request: ParsedRequest
  readonly body: string
  readonly asked: Asked
}

/** @throws CaptureError `invalid_request` */
export function prepare(context: Context, input: unknown): Prepared {
  const request = parseInput(provider, requestSchema, input)
  if (context.industry === 'gambling' && request.sessionId === undefined) {
    throw invalid('sessionId', "is required with industry 'gambling': pass the buyer's MP_DEVICE_SESSION_ID")
  }
  for (const field of ['externalReference', 'idempotencyKey'] as const) {
    if (request[field].includes(request.payerToken)) {
      throw invalid(field, 'must not contain the payer token: it is printed in handles and outcomes')
    }
  }
  const { amount, discount, externalReference } = request
  const charged = discount === undefined ? amount : subtractMoney(amount, discount.amount)
  return { request, body: bodyOf(request), asked: { charged, externalReference, id: null } }
}

/** See {@link MercadoPago.capture}. */
export async function capture(context: Context, input: unknown, given: CaptureOptions = {}): Promise<CaptureOutcome> {
  const prepared = prepare(context, input)
  const options = withoutUndefined(given)
  return runCapture(context.settings, options, [prepared.request.payerToken], async (call) => {
    call.identify(identityOf(context, prepared, call.digest))
    const token = await context.credentials.token(call)
    if (token === null || call.stopped !== null) return neverBegun(call)
    if (!hasDocumentedReference(prepared.request)) warnOfReference(call)
    const refusal = await announce(call, options.beforeSend)
    return refusal ?? send(context, call, prepared, token)
  })
}

/** What an earlier call did is as unknown as before: a throw would read as if there had been none. */
function neverBegun(call: Call): Settled {
  if (!call.mayBeApplied) return nothingSent(call, '')
  return { status: 'unknown', cause: call.stopped ?? 'no_answer', raw: null }
}

/** Sends the capture, and sends it again under its key, until something is known. */
export function send(context: Context, call: Call, prepared: Prepared, token: string): Promise<Settled> {
  const { request, body, asked } = prepared
  const exchange: Omit<Exchange, 'maxReplyBytes'> = {
    method: 'POST',
    url: `${context.settings.baseUrl}/v1/advanced_payments`,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'content-type': 'application/json',
      'x-idempotency-key': request.idempotencyKey,
      ...(request.sessionId === undefined ? {} : { 'x-meli-session-id': request.sessionId }),
    },
    body,
  }
  return sendKeyed(call, exchange, (reply, { earlier }) => judge(reply, { asked, kind: 'capture', earlier }))
}

/** See {@link CaptureClient.describe}. */
export async function describe(context: Context, input: unknown): Promise<CaptureDescription> {
  const prepared = prepare(context, input)
  return describeOperation({
    environment: context.credentials.environment,
    paymentKey: prepared.request.externalReference,
    secretPaths: ['payerToken'],
    identify: (digest) => identityOf(context, prepared, digest),
  })
}

function identityOf(context: Context, { request, body }: Prepared, digest: Digest): Identity {
  return {
    account: context.credentials.account(digest),
    operation: `capture:${request.idempotencyKey}`,
    idempotencyKey: request.idempotencyKey,
    ids: { externalReference: request.externalReference },
    fingerprint: { of: body },
  }
}

function warnOfReference(call: Call): void {
  // One page allows letters and digits only, while every sample has an underscore.
  call.warn({
    code: 'external_reference_characters',
    field: 'externalReference',
    message:
      'externalReference has characters other than A-Z a-z 0-9 _ -: Mercado Pago documents letters and digits only',
  })
}
