import {
  type CaptureDescription,
  type CaptureOptions,
  type ChangedDraft,
  type ChangeOutcome,
  changeOperation,
  type Judgement,
  parseInput,
  type Reply,
} from '@cap/core/http'
import type { Context } from '../capture.ts'
import { contextOf } from '../client-context.ts'
import { provider } from '../credentials.ts'
import { hasCause } from '../error.ts'
import type { MercadoPago } from '../mercadopago.ts'
import { parsed } from '../payment.ts'
import { agreementCancelledSchema, cancelAgreementSchema } from './agreement-schema.ts'
import { judgeChange, readNamedError } from './change-outcome.ts'
import { aboutAgreement, describeWrite, platformHeader, runWrite, type Write } from './write.ts'

/** The end of an agreement: `DELETE /v2/wallet_connect/agreements/{id}`. */
export interface MercadoPagoCancelAgreementRequest {
  readonly agreementId: string
  /** Owned by the caller: 1 to 64 of `[A-Za-z0-9_-]`. */
  readonly idempotencyKey: string
}

export interface MercadoPagoAgreementCancelled {
  readonly agreementId: string
  /** It was over already, by whomever. */
  readonly already: boolean
}

/**
 * Cancels an agreement, and with it its payer token: captures by it are declined from then on. After `unknown`, call again:
 * an agreement that is cancelled stays so.
 *
 * @throws CaptureError which means that this call cancelled nothing; `causes[].code` is `AgreementNotFound` for another
 * application's agreement too
 * @see {@link https://www.mercadopago.com.br/developers/es/reference/online-payments/wallet-connect-legacy/cancel-agreement/delete.md}
 */
export async function cancelAgreement(
  client: MercadoPago,
  request: MercadoPagoCancelAgreementRequest,
  options?: CaptureOptions,
): Promise<ChangeOutcome<MercadoPagoAgreementCancelled>> {
  const context = contextOf(client)
  return runWrite(context, changeOperation<MercadoPagoAgreementCancelled>(), prepare(context, request), options)
}

/**
 * What the end of an agreement would be, without making it: for stores.
 *
 * @throws CaptureError `invalid_request`
 */
export async function describeCancelAgreement(
  client: MercadoPago,
  request: MercadoPagoCancelAgreementRequest,
): Promise<CaptureDescription> {
  const context = contextOf(client)
  return describeWrite(context, prepare(context, request))
}

/** @throws CaptureError `invalid_request` */
function prepare(
  context: Context,
  input: MercadoPagoCancelAgreementRequest,
): Write<ChangedDraft<MercadoPagoAgreementCancelled>> {
  const { agreementId, idempotencyKey } = parseInput(provider, cancelAgreementSchema, input)
  return {
    action: 'change',
    operation: `cancel-agreement:${idempotencyKey}`,
    key: idempotencyKey,
    ids: { agreementId },
    body: '',
    about: aboutAgreement(agreementId),
    method: 'DELETE',
    path: `/v2/wallet_connect/agreements/${encodeURIComponent(agreementId)}`,
    headers: platformHeader(context),
    judge: (reply) => judge(reply, agreementId),
  }
}

function judge(reply: Reply, agreementId: string): Judgement<ChangedDraft<MercadoPagoAgreementCancelled>> {
  const done = (already: boolean) => ({ status: 'done', value: { agreementId, already }, raw: null }) as const
  // "This endpoint has no response body."
  if ((reply.status === 200 || reply.status === 204) && reply.body.trim() === '') return done(false)
  const error = reply.status === 404 ? readNamedError(parsed(reply.body)) : null
  if (error !== null && hasCause(error, 'AlreadyCancelled')) return done(true)
  return judgeChange(reply, {
    schema: agreementCancelledSchema,
    conclude: ({ id }) => (id === agreementId ? done(false) : { status: 'unknown', cause: 'mismatch', raw: null }),
  })
}
