import {
  type Call,
  type CaptureDescription,
  type CapturedDraft,
  type CaptureHandle,
  type CaptureOptions,
  type CaptureOutcome,
  captureOperation,
  type Judgement,
  type Money,
  parseInput,
  type Reply,
  type ResolveOptions,
  refusedAfterMaybeApplied,
  subtractMoney,
} from '@cap/core/http'
import type { Context } from '../capture.ts'
import { contextOf } from '../client-context.ts'
import { provider } from '../credentials.ts'
import { duplicatedPayment } from '../declines.ts'
import { readError } from '../error.ts'
import type { MercadoPago } from '../mercadopago.ts'
import { judge } from '../outcome.ts'
import { type Asked, parsed } from '../payment.ts'
import { readCapture } from '../resolve.ts'
import { lookUpPayment } from './look-up-payment.ts'
import { refusedOutright } from './refused-outright.ts'
import { isUntaken } from './update-outcome.ts'
import { captureAuthorizedSchema, updateBodyOf } from './update-schema.ts'
import { aboutPayment, describeWrite, resolveWrite, runWrite, type Write } from './write.ts'

/** The second step of a two-step capture: `PUT /v1/advanced_payments/{id}` with `capture: true`. */
export interface MercadoPagoCaptureAuthorizedRequest {
  /** The `advancedPaymentId` of the outcome of the first step. */
  readonly paymentId: string
  /** The amount of the first step, before its discount. Captures of a part are not documented: another one is refused or ends as `mismatch`. */
  readonly amount: Money
  /** What the discount of the first step took off. */
  readonly discount?: Money | undefined
  /** As in the first step, 1 to 1024 characters. */
  readonly description?: string | undefined
  /** As in the first step, 1 to 256 characters; with it, a payment of another reference ends as `mismatch`. */
  readonly externalReference?: string | undefined
  /** Owned by the caller, another one than the first step's: 1 to 64 of `[A-Za-z0-9_-]`. */
  readonly idempotencyKey: string
}

/**
 * Captures a payment that was authorized with `captureLater`. It is a capture, with a capture's outcomes and handle: the
 * client's `resolve` reads how it ended, {@link resolveCaptureAuthorized} can also send it again.
 *
 * What a key means to a PUT is not documented. None is needed for safety: an authorization is captured whole, and only once,
 * so the same request again takes nothing more.
 *
 * @throws CaptureError which means that this call moved no money
 * @see {@link https://mercadopago.com.mx/developers/es/reference/wallet_connect/_advanced_payments_advanced_payment_id/put}
 */
export async function captureAuthorized(
  client: MercadoPago,
  request: MercadoPagoCaptureAuthorizedRequest,
  options?: CaptureOptions,
): Promise<CaptureOutcome> {
  const context = contextOf(client)
  return runWrite(context, captureOperation, prepare(context, request), options)
}

/**
 * Finds out how the capture of an authorized payment ended, by reading the payment. Sending again takes `replay: 'allow'`,
 * the `request` and a key no older than `replayWindowMs`.
 *
 * @throws CaptureError `invalid_request`
 */
export async function resolveCaptureAuthorized(
  client: MercadoPago,
  handle: CaptureHandle,
  options?: ResolveOptions<MercadoPagoCaptureAuthorizedRequest>,
): Promise<CaptureOutcome> {
  const context = contextOf(client)
  const charged = options?.request === undefined ? null : chargedBy(parse(options.request))
  const lookUp = async (call: Call, token: string, owned: CaptureHandle) => {
    const id = owned.ids.advancedPaymentId
    return id === undefined ? null : readCapture(context, call, token, id, owned, charged)
  }
  // Still authorized: what was sent may never have arrived.
  const resolution = {
    prepare: (request: MercadoPagoCaptureAuthorizedRequest) => prepare(context, request),
    lookUp,
    repeatsPending: true,
  } as const
  return resolveWrite(context, captureOperation, resolution, handle, options)
}

function parse(input: MercadoPagoCaptureAuthorizedRequest) {
  return parseInput(provider, captureAuthorizedSchema, input)
}

function chargedBy({ amount, discount }: ReturnType<typeof parse>): Money {
  return discount === undefined ? amount : subtractMoney(amount, discount)
}

/**
 * What the capture of an authorized payment would be, without making it: for stores.
 *
 * @throws CaptureError `invalid_request`
 */
export async function describeCaptureAuthorized(
  client: MercadoPago,
  request: MercadoPagoCaptureAuthorizedRequest,
): Promise<CaptureDescription> {
  const context = contextOf(client)
  return describeWrite(context, prepare(context, request))
}

/** @throws CaptureError `invalid_request` */
function prepare(context: Context, input: MercadoPagoCaptureAuthorizedRequest): Write<CapturedDraft> {
  const request = parse(input)
  const { paymentId, externalReference, idempotencyKey } = request
  const asked: Asked = {
    charged: chargedBy(request),
    externalReference: externalReference ?? null,
    id: paymentId,
  }
  return {
    operation: `capture-authorized:${idempotencyKey}`,
    key: idempotencyKey,
    ids: { advancedPaymentId: paymentId, ...(externalReference === undefined ? {} : { externalReference }) },
    about: aboutPayment(paymentId),
    body: updateBodyOf({ capture: true }, request),
    method: 'PUT',
    path: `/v1/advanced_payments/${encodeURIComponent(paymentId)}`,
    judge: (reply, { earlier }) => judgeUpdate(reply, asked, earlier),
    afterRefusal: (call, token, refusal) =>
      lookUpPayment<CapturedDraft>(context, call, token, paymentId, (found) =>
        isUntaken(found) ? refusal : refusedAfterMaybeApplied(found.raw, found.ids),
      ),
  }
}

/** The answer is a payment, and read as that of a creation is: 200 is its first answer, and no sign of a replay. */
function judgeUpdate(reply: Reply, asked: Asked, earlier: boolean): Judgement {
  const refusal = refusedOutright(reply.status, readError(parsed(reply.body)))
  if (refusal !== null) return refusal
  const first = reply.status === 200 ? { ...reply, status: 201 } : reply
  const judgement = judge(first, { asked, kind: 'capture', earlier })
  if (judgement.status !== 'declined' || judgement.ownRecord || judgement.ids === undefined) return judgement
  const message = 'the authorization was cancelled before it was captured: nothing is left to capture'
  return judgement.code === duplicatedPayment ? judgement : { ...judgement, reason: 'authorization_gone', message }
}
